"""Laws of what the compiled reads show, which hold whatever the reference says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.principal import Principal
from tests.conformance.drawn.callers import admin_of, outsiders
from tests.conformance.drawn.lists import LISTS
from tests.conformance.drawn.operations import operations
from tests.conformance.drawn.store import Store
from tests.conformance.drawn.stores import add_a_foreign_workspace, stores
from tests.properties.compiled import Trial, a_trial, at_random
from tests.properties.relay import expected_page
from tests.properties.test_pagination import ALL_EIGHT


@pytest.fixture(scope="module")
def trial(module_database_url: str) -> Iterator[Trial]:
    with a_trial(module_database_url) as trial:
        yield trial


@at_random(15)
@given(data=st.data(), store=stores())
def test_a_foreign_private_workspace_changes_no_byte_of_anybodys_answer(
    trial: Trial, data: st.DataObject, store: Store
) -> None:
    revision = trial.fill(store)
    who = data.draw(outsiders(store, revision))
    asked = [data.draw(operations(store)) for _ in range(8)]
    before = [trial.ask(operation, who).told for operation in asked]

    add_a_foreign_workspace(store)
    who = as_of(who, trial.fill(store))

    assert [trial.ask(operation, who).told for operation in asked] == before


def as_of(who: Principal, revision: int) -> Principal:
    """The same caller, known later."""
    return Principal(who.user_id, who.username, who.platform, who.workspaces, who.store_public, revision=revision)


@dataclass(frozen=True)
class Shown:
    """A page as a client sees it."""

    ids: list[str]
    cursors: list[str]
    info: Mapping[str, Any]
    total: int


ROOTS = sorted(name.removeprefix("Query.") for name in LISTS if name.startswith("Query."))
PAGE = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }"


def page(trial: Trial, who: Principal, root: str, order: str | None, **wanted: Any) -> Shown:
    given = [f"{name}: {value!r}".replace("'", '"') for name, value in wanted.items() if value is not None]
    given += [f"orderBy: {order}"] if order else []
    arguments = f"({', '.join(given)})" if given else ""
    shown = trial.data(f"{{ list: {root}{arguments} {{ {PAGE} }} }}", who)["list"]
    edges = shown["edges"]
    ids, cursors = [edge["node"]["id"] for edge in edges], [edge["cursor"] for edge in edges]
    return Shown(ids, cursors, shown["pageInfo"], shown["totalCount"])


@st.composite
def ordered(draw: st.DrawFn) -> tuple[str, str | None]:
    """A list with one of its orders, or with the one that it has by itself."""
    root = draw(st.sampled_from(ROOTS))
    fields = sorted(LISTS[f"Query.{root}"].orders) if root not in ("users", "auditEvents") else []
    orders = [f"{{ field: {field}, direction: {way} }}" for field in fields for way in ("ASC", "DESC")]
    return root, draw(st.sampled_from([None, *orders]))


@at_random(15)
@given(data=st.data(), store=stores(), of=ordered())
def test_every_combination_of_arguments_gives_what_the_specification_says(
    trial: Trial, data: st.DataObject, store: Store, of: tuple[str, str | None]
) -> None:
    who, (root, order) = admin_of(store, trial.fill(store)), of
    everything = page(trial, who, root, order, first=100)
    cursors = dict(zip(everything.ids, everything.cursors, strict=True))
    for has_first, has_last, has_after, has_before in ALL_EIGHT:
        first = data.draw(st.integers(0, 4)) if has_first else None
        last = data.draw(st.integers(0, 4)) if has_last else None
        after, before = (
            data.draw(st.sampled_from(everything.ids)) if has and everything.ids else None
            for has in (has_after, has_before)
        )

        ends = {"after": after and cursors[after], "before": before and cursors[before]}
        shown = page(trial, who, root, order, first=first, last=last, **ends)

        expected = expected_page(everything.ids, 20 if first is last is None else first, last, after, before)
        assert shown.ids == expected.nodes
        assert shown.cursors == [cursors[one] for one in shown.ids]
        assert shown.info["hasNextPage"] == expected.has_next
        assert shown.info["hasPreviousPage"] == expected.has_previous
        ends_shown = [shown.cursors[0], shown.cursors[-1]] if shown.cursors else [None, None]
        assert [shown.info["startCursor"], shown.info["endCursor"]] == ends_shown
        assert shown.total == everything.total == len(everything.ids)


@at_random(15)
@given(store=stores(), of=ordered(), size=st.integers(1, 3), forward=st.booleans())
def test_walking_from_page_to_page_visits_each_row_once(
    trial: Trial, store: Store, of: tuple[str, str | None], size: int, forward: bool
) -> None:
    who, (root, order) = admin_of(store, trial.fill(store)), of
    everything = page(trial, who, root, order, first=100).ids
    visited: list[str] = []
    cursor = None
    while len(visited) <= len(everything):
        wanted = {"first": size, "after": cursor} if forward else {"last": size, "before": cursor}
        shown = page(trial, who, root, order, **wanted)
        visited = visited + shown.ids if forward else shown.ids + visited
        cursor = shown.info["endCursor" if forward else "startCursor"]
        if not shown.info["hasNextPage" if forward else "hasPreviousPage"]:
            break

    assert visited == everything
