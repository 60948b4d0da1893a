"""The corpus: for each document and asker both executors say the same, in one statement, and as is written down."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import pytest

from engine.plan import told
from policies.principal import Principal
from tests.conformance.asking import Answer, Both, open_both
from tests.conformance.cases import Case, read_cases
from tests.conformance.readable import readable_sql
from tests.conformance.world import build_world, callers
from tests.policies.golden import assert_golden

pytestmark = pytest.mark.anyio
CASES = read_cases()
ASKED = [(case, asker) for case in CASES for asker in case.askers]


@dataclass
class Hall:
    """The world, and those who ask about it."""

    both: Both
    callers: Mapping[str, Principal]


@pytest.fixture(scope="module")
async def hall(module_database_url: str) -> AsyncIterator[Hall]:
    async with open_both(module_database_url) as both:
        await build_world(both.database)
        yield Hall(both, await callers(both.database))


@pytest.mark.parametrize(("case", "asker"), ASKED, ids=[f"{case.name}-{asker}" for case, asker in ASKED])
async def test_both_executors_answer_the_same(hall: Hall, case: Case, asker: str) -> None:
    who = hall.callers[asker]
    answers = []
    for operation in case.operations:
        answer, reference = await hall.both.ask(operation, who), await hall.both.refer(operation, who)

        assert answer.told == reference.told
        assert answer.by.startswith(case.by)
        answers.append(answer)

    assert_golden(case.file(f"{asker}.json"), "".join(answer.told[1] for answer in answers))


@pytest.mark.parametrize(
    ("case", "asker"),
    [(case, asker) for case, asker in ASKED if case.is_compiled],
    ids=[f"{case.name}-{asker}" for case, asker in ASKED if case.is_compiled],
)
async def test_one_statement_answers(hall: Hall, case: Case, asker: str) -> None:
    who = hall.callers[asker]
    for operation in case.operations:
        cold, warm = await hall.both.ask(operation, who), await hall.both.ask(operation, who)

        assert [statements_of(cold), statements_of(warm)] == [(1, 0), (1, 0)]
        assert cold.told == warm.told

    texts = [hall.both.prepare(operation, who).statement.query.text for operation in case.operations]
    assert_golden(case.file(f"{asker}.sql"), "\n".join(readable_sql(text) for text in dict.fromkeys(texts)))


def statements_of(answer: Answer) -> tuple[int, int]:
    return answer.compiled_statements, answer.other_statements


@pytest.mark.parametrize("case", [case for case in CASES if case.is_compiled], ids=lambda case: case.name)
async def test_the_plan_is_as_written_down(hall: Hall, case: Case) -> None:
    plans = set()
    for asker in case.askers:
        prepared = [hall.both.prepare(operation, hall.callers[asker]) for operation in case.operations]
        plans.add("\n".join(dict.fromkeys(told(one.statement.plan) for one in prepared)))

    assert len(plans) == 1, "a plan does not know who asks"
    assert_golden(case.file("plan"), plans.pop())
