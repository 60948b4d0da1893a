"""Who is a member of many workspaces gets pages from another part of the statement (engine.pages.FEW_WORKSPACES)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from engine.pages import FEW_WORKSPACES
from policies.principal import Principal
from tests.conformance.asking import Both, open_both
from tests.conformance.cases import Case, read_cases
from tests.conformance.world import build_world, callers

pytestmark = pytest.mark.anyio
CASES = [case for case in read_cases() if case.is_compiled and "dev" in case.askers]


@pytest.fixture(scope="module")
async def both(module_database_url: str) -> AsyncIterator[Both]:
    async with open_both(module_database_url) as opened:
        await build_world(opened.database)
        yield opened


@pytest.fixture(scope="module")
async def member_of_many(both: Both) -> Principal:
    """As dev, with the rights of a place also in more places, which have nothing in them."""
    dev = (await callers(both.database))["dev"]
    rights = next(iter(dev.workspaces.values()))
    return replace(dev, workspaces={**dev.workspaces, **{UUID(int=n): rights for n in range(FEW_WORKSPACES)}})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_both_executors_answer_a_member_of_many_the_same(
    both: Both, member_of_many: Principal, case: Case
) -> None:
    for operation in case.operations:
        answer, reference = await both.ask(operation, member_of_many), await both.refer(operation, member_of_many)

        assert answer.told == reference.told
        assert answer.by.startswith(case.by)
