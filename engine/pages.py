"""Writes a connection: the GraphQL Cursor Connections Specification over one ordered, limited subselect.

Nodes, edges, page info and the total come from the same rows, in any mix; what is not asked for is not made. One more
row than the page has tells whether there are more, and never shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.catalog.declare import Page, Row
from engine.catalog.leaves import object_json, truth
from engine.lists import Asker, WholeList, list_of
from engine.plan import Field, Part, Slice, TypeName
from engine.sql import Fragment, Json, all_of, joined, name, number, sql, text_of

FEW_WORKSPACES = 16


def write_page(asker: Asker, field: Field, declared: Page, table: str, parent: Row) -> Json:
    """The connection's object."""
    whole = list_of(asker, field, declared, table, parent)
    page = _Page(whole, field.page)
    parts = [one.declared for one in field.fields]
    if not any(part in (Part.NODES, Part.EDGES, Part.PAGE_INFO) for part in parts):
        return page.write(field.fields, whole.row())
    row = whole.row()
    if Part.PAGE_INFO in parts or page.has_both_sizes:
        return _Numbered(page, row).write(field.fields)
    source = page.rows(row, page.size)
    return (sql("(SELECT {object} FROM {rows})", object=text_of(page.write(field.fields, row)), rows=source),)


def rows_of(whole: WholeList, wanted: Slice, row: Row) -> Fragment:
    """The rows that the page shows at most, as a subselect under the row's alias."""
    page = _Page(whole, wanted)
    return page.rows(row, page.size)


@dataclass(frozen=True, slots=True)
class _Page:
    whole: WholeList
    slice: Slice

    @property
    def backward(self) -> bool:
        return self.slice.first is None

    @property
    def has_both_sizes(self) -> bool:
        return self.slice.first is not None and self.slice.last is not None

    @property
    def size(self) -> int:
        return max(self.slice.first or 0, self.slice.last or 0)

    def rows(self, row: Row, limit: int) -> Fragment:
        """A subselect under the row's alias: at most so many rows, in the direction of the page."""
        whole = self.whole
        everywhere = self._rows_where(whole.member(row), row, limit)
        held = whole.workspaces
        if held is None:
            return everywhere
        # Who sees little of a list would wait while it is walked through; who sees much finds it sooner by walking.
        return sql(
            """(SELECT {alias}.* FROM (SELECT {alias}.* FROM {each} WHERE cardinality({held}) <= {few}
 UNION ALL SELECT {alias}.* FROM {everywhere} WHERE cardinality({held}) > {few}) {alias} ORDER BY {order} LIMIT {limit}
) {alias}""",
            alias=name(row.alias),
            each=self._rows_in_each(held, row, limit),
            everywhere=everywhere,
            held=held,
            few=number(FEW_WORKSPACES),
            order=self._order(row),
            limit=number(limit),
        )

    def _rows_in_each(self, held: Fragment, row: Row, limit: int) -> Fragment:
        here = Row("w")
        return sql(
            "(SELECT {alias}.* FROM unnest({held}) w(id), LATERAL {rows} ORDER BY {order} LIMIT {limit}) {alias}",
            alias=name(row.alias),
            held=held,
            rows=self._rows_where(self.whole.member_in(row, here["id"]), row, limit),
            order=self._order(row),
            limit=number(limit),
        )

    def _rows_where(self, member: Fragment, row: Row, limit: int) -> Fragment:
        whole = self.whole
        conditions = [member]
        if self.slice.after is not None:
            conditions.append(whole.beyond(row, self.slice.after, towards_end=True))
        if self.slice.before is not None:
            conditions.append(whole.beyond(row, self.slice.before, towards_end=False))
        return sql(
            "(SELECT {alias}.* {source} ORDER BY {order} LIMIT {limit}) {alias}",
            alias=name(row.alias),
            source=row.where(all_of(conditions)),
            order=self._order(row),
            limit=number(limit),
        )

    def _order(self, row: Row) -> Fragment:
        return self.whole.ordered(row, backward=self.backward)

    def write(self, fields: Sequence[Field], row: Row) -> Json:
        """The connection over plain rows: no page info, one size."""
        return object_json((one.key, self._part(one, row, fields)) for one in fields)

    def _part(self, field: Field, row: Row, fields: Sequence[Field]) -> Json:
        match field.declared:
            case TypeName(text):
                return (f'"{text}"',)
            case Part.TOTAL:
                return (self._total(fields),)
            case Part.NODES:
                return self._agg(text_of(self.whole.asker.write_object(field.fields, row)), row)
            case _:
                return self._agg(text_of(self.edge(field.fields, row)), row)

    def _agg(self, object_: Fragment, row: Row) -> Json:
        if not self.backward:
            return ("[", sql("string_agg({object}, ',')", object=object_), "]")
        order = self.whole.ordered(row, backward=False)
        return ("[", sql("string_agg({object}, ',' ORDER BY {order})", object=object_, order=order), "]")

    def _total(self, fields: Sequence[Field]) -> Fragment:
        has_rows = any(one.declared in (Part.NODES, Part.EDGES) for one in fields)
        if not has_rows or not self.is_whole_when_short:
            return self.whole.total()
        return self.short_or(sql("count(*)"), sql("<"))

    @property
    def is_whole_when_short(self) -> bool:
        """Whether a page that is not full shows the whole list."""
        return self.slice.after is None and self.slice.before is None and not self.has_both_sizes

    def short_or(self, rows: Fragment, compared: Fragment) -> Fragment:
        """The number of rows where the page shows all of them, else a count of its own."""
        return sql(
            "CASE WHEN {rows} {compared} {size} THEN {rows} ELSE {total} END",
            rows=rows,
            compared=compared,
            size=number(self.size),
            total=self.whole.total(),
        )

    def edge(self, fields: Sequence[Field], row: Row) -> Json:
        """An edge of the row."""
        return object_json((one.key, self._edge_part(one, row)) for one in fields)

    def _edge_part(self, field: Field, row: Row) -> Json:
        match field.declared:
            case TypeName(text):
                return (f'"{text}"',)
            case Part.CURSOR:
                return self.whole.payload(row)
            case _:
                return self.whole.asker.write_object(field.fields, row)

    def outside(self) -> Fragment:
        """Whether the list has rows at or beyond the cursor on the side that the page starts from."""
        edge = self.slice.before if self.backward else self.slice.after
        if edge is None:
            return sql("false")
        row = self.whole.row()
        beyond = self.whole.beyond(row, edge, towards_end=self.backward, inclusive=True)
        here = sql("{member} AND {beyond}", member=self.whole.member(row), beyond=beyond)
        return sql("EXISTS (SELECT {source})", source=row.where(here))


