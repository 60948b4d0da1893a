"""Leaves as JSON text, by what their columns hold. Each gives the very text that the reference's answer has.

`concat` takes NULL for nothing, so whatever can be NULL says what it is then.
"""

from collections.abc import Callable, Iterable
from typing import LiteralString

from domain.ids import Kind
from domain.limits import MAX_INT
from engine.catalog.declare import SMALL, Asking, Row, Value
from engine.sql import Fragment, Json, literal, sql
from engine.sql import number as whole_number

TIME = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
LAST_MOMENT = "9999-12-31T23:59:59.999999Z"
MARK, END = "\x01", "\x02"
"""Around what is filled in afterwards. JSON text has no raw control character, so nobody's data can hold them."""
BROKEN = "\x03"
"""Stands where a value is missing that must be there."""

Expression = Callable[[Row], Fragment]


def global_id(kind: Kind) -> Value:
    """The id as the wire has it."""
    return Value(lambda row, _: (f'"{kind.value}_', row["id"], '"'))


def text(column: str, most: int = SMALL) -> Value:
    """A text that is never NULL."""
    return Value(lambda row, _: (text_json(row[column]),), most, _octets(column, most))


def text_or_null(column: str, most: int = SMALL) -> Value:
    """A text or null."""
    return Value(lambda row, _: (nullable(text_json(row[column])),), most, _octets(column, most))


def _octets(column: str, most: int) -> Expression | None:
    return None if most <= SMALL else lambda row: sql("coalesce(octet_length({text}), 0)", text=row[column])


def word(column: str) -> Value:
    """A word from a closed set that a constraint of the table keeps: needs no escaping."""
    return Value(lambda row, _: ('"', row[column], '"'))


def number(column: str) -> Value:
    """A whole number that is never NULL."""
    return Value(lambda row, _: (row[column],))


def count(column: str) -> Value:
    """How often something happened: as many as GraphQL's Int can say, at most."""
    return Value(lambda row, _: (sql("least({count}, {most})", count=row[column], most=whole_number(MAX_INT)),))


def flag(column: str) -> Value:
    """A truth value that is never NULL."""
    return Value(lambda row, _: (truth(row[column]),))


def moment(column: str) -> Value:
    """A time that is never NULL."""
    return Value(lambda row, _: ('"', time_text(row[column]), '"'))


def moment_or_null(column: str) -> Value:
    """A time or null."""
    return Value(lambda row, _: (_quoted_or_null(time_text(row[column])),))


def end_or_null(column: str) -> Value:
    """A time to come or null. The driver keeps the last moment of the year 9999 as infinity, which has no digits."""

    def write(row: Row, _: Asking) -> Json:
        told = sql(
            "CASE WHEN {time} = 'infinity' THEN {last} ELSE {text} END",
            time=row[column],
            last=literal(LAST_MOMENT),
            text=time_text(row[column]),
        )
        return (_quoted_or_null(told),)

    return Value(write)


def texts(column: str, most: int = 4096) -> Value:
    """A list of texts that is never NULL."""
    return Value(
        lambda row, _: (sql("array_to_json({list})", list=row[column]),),
        most,
        lambda row: sql("octet_length(array_to_json({list})::text)", list=row[column]),
    )


def item(key: str, default: LiteralString, most: int = SMALL, column: str = "document") -> Value:
    """An item of a JSON document, as it is; `default` is the JSON for one that is missing or null."""

    def write(row: Row, _: Asking) -> Json:
        return (_item(row[column], key, default),)

    def weigh(row: Row) -> Fragment:
        return sql("octet_length({item})", item=_item(row[column], key, default))

    # The items of an element of a list are weighed with the list.
    return Value(write, most, None if column == "document" else weigh)


def _item(document: Fragment, key: str, default: LiteralString) -> Fragment:
    return sql(
        "coalesce(nullif({document} -> {key}, 'null')::text, {default})",
        document=document,
        key=literal(key),
        default=literal(default),
    )


def either(condition: Callable[[Row, Asking], Fragment]) -> Value:
    """A truth value that a condition decides."""
    return Value(lambda row, asking: (truth(condition(row, asking)),))


def whole(expression: Callable[[Row, Asking], Fragment]) -> Value:
    """A whole number that an expression gives."""
    return Value(lambda row, asking: (expression(row, asking),))


def text_json(expression: Fragment) -> Fragment:
    """A text as JSON; NULL of NULL."""
    return sql("to_json({text})", text=expression)


def nullable(json: Fragment) -> Fragment:
    """JSON that is null where the expression is NULL."""
    return sql("coalesce({json}, 'null')", json=json)


def truth(condition: Fragment) -> Fragment:
    """A condition as JSON."""
    return sql("CASE WHEN {condition} THEN 'true' ELSE 'false' END", condition=condition)


def time_text(expression: Fragment) -> Fragment:
    """RFC 3339 in UTC with six digits of the second, always; the connection's time zone is UTC."""
    return sql("to_char({time}, {form})", time=expression, form=literal(TIME))


def _quoted_or_null(expression: Fragment) -> Fragment:
    return sql("""coalesce('"' || {text} || '"', 'null')""", text=expression)


def mark(letter: str, *parts: str | Fragment) -> Json:
    """What is filled in afterwards, by its letter and what it is made of."""
    return (MARK + letter, *parts, END)


def broken_if_null(json: Fragment) -> Fragment:
    """JSON that must be there; where it is not, the answer is given up."""
    return sql("coalesce({json}, {broken})", json=json, broken=literal(BROKEN))


def list_json(elements: Fragment) -> Json:
    """A JSON list of what an aggregate has put together, which is NULL of no rows."""
    return ("[", elements, "]")


def object_json(fields: Iterable[tuple[str, Json]]) -> Json:
    """A JSON object of values by their keys, which are names of GraphQL and need no escaping."""
    pieces: list[str | Fragment] = ["{"]
    for place, (key, value) in enumerate(fields):
        pieces += [f'{"," if place else ""}"{key}":', *value]
    return (*pieces, "}")
