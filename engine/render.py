"""From a plan and what its caller may see to one SQL statement. Pure.

Each object becomes text by `concat` in a scalar subquery, each list by `string_agg` over an ordered, limited
subselect, so that keys stand in the order of the selection and no row leaves the database. The caller's condition
stands on every table at every level; a table without one cannot be written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.ids import Kind
from engine.catalog import BY_KIND, TYPES
from engine.catalog.declare import ByGlobalId, Inline, Items, Many, One, Page, Row, Said, Static, TheViewer, Type, Value
from engine.catalog.leaves import BROKEN, broken_if_null, list_json, nullable, object_json
from engine.pages import write_page
from engine.parameters import Me, NodeId, NodeIds, NodeKinds, WorkspacesHeld
from engine.plan import Field, Part, TypeName
from engine.predicates import write_predicate
from engine.sql import FALSE, TRUE, Fragment, Json, all_of, bind, joined, literal, name, sql, text_of
from engine.static import static_json
from policies.access import Question, Seen, SignedIn
from policies.predicate import NOTHING, In, Predicate
from policies.vocabulary import PermissionGroup

Answers = Callable[[Question], Predicate]


class Undeclared(Exception):
    """A table that no condition of the policy stands on and that is no fact of another: nothing is read of it."""


@dataclass
class Writer:
    """Writes one statement; what declarations may ask (`engine.catalog.declare.Asking`)."""

    answers: Answers
    aliases: int = 0

    @property
    def me(self) -> Fragment:
        """The caller's user id."""
        return bind(Me())

    def where(self, question: Question, row: Row) -> Fragment:
        """The condition on the row that is the caller's answer."""
        return write_predicate(self.answers(question), question, row, {}, self.new_alias)

    def live(self, table: str, row: Row) -> Fragment:
        """The condition that the row is not deleted. A review lives as long as its version."""
        if table in ("workspace", "template", "version"):
            return sql("{deleted} IS NULL", deleted=row["deleted_at"])
        if table == "review":
            version = self.new_row("version", None)
            # Deleted versions are few and have an index: whole lists are counted without a look at each live one.
            return sql(
                "NOT EXISTS (SELECT FROM version {alias} WHERE {id} = {own} AND {deleted} IS NOT NULL)",
                alias=name(version.alias),
                id=version["id"],
                own=row["version_id"],
                deleted=version["deleted_at"],
            )
        return TRUE

    def visible(self, kind: str, row: Row, given: Mapping[str, str] | None = None) -> Fragment:
        """The condition that the caller sees the row, where these columns have one value."""
        declared = TYPES[kind]
        if declared.thing is None:
            if not declared.is_fact:
                raise Undeclared(declared.table)
            return TRUE
        question = Seen(declared.thing)
        seen = write_predicate(self.answers(question), question, row, given or {}, self.new_alias)
        return all_of([self.live(declared.table, row), seen])

    def workspaces_seen(self, kind: str) -> Fragment | None:
        """The workspaces whose rows of the type the caller sees, where that is the whole condition."""
        thing = TYPES[kind].thing
        match None if thing is None else self.answers(Seen(thing)):
            case In("workspace_id", held=held) if held:
                return bind(WorkspacesHeld(held))
        return None

    def new_row(self, table: str, parent: Row | None) -> Row:
        """A row of the table under an alias that no other has."""
        return Row(self.new_alias(table), table, parent)

    def new_alias(self, table: str) -> str:
        """An alias that tells its table."""
        self.aliases += 1
        return f"{table[:3]}_{self.aliases}"

    def write_object(self, fields: Iterable[Field], row: Row) -> Json:
        """The object with these fields, of the row."""
        return object_json((one.key, self.write_field(one, row)) for one in fields)

    def write_field(self, field: Field, row: Row) -> Json:
        """The field's value as JSON, never NULL."""
        match field.declared:
            case TypeName(text):
                return (f'"{text}"',)
            case Value(write):
                return write(row, self)
            case Inline():
                return self.write_object(field.fields, self.inline(field.declared, row))
            case One():
                return (self._one(field, field.declared, row),)
            case Many():
                return list_json(self._many(field, field.declared, row))
            case Page():
                return write_page(self, field, field.declared, TYPES[field.declared.type].table, row)
            case Items():
                return list_json(self._items(field, field.declared, row))
            case Static():
                return (self._static(field, field.declared),)
            case ByGlobalId(is_list):
                return list_json(self._by_ids(field)) if is_list else (self._by_id(field),)
            case TheViewer():
                return self._viewer(field)
            case Said() | Part():
                raise Undeclared(field.name)  # these stand only inside of what writes them

    def inline(self, declared: Inline, row: Row) -> Row:
        """The row as the row of an object inside of it."""
        columns = {} if declared.columns is None else declared.columns(row, self)
        return Row(row.alias, row.table, row, columns)

    def _one(self, field: Field, declared: One, parent: Row) -> Fragment:
        row, source = self.one_source(field, declared, parent)
        if source is None:
            return literal("null" if declared.is_nullable else BROKEN)
        found = sql("(SELECT {object} {source})", object=self._text(field, row), source=source)
        return nullable(found) if declared.is_nullable else broken_if_null(found)

    def _text(self, field: Field, row: Row) -> Fragment:
        return text_of(self.write_object(field.fields, row))

    def one_source(self, field: Field, declared: One, parent: Row) -> tuple[Row, Fragment | None]:
        """The row and where it comes from; None when the caller sees none."""
        row = self.new_row(TYPES[declared.type].table, parent)
        conditions = [
            declared.match(row, parent, field.arguments, self),
            *(
                write(row, field.arguments[key], self)
                for key, write in declared.filters.items()
                if key in field.arguments
            ),
            self.visible(declared.type, row, declared.given),
        ]
        condition = all_of(conditions)
        if condition == FALSE:
            return row, None
        source = row.where(condition)
        if not declared.newest_by:
            return row, source
        order = joined(", ", (sql("{column} DESC", column=row[column]) for column in declared.newest_by))
        return row, sql("{source} ORDER BY {order} LIMIT 1", source=source, order=order)

    def _many(self, field: Field, declared: Many, parent: Row) -> Fragment:
        row, chosen, source = self.many_source(field, declared, parent)
        return sql(
            "(SELECT string_agg({object}, ',' ORDER BY {order}) {source})",
            object=self._text(field, row),
            order=joined(", ", (_ordered(chosen, column) for column in declared.order)),
            source=source,
        )

    def many_source(self, field: Field, declared: Many, parent: Row) -> tuple[Row, Row, Fragment]:
        """The row, the row that it is chosen by (itself, where there is none beside it), and where they come from."""
        row = self.new_row(TYPES[declared.type].table, parent)
        if declared.beside is None:
            condition = all_of([declared.match(row, parent, field.arguments, self), self.visible(declared.type, row)])
            return row, row, row.where(condition)
        table, theirs, ours = declared.beside
        beside = self.new_row(table, parent)
        source = sql(
            "FROM {beside} {b} JOIN {table} {a} ON {ours} = {theirs} WHERE {condition}",
            beside=name(table),
            b=name(beside.alias),
            table=name(row.table),
            a=name(row.alias),
            ours=row[ours],
            theirs=beside[theirs],
            condition=all_of([declared.match(beside, parent, field.arguments, self), self.visible(declared.type, row)]),
        )
        return row, beside, source

    def _items(self, field: Field, declared: Items, parent: Row) -> Fragment:
        row, source = self.items_source(declared, parent)
        return sql(
            "(SELECT string_agg({object}, ',' ORDER BY {place}) {source})",
            object=self._text(field, row),
            place=row["place"],
            source=source,
        )

    def items_source(self, declared: Items, parent: Row) -> tuple[Row, Fragment]:
        """The element as a row, and where it comes from; what is no list has none."""
        row = self.new_row("item", parent)
        source = sql(
            """FROM jsonb_array_elements(CASE jsonb_typeof({list}) WHEN 'array' THEN {list} ELSE '[]' END)
 WITH ORDINALITY AS {alias}(document, place)""",
            list=declared.elements(parent),
            alias=name(row.alias),
        )
        return row, source

    def _static(self, field: Field, declared: Static) -> Fragment:
        is_told = self.answers(SignedIn()) != NOTHING
        values: list[PermissionGroup] = declared.values(field.arguments) if is_told else []
        return literal(static_json(field.fields, values))

    def _by_id(self, field: Field) -> Fragment:
        for kind, fields in field.branches:
            id_ = bind(NodeId(field.arguments["id"], kind))
            return nullable(self._node(kind, fields, id_))
        return literal("null")

    def _node(self, kind: Kind, fields: tuple[Field, ...], id_: Fragment) -> Fragment:
        row, source = self.node_source(kind, id_)
        return sql("(SELECT {object} {source})", object=text_of(self.write_object(fields, row)), source=source)

    def node_source(self, kind: Kind, id_: Fragment) -> tuple[Row, Fragment]:
        """The row that the id names, and where it comes from."""
        declared: Type = TYPES[BY_KIND[kind]]
        row = self.new_row(declared.table, None)
        condition = all_of([sql("{own} = {id}", own=row["id"], id=id_), self.visible(BY_KIND[kind], row)])
        return row, row.where(condition)

    def _by_ids(self, field: Field) -> Fragment:
        given: Any = field.arguments["id"]
        wanted = self.new_row("wanted", None)
        cases = [
            sql("WHEN {kind} THEN {node}", kind=literal(kind.value), node=self._node(kind, fields, wanted["id"]))
            for kind, fields in field.branches
        ]
        found = (
            sql("CASE {kind} {cases} END", kind=wanted["kind"], cases=joined(" ", cases))
            if cases
            else sql("NULL::text")
        )
        return sql(
            """(SELECT string_agg({node}, ',' ORDER BY {place}) FROM unnest({kinds}, {ids})
 WITH ORDINALITY AS {alias}(kind, id, place))""",
            node=nullable(found),
            place=wanted["place"],
            kinds=bind(NodeKinds(given)),
            ids=bind(NodeIds(given)),
            alias=name(wanted.alias),
        )

    def _viewer(self, field: Field) -> Json:
        if self.answers(SignedIn()) == NOTHING:
            return ("null",)
        return self.write_object(field.fields, Row())


def _ordered(row: Row, column: str) -> Fragment:
    own, _, direction = column.partition(" ")
    return sql("{column} DESC", column=row[own]) if direction else row[own]