class _Numbered:
    """The connection over rows numbered from where the page starts (`place`), with how many there are (`found`).
    One more is read than is shown."""

    def __init__(self, page: _Page, row: Row) -> None:
        self._page = page
        self._row = row
        self._made: list[Fragment] = []

    def write(self, fields: Sequence[Field]) -> Json:
        """One row, whatever there is: HAVING says so where nothing else aggregates."""
        object_ = self._object(fields)
        return (
            sql(
                """(SELECT {object} FROM (SELECT {alias}.place, {alias}.found{made} FROM
 (SELECT {alias}.*, row_number() OVER () AS place, count(*) OVER () AS found FROM {rows}) {alias}) r HAVING true)""",
                object=text_of(object_),
                alias=name(self._row.alias),
                made=joined("", self._made),
                rows=self._page.rows(self._row, self._page.size + 1),
            ),
        )

    def _object(self, fields: Sequence[Field]) -> Json:
        return object_json((one.key, self._part(one)) for one in fields)

    def _part(self, field: Field) -> Json:
        page, row = self._page, self._row
        match field.declared:
            case TypeName(text):
                return (f'"{text}"',)
            case Part.NODES:
                return self._list(text_of(page.whole.asker.write_object(field.fields, row)))
            case Part.EDGES:
                return self._list(text_of(page.edge(field.fields, row)))
            case Part.TOTAL if page.is_whole_when_short:
                return (page.short_or(sql("coalesce(max(r.found), 0)"), sql("<=")),)
            case Part.TOTAL:
                return (page.whole.total(),)
            case Part.PAGE_INFO:
                return self._object(field.fields)
            case Part.HAS_NEXT | Part.HAS_PREVIOUS:
                return (truth(self._has_more(field.declared)),)
            case _:
                return (self._cursor(field.declared is Part.START),)

    def _make(self, value: Fragment) -> Fragment:
        """A column of the numbered rows, made for those that are shown."""
        column = sql("j{number}", number=number(len(self._made)))
        self._made.append(
            sql(", CASE WHEN {shown} THEN {value} END AS {column}", shown=self._shown(), value=value, column=column)
        )
        return sql("r.{column}", column=column)

    def _shown(self) -> Fragment:
        place = self._row["place"]
        if not self._page.has_both_sizes:
            return sql("{place} <= {size}", place=place, size=number(self._page.size))
        return sql(
            "{place} <= {first} AND {place} > {skipped}",
            place=place,
            first=number(self._page.slice.first or 0),
            skipped=self._skipped(self._row["found"]),
        )

    def _skipped(self, found: Fragment) -> Fragment:
        """With both sizes the page is the last ones of the first ones."""
        sizes = self._page.slice
        return sql(
            "greatest(least({found}, {first}) - {last}, 0)",
            found=found,
            first=number(sizes.first or 0),
            last=number(sizes.last or 0),
        )

    def _list(self, object_: Fragment) -> Json:
        made = self._make(object_)
        if self._page.backward:
            return ("[", sql("string_agg({made}, ',' ORDER BY r.place DESC)", made=made), "]")
        return ("[", sql("string_agg({made}, ',')", made=made), "]")

    def _has_more(self, part: Part) -> Fragment:
        sizes = self._page.slice
        size = sizes.first if part is Part.HAS_NEXT else sizes.last
        if size is None:
            return self._page.outside()
        return sql("coalesce(max(r.found), 0) > {size}", size=number(size))

    def _cursor(self, is_start: bool) -> Fragment:
        made = self._make(text_of(self._page.whole.payload(self._row)))
        place = self._first() if is_start != self._page.backward else self._last()
        return sql("coalesce(max({made}) FILTER (WHERE r.place = {place}), 'null')", made=made, place=place)

    def _first(self) -> Fragment:
        """The place of the row that the page starts from."""
        if not self._page.has_both_sizes:
            return number(1)
        return sql("{skipped} + 1", skipped=self._skipped(sql("r.found")))

    def _last(self) -> Fragment:
        size = self._page.slice.first if self._page.has_both_sizes else self._page.size
        return sql("least(r.found, {size})", size=number(size or 0))
