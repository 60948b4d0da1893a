"""What operations cost, what each answer says of it, and what happens to those who ask for too much."""

from uuid import uuid4

import pytest

from schema.admission import Admission
from schema.budgets import CALLERS, Budgets, caller_of
from schema.documents import DocumentRefused
from schema.execution import Operation
from schema.limits import Limits
from tests.wire.wires import AJ, GR, SCHEMA, TYPENAME, client, code_in, executor_by, post

pytestmark = pytest.mark.anyio
ADMISSION = Admission(SCHEMA._schema)
ELEVEN = '{ a: __type(name: "Query") { fields { name } } b: __type(name: "Query") { fields { name type { name } } } }'


def cost(query: str, **variables: object) -> int:
    return ADMISSION.admit(Operation(query, variables)).cost


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (TYPENAME, 1),
        ("{ viewer { user { id } } }", 2),
        ("{ categories { name } }", 10),
        ("{ templates { nodes { id } } }", 1 + 20),
        ("{ templates(first: 5) { edges { node { id } } } }", 1 + 5),
        ("{ templates(first: 0) { totalCount } }", 1 + 10),
        ("{ templates(first: 3) { nodes { versions(last: 4) { nodes { id } } } } }", 1 + 3 * (1 + 1 + 4)),
        ('mutation { deleteVersion(id: "x") { deletedId } }', 10 + 1),
        ('{ __type(name: "Query") { fields { name } } }', 1 + 3),
        ("{ __schema { types { name } } }", 1 + len(SCHEMA._schema.type_map)),
    ],
)
def test_an_object_costs_one_a_count_or_a_mutation_ten_and_sizes_multiply(query: str, expected: int) -> None:
    assert cost(query) == expected


def test_a_cost_is_the_same_however_it_is_written() -> None:
    plain = cost("{ templates(first: 7) { nodes { id versions(first: 3) { nodes { id } } } } }")

    assert plain == cost(
        "query ($n: Int = 7) { templates(first: $n) { nodes { versions(first: 3) { nodes { id } } } } }"
    )
    assert plain == cost(
        "query ($n: Int) { templates(first: $n) { nodes { versions(first: 3) { nodes { id } } } } }", n=7
    )
    assert plain == cost(
        "{ ... on Query { ...A } } fragment A on Query { templates(first: 7) { ...B } } "
        "fragment B on AppTemplateConnection { nodes { ... { versions(first: 3) { nodes { id } } } } }"
    )


def test_only_a_constant_leaves_something_out() -> None:
    costly = "templates(first: 100) { nodes { id } }"

    assert cost(f"{{ __typename ... @skip(if: true) {{ {costly} }} }}") == 1
    assert cost(f"{{ __typename ... @include(if: false) {{ {costly} }} }}") == 1
    assert cost(f"query ($v: Boolean!) {{ __typename ... @skip(if: $v) {{ {costly} }} }}", v=True) == 101
    assert cost(f"query ($v: Boolean!) {{ __typename ... @include(if: $v) {{ {costly} }} }}", v=False) == 101


async def test_every_answer_of_what_was_executed_says_its_cost_and_what_is_left() -> None:
    async with client() as http:
        first, second = await post(http, {"query": ELEVEN}), await http.get("/graphql", params={"query": ELEVEN})
        refused = await post(http, {"query": "{ nothing }"})

    told = first.json()["extensions"]["cost"]
    limits = Limits()
    assert (told["requested"], told["maximum"]) == (11, limits.cost)
    assert told["throttle"]["maximum"] == limits.budget
    assert told["throttle"]["restoreRate"] == limits.restored_per_s
    assert second.json()["extensions"]["cost"]["throttle"]["available"] <= limits.budget
    assert "extensions" not in refused.json()


@pytest.mark.parametrize("accept", [AJ, GR])
async def test_who_has_spent_too_much_is_told_when_to_come_back(accept: str) -> None:
    settings = {"COST_BUDGET": "25", "COST_RESTORE_RATE": "1"}

    async with client(**settings) as http:
        answers = [await post(http, {"query": ELEVEN}, accept=accept) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    last = answers[-1]
    assert code_in(last) == "THROTTLED"
    assert 1 <= int(last.headers["retry-after"]) <= 8
    assert last.json()["extensions"]["cost"]["throttle"]["available"] < 11
    assert "data" not in last.json()


async def test_budgets_are_of_an_address_or_of_a_user_and_no_one_elses() -> None:
    executor = executor_by(COST_BUDGET="15", COST_RESTORE_RATE="1")

    async with client("192.0.2.1", executor) as one, client("192.0.2.2", executor) as other:
        statuses = [(await post(http, {"query": ELEVEN})).status_code for http in (one, one, other)]

    assert statuses == [200, 429, 200]


async def test_without_a_budget_nobody_is_throttled() -> None:
    async with client(COST_BUDGET="0") as http:
        answers = [await post(http, {"query": ELEVEN}) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].json()["extensions"]["cost"] == {"requested": 11, "maximum": 100_000, "throttle": None}


def test_an_operation_over_the_maximum_is_refused_whatever_the_budget() -> None:
    with pytest.raises(DocumentRefused, match="could cost 101; at most 100 is allowed"):
        Admission(SCHEMA._schema, Limits(cost=100, budget=0)).admit(
            Operation("{ templates(first: 100) { nodes { id } } }")
        )


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_fills_again_and_never_over_its_size() -> None:
    clock = Clock()
    budgets = Budgets(100, 10, clock)

    left = [budgets.take("a", 60), budgets.take("a", 60)]
    clock.now = 2.0
    left.append(budgets.take("a", 60))
    clock.now = 1_000.0
    left.append(budgets.take("a", 60))

    assert left == [40, -20, 0, 40]


def test_what_costs_more_than_a_bucket_takes_a_full_one() -> None:
    clock = Clock()
    budgets = Budgets(100, 10, clock)

    first, second = budgets.charge("a", 500, 1_000), budgets.charge("a", 500, 1_000)

    assert (first.available, first.retry_after_s) == (0, None)
    assert second.retry_after_s == 10


def test_buckets_are_bounded_and_no_crowd_of_strangers_fills_a_users_again() -> None:
    clock = Clock()
    budgets, user = Budgets(100, 0.001, clock), uuid4()
    budgets.take(user, 90)
    budgets.take("192.0.2.1", 90)

    for number in range(CALLERS):
        clock.now += 0.001
        budgets.take(f"198.51.100.{number}", 1)

    assert len(budgets._addresses) == CALLERS
    assert budgets.take(user, 90) < 0
    assert budgets.take("192.0.2.1", 90) >= 0


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("not an address: 1", "not an address: 2", False),
    ],
)
def test_an_address_is_one_caller_and_so_is_an_ipv6_network(one: str, other: str, are_same: bool) -> None:
    assert (caller_of(None, one) == caller_of(None, other)) is are_same


def test_the_consoles_largest_page_fits_twice_over() -> None:
    """Twenty templates with ten versions each and all that their reviews say."""
    page = """{ templates(first: 20) { totalCount nodes { id name state versions(first: 10) { nodes { id version state
        reviews { nodes { id state submittedBy { username }
          phases { name state message reviewer { username platformRole { name } } } } } } } } } }"""

    assert cost(page) * 2 <= Limits().cost
    assert cost(page) * 10 <= Limits().budget
