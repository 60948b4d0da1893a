"""A scope that is narrowed to rows of one kind says of these just what it says of them unnarrowed."""

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policies import predicate as algebra
from policies.predicate import EVERYTHING, NOTHING, Predicate, Row, Thing, holds
from policies.principal import Principal
from policies.scope import scope_of, within
from policies.vocabulary import Permission
from tests.policies.test_predicates import COLUMNS, IDS, VALUES, columns_of, predicates, things

HERE, ELSEWHERE = IDS[0], IDS[1]
R = Permission


@st.composite
def rows(draw: st.DrawFn, thing: Thing) -> Row:
    return {name: draw(st.none() | VALUES[kind]) for name, kind in COLUMNS[thing].items()}


@st.composite
def cases(draw: st.DrawFn) -> tuple[Predicate, Row, dict[Thing, list[Row]], dict[str, Any]]:
    """A predicate, a row, all other rows, and some columns of the row that are known."""
    thing = draw(things)
    row = draw(rows(thing))
    known = draw(st.sets(st.sampled_from(columns_of(thing))))
    others = {other: draw(st.lists(rows(other), max_size=3)) for other in COLUMNS}
    return draw(predicates(thing)), row, others, {name: row[name] for name in known if row[name] is not None}


@given(cases())
@settings(max_examples=200, deadline=None)
def test_what_is_left_holds_for_these_rows_just_when_the_whole_does(
    case: tuple[Predicate, Row, dict[Thing, list[Row]], dict[str, Any]],
) -> None:
    predicate, row, others, known = case

    def of(thing: Thing) -> Iterable[Row]:
        return others[thing]

    assert holds(algebra.given(predicate, **known), row, of) == holds(predicate, row, of)


def test_who_sees_the_same_of_a_workspace_has_an_equal_scope_there() -> None:
    member = Principal(IDS[2], "m", workspaces={HERE: frozenset({R.TEMPLATES_READ, R.WORKSPACES_READ})})
    admin = Principal(IDS[3], "a", frozenset(Permission))
    reviewer = Principal(IDS[1], "r", frozenset({R.TEMPLATES_READ}))
    stranger = Principal(None, "anonymous")
    blind = Principal(None, "anonymous", store_public=False)

    def seen(principal: Principal, place: Any = HERE, **values: Any) -> Predicate:
        return within(scope_of(principal, Thing.VERSION), workspace_id=place, **values).predicate

    assert seen(member) == seen(admin) == EVERYTHING
    assert seen(member, ELSEWHERE) == seen(stranger, ELSEWHERE) == seen(stranger)
    assert seen(stranger, state="ACTIVE") == seen(reviewer, state="ACTIVE") == seen(admin, state="ACTIVE") == EVERYTHING
    assert seen(stranger, state="DRAFT") == seen(blind) == NOTHING
    assert seen(reviewer) != seen(stranger) != seen(member) != seen(reviewer)
