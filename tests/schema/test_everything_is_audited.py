"""The law of the audit log: every mutation that changes anything leaves an event, and what is refused leaves none."""

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from storage.tables import AuditEvent
from tests.schema.asked import GRAPHQL
from tests.schema.callers import Caller
from tests.schema.chances import Asker
from tests.schema.laboratory import Laboratory, executed
from tests.schema.tried import ATTEMPTS, Attempt

pytestmark = pytest.mark.anyio
ADMIN = Caller("who may do everything", "platform-admin", "workspace-admin", "workspace-admin")
CHANGE_NOTHING = {"inspectChart", "checkRepository"}


async def test_every_mutation_that_changes_something_is_audited(laboratory: Laboratory) -> None:
    asker = await laboratory.admit(ADMIN)
    done: dict[str, int] = {}
    for attempt in ATTEMPTS:
        before = await events(asker)
        is_done = await carried_out(asker, attempt)
        more = await events(asker) - before
        assert is_done or more == 0, attempt
        if is_done:
            done[attempt.mutation] = max(more, done.get(attempt.mutation, 0))

    assert set(GRAPHQL.mutation_type.fields) == set(done)  # type: ignore[union-attr]  # there are mutations
    assert {name for name, more in done.items() if more == 0} == CHANGE_NOTHING


async def events(asker: Asker) -> int:
    """How many there are."""
    async with asker.world.database.write() as tx:
        found = await tx.execute(select(func.count(col(AuditEvent.id))))
        return int(found.scalar_one())


async def carried_out(asker: Asker, attempt: Attempt) -> bool:
    """Whether the mutation was done."""
    given = attempt.arguments(asker)
    result = await executed(asker, attempt.document(given), given)
    return not result.errors and not result.data[attempt.mutation]["userErrors"]  # type: ignore[index]  # it has data
