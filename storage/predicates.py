"""Renders the predicate algebra of `policies` to SQL: constant text, values as binds (sets as one array each)."""

from typing import Any, assert_never

from sqlalchemy import ARRAY, ColumnElement, FromClause, Uuid, and_, bindparam, false, func, or_, select, true

from policies.predicate import AllOf, AnyOf, Constant, In, Is, IsSet, Linked, Predicate
from storage.tables import METADATA


def render(predicate: Predicate, source: FromClause) -> ColumnElement[bool]:
    """The WHERE clause that keeps exactly the rows of `source` for which the predicate holds."""
    match predicate:
        case Constant(value):
            return true() if value else false()
        case Is(column, value):
            return source.c[column] == value
        case In(column, values):
            # The order is fixed so that equal scopes give equal binds.
            array = bindparam(None, sorted(values), type_=ARRAY(Uuid), unique=True)
            clause: ColumnElement[bool] = source.c[column] == func.any(array)
            return clause
        case IsSet(column):
            return source.c[column].is_not(None)
        case Linked():
            return _linked(predicate, source)
        case AllOf(parts):
            return and_(*(render(part, source) for part in parts))
        case AnyOf(parts):
            return or_(*(render(part, source) for part in parts))
        case _:
            assert_never(predicate)


def _linked(link: Linked, source: FromClause) -> ColumnElement[bool]:
    table: Any = METADATA.tables[link.thing.value]
    other = table.alias()
    return source.c[link.column].in_(select(other.c[link.via]).where(render(link.where, other)))
