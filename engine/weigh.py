"""How large an answer may become: a bound that the plan alone gives, and an expression that weighs the large texts.

A few small documents can ask for gigabytes of texts. Where the bound is high, the statement weighs what it would write
first, from lengths that the database knows without reading the texts, and writes nothing when it is too much.
"""

from collections import Counter
from collections.abc import Iterator

from domain.limits import MAX_IDS
from engine.catalog import TYPES
from engine.catalog.declare import Inline, Items, Many, One, Page, Row, Value
from engine.lists import list_of
from engine.pages import rows_of
from engine.parameters import NodeId, NodeIds, NodeKinds
from engine.plan import Field, Part, Plan
from engine.render import Writer
from engine.sql import Fragment, bind, joined, literal, name, number, sql

WEIGHED_FROM_BYTES = 64 * 1024 * 1024
OBJECT_BYTES = 64


def most_bytes(plan: Plan) -> int:
    """A bound on the answer's bytes, about."""
    return sum(map(_most, plan.fields))


def _most(field: Field) -> int:
    inside = OBJECT_BYTES + sum(map(_most, field.fields))
    match field.declared:
        case Value(most=most):
            return most
        case One(most=most):
            return inside + most
        case Many(most_rows=rows) | Items(most_rows=rows):
            return rows * inside
        case Page():
            return field.page.most_rows * inside
        case _:
            branches = (OBJECT_BYTES + sum(map(_most, fields)) for _, fields in field.branches)
            return max([inside, *branches]) * (MAX_IDS if field.name == "Query.nodes" else 1)


def weight(plan: Plan, writer: Writer) -> Fragment:
    """The bytes of all large texts in the answer."""
    return _sum(list(_terms(plan.fields, Row(), writer)))


def _sum(terms: list[Fragment]) -> Fragment:
    """What is shown several times in one object is weighed once."""
    counted = Counter(terms)
    weighed = (sql("({term})::bigint * {uses}", term=term, uses=number(uses)) for term, uses in counted.items())
    return joined(" + ", weighed) if terms else sql("0")


def _terms(fields: tuple[Field, ...], row: Row, writer: Writer) -> Iterator[Fragment]:
    for one in fields:
        yield from _weigh(one, row, writer)


def _weigh(field: Field, parent: Row, writer: Writer) -> Iterator[Fragment]:
    match field.declared:
        case Value(weigh=weigh) if weigh is not None:
            yield weigh(parent)
        case Inline():
            yield from _terms(field.fields, writer.inline(field.declared, parent), writer)
        case One():
            row, source = writer.one_source(field, field.declared, parent)
            whole = [] if field.declared.weigh is None else [field.declared.weigh(row)]
            terms = [*whole, *_terms(field.fields, row, writer)]
            if source is not None and terms:
                yield _one(terms, source)
        case Many():
            row, _, source = writer.many_source(field, field.declared, parent)
            yield from _total(list(_terms(field.fields, row, writer)), source)
        case Page():
            yield from _page(field, field.declared, parent, writer)
        case Items(elements=elements):
            length = sql("coalesce(octet_length(({list})::text), 0)", list=elements(parent))
            yield from [length] * len(field.fields)
        case _:
            yield from _branches(field, writer)
            if not isinstance(field.declared, Value):
                yield from _terms(field.fields, parent, writer)


def _one(terms: list[Fragment], source: Fragment) -> Fragment:
    return sql("coalesce((SELECT {sum} {source}), 0)", sum=_sum(terms), source=source)


def _total(terms: list[Fragment], source: Fragment) -> Iterator[Fragment]:
    if terms:
        yield sql("(SELECT coalesce(sum({sum}), 0) {source})", sum=_sum(terms), source=source)


def _page(field: Field, declared: Page, parent: Row, writer: Writer) -> Iterator[Fragment]:
    whole = list_of(writer, field, declared, TYPES[declared.type].table, parent)
    row = whole.row()
    terms: list[Fragment] = []
    for one in field.fields:
        nodes = one.fields if one.declared is Part.NODES else ()
        edges = [edge.fields for edge in one.fields if edge.declared is Part.NODE] if one.declared is Part.EDGES else []
        for fields in (nodes, *edges):
            terms += _terms(fields, row, writer)
    if terms:
        yield from _total(terms, sql("FROM {rows}", rows=rows_of(whole, field.page, row)))


def _branches(field: Field, writer: Writer) -> Iterator[Fragment]:
    if not field.branches:
        return
    if field.name == "Query.node":
        for kind, fields in field.branches:
            row, source = writer.node_source(kind, bind(NodeId(field.arguments["id"], kind)))
            terms = list(_terms(fields, row, writer))
            if terms:
                yield _one(terms, source)
        return
    given = field.arguments["id"]
    wanted = writer.new_row("wanted", None)
    cases = []
    for kind, fields in field.branches:
        row, source = writer.node_source(kind, wanted["id"])
        terms = list(_terms(fields, row, writer))
        if terms:
            cases.append(sql("WHEN {kind} THEN {weight}", kind=literal(kind.value), weight=_one(terms, source)))
    if cases:
        yield sql(
            """(SELECT coalesce(sum(CASE {kind} {cases} ELSE 0 END), 0)
 FROM unnest({kinds}, {ids}) AS {alias}(kind, id))""",
            kind=wanted["kind"],
            cases=joined(" ", cases),
            kinds=bind(NodeKinds(given)),
            ids=bind(NodeIds(given)),
            alias=name(wanted.alias),
        )
