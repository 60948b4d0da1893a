"""What is asked of a caller before something can be done or shown: said once, for the schema and for the services.

The schema declares a need on each field, and leaves the field out for callers who could never meet it (`could`); the
use case behind the field asks for the very same right of the thing at hand (`services.access.require`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import assert_never

from domain.lifecycle import ReviewPhaseName, TemplateAction, VersionAction
from policies.predicate import NOTHING, Thing
from policies.principal import Principal
from policies.scope import scope_of
from policies.vocabulary import Permission

P = Permission


@dataclass(frozen=True, slots=True)
class Anyone:
    """Nothing."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """There is a user behind the request."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The person signed in, with all that they hold: neither an API token nor an assumed role."""


@dataclass(frozen=True, slots=True)
class Sees:
    """Things of this kind can be seen."""

    thing: Thing


@dataclass(frozen=True, slots=True)
class Right:
    """Permissions that are held together: on the platform, or where the thing is, which is seen."""

    permissions: tuple[Permission, ...]
    thing: Thing | None = None
    on_platform: bool = False

    @property
    def permission(self) -> Permission:
        """The one that the action is about; the others are what it takes to see its outcome."""
        return self.permissions[0]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part."""

    parts: tuple["Need", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part, in one place."""

    parts: tuple["Need", ...]


Need = Anyone | SignedIn | OwnAccount | Sees | Right | AnyOf | AllOf


def could(principal: Principal, need: Need) -> bool:
    """Whether the caller meets the need for some data: in one of the places where they hold anything."""
    return any(_meets(place, need) for place in _places(principal))


def _places(principal: Principal) -> Iterator[Principal]:
    """The caller on the platform, and in each workspace by itself; of those where the same is held, one."""
    yield replace(principal, workspaces=MappingProxyType({}))
    for held, place in {held: place for place, held in principal.workspaces.items()}.items():
        yield replace(principal, workspaces=MappingProxyType({place: held}))


def _meets(here: Principal, need: Need) -> bool:
    match need:
        case Anyone():
            return True
        case SignedIn():
            return here.is_signed_in
        case OwnAccount():
            return here.is_signed_in and not here.is_narrowed
        case Sees(thing):
            return scope_of(here, thing).predicate != NOTHING
        case Right():
            return _holds(here, need)
        case AnyOf(parts):
            return any(_meets(here, part) for part in parts)
        case AllOf(parts):
            return all(_meets(here, part) for part in parts)
        case _:
            assert_never(need)


def _holds(here: Principal, right: Right) -> bool:
    held = here.platform if right.on_platform else here.platform.union(*here.workspaces.values())
    is_seen = right.thing is None or scope_of(here, right.thing).predicate != NOTHING
    return here.is_signed_in and is_seen and held.issuperset(right.permissions)


def any_of(*parts: Need) -> Need:
    """Some part."""
    return AnyOf(parts)


def all_of(*parts: Need) -> Need:
    """Every part, in one place."""
    return AllOf(parts)


def _on_platform(*permissions: Permission) -> Right:
    return Right(permissions, on_platform=True)


ANYONE, SIGNED_IN, OWN_ACCOUNT = Anyone(), SignedIn(), OwnAccount()
SEES_TEMPLATES = Sees(Thing.TEMPLATE)

MANAGE_USERS = _on_platform(P.USERS_MANAGE)
UPDATE_USER = any_of(OWN_ACCOUNT, MANAGE_USERS)
# Of somebody else, who is seen; one's own is changed with the present one.
SET_PASSWORD = all_of(
    MANAGE_USERS,
    any_of(_on_platform(P.USERS_READ), Right((P.MEMBERS_READ, P.WORKSPACES_READ)), Sees(Thing.REVIEW)),
)
MANAGE_ROLES_OF_PLATFORM = _on_platform(P.ROLES_MANAGE)
MANAGE_ROLES = Right((P.ROLES_MANAGE,))
CREATE_ROLE = any_of(MANAGE_ROLES_OF_PLATFORM, Right((P.ROLES_MANAGE,), Thing.WORKSPACE))
# Roles are seen with ROLES_READ, and those that somebody holds with their holder: oneself, on the platform.
UPDATE_ROLE = any_of(
    MANAGE_ROLES_OF_PLATFORM, Right((P.ROLES_MANAGE, P.ROLES_READ)), Right((P.ROLES_MANAGE,), Thing.MEMBERSHIP)
)
DELETE_ROLE = Right((P.ROLES_MANAGE, P.ROLES_READ))

CREATE_WORKSPACE = _on_platform(P.WORKSPACES_CREATE)
UPDATE_WORKSPACE = Right((P.WORKSPACES_UPDATE,), Thing.WORKSPACE)
DELETE_WORKSPACE = Right((P.WORKSPACES_DELETE,), Thing.WORKSPACE)
ADD_MEMBER = Right((P.MEMBERS_MANAGE,), Thing.WORKSPACE)
MANAGE_MEMBER = Right((P.MEMBERS_MANAGE,), Thing.MEMBERSHIP)
REMOVE_MEMBER = any_of(MANAGE_MEMBER, all_of(OWN_ACCOUNT, Sees(Thing.MEMBERSHIP)))

