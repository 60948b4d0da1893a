"""The law of masks: a part of the schema is in a caller's mask exactly when it could be of use to them for some data.

Asked of the whole schema and the reference, in a store that has something for everyone, by callers of every kind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

import pytest

from domain.errors import Refused
from domain.ids import Kind
from policies.access import Access
from policies.predicate import Thing
from policies.rights import Sees, could
from policies.vocabulary import Permission
from schema.enums import VALUE_NEEDS
from schema.masks import Mask, Masks
from schema.types.node import KINDS, ROWS
from tests.resolvers.world import SCHEMA
from tests.schema.asked import everything, explanations, gave, readable
from tests.schema.callers import CALLERS, Caller, Came
from tests.schema.chances import Asker
from tests.schema.laboratory import Laboratory, executed
from tests.schema.tried import ATTEMPTS, Attempt

pytestmark = pytest.mark.anyio
EVERYTHING, EXPLANATIONS = everything(), explanations()
MASKS = Masks(SCHEMA)
NEEDS_NO_WITNESS = {
    "Query.viewer": "null for the anonymous: every client asks who it is",
    "WorkspaceUsage.storedBytesLimit": "there is no limit, and the contract has a field for one",
    "*.userErrors": "empty on success",
    "UserError.*": "empty on success",
    "AccessExplanation.rules": "a denial has none, and to ask is what may be asked",
    "Viewer.platformPermissions": "what one is and holds can always be asked, and be nothing",
    "Viewer.memberships": "what one is and holds can always be asked, and be nothing",
    "Viewer.assumedRole": "what one is and holds can always be asked, and be nothing",
    "AssumedRole.*": "what one is and holds can always be asked, and be nothing",
}
"""What may be in a mask without giving anything to its caller, and why."""
UNSEEN = {
    "Membership.*": "what one is and holds can always be asked, by those who see no workspace too",
    "Workspace.*": "what one is and holds can always be asked, by those who see no workspace too",
    "WorkspaceUsage.*": "what one is and holds can always be asked, by those who see no workspace too",
}
"""The same for callers who see no workspace: a client lists the places where one holds a role in one document."""
FOR_ONE = {
    ("STORE_READ, STORE_SUSPEND on the platform", "VersionPayload.version"): (
        "what is taken out of the store is out of sight for those who see the store alone"
    ),
}
OUT_OF_REACH = {
    ("in a role for ROLES_MANAGE in a workspace", part): (
        "whoever came in a role sees that one, and could rename it, if they saw none else; nobody needs that"
    )
    for part in ("Mutation.updateRole", "Mutation.updateRole(input:)", "RolePayload.role")
} | {
    (caller.name, part): "login shows the person with all that they are, whoever signs in; their tokens are for later"
    for caller in CALLERS.values()
    if caller.came is Came.IN_A_ROLE
    for part in ("Viewer.apiTokens", "ApiToken.id")
}
"""What could be of use to these and is in no mask of theirs, and why."""
ROWS_OF_EACH = 6
TOO = ("me", "my ", "template restoreTemplate")
"""How the names of rows begin that are read beside the first few."""


@dataclass
class Found:
    """What was of use to a caller, by coordinate; `gained` is what was of use by what they had just done."""

    read: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    gained: set[str] = field(default_factory=set)


@pytest.mark.parametrize("caller", CALLERS.values(), ids=CALLERS)
async def test_what_is_in_a_mask_is_what_can_be_of_use(laboratory: Laboratory, caller: Caller) -> None:
    asker = await laboratory.admit(caller)
    mask = MASKS.of(Access(asker.principal))

    found = Found(read=await read_by(asker))
    for attempt in ATTEMPTS:
        if not found.done.issuperset(attempt.shows):
            await try_out(asker, attempt, found)

    of_use = found.read | found.done
    hidden_all_the_same = sorted(part for part in of_use & mask.hidden if (caller.name, part) not in OUT_OF_REACH)
    in_mask = {*readable(mask.graphql), *declared_values(mask), *(found.tried - mask.hidden)}
    there_all_the_same = sorted(part for part in in_mask - of_use - found.gained if not is_exempt(asker, part))
    assert (hidden_all_the_same, there_all_the_same) == ([], [])


def declared_values(mask: Mask) -> Iterator[str]:
    """The values in the mask that need something, of enums that are in it."""
    for name, needs in VALUE_NEEDS.items():
        if name not in mask.hidden:
            yield from (part for value in needs if (part := f"{name}.{value}") not in mask.hidden)


def is_exempt(asker: Asker, part: str) -> bool:
    """Whether it may be in the mask all the same."""
    if part == "UserErrorCode.ESCALATION" and not asker.lacks:
        return True  # to those who hold all that there is, nothing is more
    sees_workspaces = could(asker.principal, Sees(Thing.WORKSPACE))
    patterns = NEEDS_NO_WITNESS if sees_workspaces else {**NEEDS_NO_WITNESS, **UNSEEN}
    return (asker.caller.name, part) in FOR_ONE or any(fnmatch(part, pattern) for pattern in patterns)


async def read_by(asker: Asker) -> set[str]:
    """What gives something to the caller who asks for all that there is."""
    held = min(asker.holds, default=Permission.STORE_READ)
    audited = "nginx 2.0.0" if Permission.AUDIT_READ in asker.caller.other else "emqx 4.0.0"
    known = (Kind.USER, "me") if asker.principal.is_signed_in else (Kind.STORE_APP, "store app")
    named = {
        "known": asker.gid(*known),
        "app": asker.gid(Kind.STORE_APP, "store app"),
        "template": asker.gid(Kind.TEMPLATE, "emqx"),
        "version": asker.gid(Kind.VERSION, audited),
        "held": held,
    }
    rows = {f"rows{name}": list(ids_of(asker, row)) for name, row in ROWS.items()}
    seen = set(gave(await data_of(asker, EVERYTHING, {**named, **rows})))
    if asker.principal.is_signed_in:
        seen.update(gave(await data_of(asker, EXPLANATIONS, named)))
    return seen


def ids_of(asker: Asker, row: type[Any]) -> Iterator[str]:
    """Some of each type; of versions, in which state they are matters, all but what is alike."""
    names = [name for name, one in asker.world.rows.items() if type(one) is row]
    if KINDS[row] is not Kind.VERSION:
        names = [*names[:ROWS_OF_EACH], *(name for name in names if name.startswith(TOO))]
    yield from (asker.gid(KINDS[row], name) for name in names)


async def data_of(asker: Asker, query: str, variables: Mapping[str, Any]) -> Any:
    """The data of a query that must not fail."""
    result = await executed(asker, query, variables)
    assert not result.errors
    return result.data


async def try_out(asker: Asker, attempt: Attempt, found: Found) -> None:
    """Tries the mutation; notes what it shows when it comes out as it is to, and fails unless it is a right that it
    fails for."""
    given, is_gain = attempt.arguments(asker), bool(attempt.gains and not asker.principal.is_signed_in)
    result = await executed(asker, attempt.document(given, rows=attempt.gains if is_gain else 0), given)
    found.tried.update(attempt.shows)
    if result.errors:
        assert all(isinstance(error.original_error, Refused) for error in result.errors), result.errors
        return
    assert result.data is not None
    faults = result.data[attempt.mutation]["userErrors"]
    if {fault["code"] for fault in faults} == ({attempt.fault} if attempt.fault else set()):
        found.done.update(attempt.shows)
        (found.gained if is_gain else found.read).update(() if faults else gave(result.data))
        return
    assert attempt.fault or {fault["code"] for fault in faults} <= {"ESCALATION", "INVALID"}, (attempt.mutation, faults)
