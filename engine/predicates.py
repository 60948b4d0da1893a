"""Writes a predicate of the policy as SQL text: the third reader of the algebra (`holds`, `storage.predicates`).

Constants of the policy are text, values are bound by the question and their place in its answer, so the text is the
same for every caller whose answer has the same form.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import assert_never
from uuid import UUID

from engine.catalog.declare import Row
from engine.parameters import ScopeValue, WorkspacesHeld
from engine.sql import FALSE, TRUE, Fragment, all_of, bind, equal, joined, literal, sql
from policies.access import Question
from policies.predicate import AllOf, AnyOf, Constant, In, Is, IsSet, Linked, Predicate

NewAlias = Callable[[str], str]
FOUND_IN_ORDER = {("review", "submitted_by"): "workspace_id", ("review_phase", "reviewer_id"): "review_id"}
"""Columns that stand beside a link's in its index, where many rows have one value. Who looks for a first row in their
order finds it, or that there is none, by the index; else PostgreSQL would rather walk through the table to it."""


def write_predicate(
    predicate: Predicate, question: Question, row: Row, given: Mapping[str, str], new_alias: NewAlias
) -> Fragment:
    """The condition on the row. `given` says which columns have one value in every row that comes into question."""
    return _Predicate(question, given, new_alias, count()).write(predicate, row)


class _Predicate:
    def __init__(
        self, question: Question, given: Mapping[str, str], new_alias: NewAlias, places: Iterator[int]
    ) -> None:
        self._question = question
        self._given = given
        self._new_alias = new_alias
        self._places = places

    def write(self, predicate: Predicate, row: Row) -> Fragment:
        match predicate:
            case Constant(value):
                return TRUE if value else FALSE
            case Is(column, value):
                return self._is(column, value, row)
            case In(column):
                return sql("{column} = ANY ({values})", column=row[column], values=self._set(predicate))
            case IsSet(column):
                return sql("{column} IS NOT NULL", column=row[column])
            case Linked():
                return self._linked(predicate, row)
            case AllOf(parts):
                return all_of([self.write(part, row) for part in parts])
            case AnyOf(parts):
                return _any_of([self.write(part, row) for part in parts])
            case _:
                assert_never(predicate)

    def _is(self, column: str, value: UUID | str | bool, row: Row) -> Fragment:
        if isinstance(value, UUID):
            return sql("{column} = {value}", column=row[column], value=self._value("uuid"))
        if column in self._given:
            return TRUE if self._given[column] == value else FALSE
        if isinstance(value, bool):
            return row[column] if value else sql("NOT {column}", column=row[column])
        return sql("{column} = {value}", column=row[column], value=literal(value))

    def _linked(self, link: Linked, row: Row) -> Fragment:
        other = Row(self._new_alias(link.thing.value), link.thing.value)
        inner = _Predicate(self._question, {}, self._new_alias, self._places)
        beside = FOUND_IN_ORDER.get((other.table, link.via))
        # Not IN, which gathers every row that could be linked before it looks at the one at hand; and OFFSET, without
        # which PostgreSQL may turn the one into the other.
        return sql(
            "EXISTS (SELECT {source}{order} OFFSET 0)",
            source=other.where(all_of([equal(other[link.via], row[link.column]), inner.write(link.where, other)])),
            order=sql("") if beside is None else sql(" ORDER BY {beside}", beside=other[beside]),
        )

    def _set(self, predicate: In) -> Fragment:
        """A set that permissions choose is bound once, wherever it stands."""
        values = self._value("uuid[]")
        return bind(WorkspacesHeld(predicate.held)) if predicate.held else values

    def _value(self, type_: str) -> Fragment:
        return bind(ScopeValue(self._question, next(self._places), type_))


def _any_of(parts: Sequence[Fragment]) -> Fragment:
    if TRUE in parts:
        return TRUE
    kept = [part for part in parts if part != FALSE]
    if not kept:
        return FALSE
    return (
        kept[0] if len(kept) == 1 else sql("({parts})", parts=joined(" OR ", (sql("({p})", p=part) for part in kept)))
    )