INSPECT_CHART = Right((P.TEMPLATES_CREATE,))
INSPECT_FOR_TEMPLATE = Right((P.TEMPLATES_CREATE,), Thing.TEMPLATE)
# Nobody makes what they could not see: drafts take both.
CREATE_TEMPLATE = Right((P.TEMPLATES_CREATE, P.WORKSPACES_READ, P.TEMPLATES_READ), Thing.WORKSPACE)
CREATE_VERSION = Right((P.TEMPLATES_CREATE, P.WORKSPACES_READ, P.TEMPLATES_READ), Thing.TEMPLATE)
UPDATE_TEMPLATE = Right((P.TEMPLATES_UPDATE,), Thing.TEMPLATE)
DELETE_TEMPLATE = Right((P.TEMPLATES_DELETE,), Thing.TEMPLATE)
TEMPLATE_RIGHTS: Mapping[TemplateAction, Right] = {
    TemplateAction.UPDATE: UPDATE_TEMPLATE,
    TemplateAction.DELETE: DELETE_TEMPLATE,
    TemplateAction.CREATE_VERSION: CREATE_VERSION,
    TemplateAction.SUSPEND: Right((P.STORE_SUSPEND,), Thing.TEMPLATE),
    TemplateAction.RESTORE: Right((P.STORE_SUSPEND,), Thing.TEMPLATE),
    TemplateAction.REPUBLISH: Right((P.VERSIONS_PUBLISH,), Thing.TEMPLATE),
}
# A version is seen as its template is; an ACTIVE one with the store too, and only that can be suspended.
VERSION_RIGHTS: Mapping[VersionAction, Right] = {
    VersionAction.UPDATE: Right((P.TEMPLATES_UPDATE,), Thing.TEMPLATE),
    VersionAction.REPLACE_PACKAGE: Right((P.TEMPLATES_UPDATE,), Thing.TEMPLATE),
    VersionAction.DELETE: Right((P.TEMPLATES_DELETE,), Thing.TEMPLATE),
    VersionAction.SUBMIT: Right((P.VERSIONS_SUBMIT,), Thing.TEMPLATE),
    VersionAction.WITHDRAW: Right((P.VERSIONS_SUBMIT,), Thing.TEMPLATE),
    VersionAction.PUBLISH: Right((P.VERSIONS_PUBLISH,), Thing.TEMPLATE),
    VersionAction.SUSPEND: Right((P.STORE_SUSPEND,), Thing.VERSION),
    VersionAction.RESTORE: Right((P.STORE_SUSPEND,), Thing.TEMPLATE),
}
PHASE_RIGHTS: Mapping[ReviewPhaseName, Right] = {
    ReviewPhaseName.ISV: Right((P.REVIEWS_DECIDE_ISV,), Thing.TEMPLATE),
    ReviewPhaseName.BUSINESS: Right((P.REVIEWS_DECIDE_BUSINESS,), Thing.TEMPLATE),
    ReviewPhaseName.TECHNICAL: Right((P.REVIEWS_DECIDE_TECHNICAL,), Thing.TEMPLATE),
}
DECIDE = AnyOf(tuple(PHASE_RIGHTS.values()))
ACT_ON_TEMPLATE = AnyOf(tuple(TEMPLATE_RIGHTS.values()))
ACT_ON_VERSION = AnyOf((*VERSION_RIGHTS.values(), *PHASE_RIGHTS.values()))

READ_AUDIT_OF_WORKSPACE = Right((P.AUDIT_READ, P.WORKSPACES_READ))
MANAGE_CATEGORIES = _on_platform(P.CATEGORIES_MANAGE)

MANAGE_SIGNING_KEYS = Right((P.WORKSPACES_UPDATE, P.WORKSPACES_READ), Thing.WORKSPACE)
DELETE_SIGNING_KEY = Right((P.WORKSPACES_UPDATE,), Thing.SIGNING_KEY)
# A key vouches for the versions of its own workspace.
SEES_SIGNERS = all_of(Sees(Thing.VERSION), Sees(Thing.SIGNING_KEY))
ADD_REPOSITORY = Right((P.REPOSITORIES_MANAGE, P.REPOSITORIES_READ), Thing.WORKSPACE)
CHECK_REPOSITORY = Right((P.REPOSITORIES_MANAGE,), Thing.WORKSPACE)
MANAGE_REPOSITORY = Right((P.REPOSITORIES_MANAGE,), Thing.REPOSITORY)
IMPORT_CHART = Right((P.TEMPLATES_CREATE, P.WORKSPACES_READ, P.TEMPLATES_READ), Thing.REPOSITORY_CHART_VERSION)
