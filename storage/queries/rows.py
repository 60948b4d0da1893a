"""Look-ups of many at once: rows under a scope by id, by a column or by a pair of columns; one statement each.

Each takes the keys of a whole batch and answers a mapping; a key without a visible row is not in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Select, Text, Uuid, bindparam, column, func, select, tuple_
from sqlalchemy.sql.selectable import TableValuedAlias

from policies.scope import Scope
from storage.queries.base import MODELS, table_of, visible
from storage.transaction import Transaction

Source = Any
"""A column of a table or of a model: for SQLAlchemy's stubs the two have no type in common."""


def array_of(values: Iterable[Any], like: Source) -> BindParameter[Any]:
    """One bind for many values: the statement's text is the same however many there are."""
    return bindparam(None, list(values), type_=ARRAY(_element(like)), unique=True)


def any_of(source: Source, values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether the column is one of the values; of none, never."""
    clause: ColumnElement[bool] = source == func.any(array_of(values, source))
    return clause


def unnested(name: str, values: Iterable[Any], like: Source) -> TableValuedAlias:
    """The values as a table of one column, `key`."""
    return func.unnest(array_of(values, like)).table_valued(column("key", _element(like))).render_derived(name)


def _element(like: Source) -> Any:
    # Without its collation: an array has none.
    return Uuid() if isinstance(like.type, Uuid) else Text()


async def by_id(session: Transaction, ids: Sequence[UUID], scope: Scope) -> Mapping[UUID, Any]:
    """The visible rows among these, by id."""
    return {row.id: row for row in await _rows(session, scope, "id", ids)}


async def one_by(session: Transaction, values: Sequence[Any], scope: Scope, name: str) -> Mapping[Any, Any]:
    """The visible row for each value of a unique column."""
    return {getattr(row, name): row for row in await _rows(session, scope, name, values)}


async def many_by(
    session: Transaction, values: Sequence[Any], scope: Scope, name: str, *order: str
) -> Mapping[Any, list[Any]]:
    """The visible rows for each value of a column, in the order of these columns."""
    found = defaultdict(list)
    for row in await _rows(session, scope, name, values, *order):
        found[getattr(row, name)].append(row)
    return found


async def _rows(session: Transaction, scope: Scope, name: str, values: Sequence[Any], *order: str) -> Iterable[Any]:
    columns = table_of(MODELS[scope.thing]).c
    statement = visible(scope).where(any_of(columns[name], values))
    return await session.scalars(statement.order_by(*(columns[part] for part in order)))


async def by_pair(
    session: Transaction, pairs: Sequence[tuple[Any, Any]], scope: Scope, left: str, right: str
) -> Mapping[tuple[Any, Any], Any]:
    """The visible row for each pair of values of two columns that are unique together."""
    columns = table_of(MODELS[scope.thing]).c
    both = tuple_(columns[left], columns[right])
    statement = visible(scope).where(both.in_(pairs_of(columns[left], columns[right], pairs)))
    return {(getattr(row, left), getattr(row, right)): row for row in await session.scalars(statement)}


def pairs_of(left: Source, right: Source, pairs: Sequence[tuple[Any, Any]]) -> Select[Any]:
    """The pairs as rows of two columns."""
    lefts, rights = (
        array_of(values, like) for values, like in zip(zip(*pairs, strict=True), (left, right), strict=True)
    )
    key = (_like("left_key", left), _like("right_key", right))
    wanted = func.unnest(lefts, rights).table_valued(*key).render_derived("wanted")
    return select(wanted.c.left_key, wanted.c.right_key)


def _like(name: str, source: Source) -> Any:
    return column(name, _element(source))


async def everything(session: Transaction, scope: Scope, *order: ColumnElement[Any]) -> list[Any]:
    """Every visible row, for things of which there are few."""
    return list(await session.scalars(visible(scope).order_by(*order)))
