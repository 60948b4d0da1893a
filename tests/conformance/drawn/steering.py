"""Arguments at random that often hit something in a store, and now and then are meant to hurt."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    EnumValueNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    ListValueNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    ValueNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    parse_value,
)
from hypothesis import strategies as st

from domain.ids import encode_id
from engine.catalog import BY_KIND
from tests.conformance.drawn.lists import LISTS, cursor_of
from tests.conformance.drawn.store import TABLE_OF, Store
from tests.conformance.drawn.values import NAMES, TEXTS

MOMENTS = (
    "2026-01-01T12:00:00Z",
    "2026-01-01T15:30:00.000001+03:30",
    "0001-01-01T00:00:00Z",
    "9999-12-31t23:59:59.999999z",
    "2026-01-01T12:00:00",
    "yesterday",
)
SIZES = (1, 2, 3, 0, 5, 100, 1, 2, 3, -1, 101)
WORDS = ("a", "emqx", "emqx broker", "brok", '"emqx broker"', "-emqx", "a or b", " ", "", "'", "x" * 201, "\\ & | ! :*")
JUNK = ("", "x", "tpl_", "ver_00000000-0000-0000-0000-000000000000", "usr_' OR true --", "\u2028", "a\x00b", "tpl_\x00")
COLUMNS = {
    "workspace": ("workspace", "name"),
    "publisher": ("workspace", "name"),
    "category": ("category", "name"),
    "username": ("app_user", "username"),
    "actor": ("audit_event", "actor"),
    "action": ("audit_event", "action"),
    "version": ("version", "version"),
    "path": ("package_file", "path"),
    "name": ("template", "name"),
    "Workspace.repository": ("repository", "name"),
    "HelmRepository.chart": ("repository_chart", "name"),
}


@dataclass
class Steering:
    """Draws values for one operation. `kinds` are the types of what ids were drawn for."""

    draw: st.DrawFn
    store: Store
    kinds: list[str] = field(default_factory=list)

    def one_in(self, number: int) -> bool:
        """True once in so many times."""
        return bool(self.draw(st.integers(0, number - 1)) == number - 1)

    def one_of(self, values: Sequence[Any]) -> Any:
        """One of the values; the first is the simplest."""
        return self.draw(st.sampled_from(values))

    def value(self, owner: str, name: str, type_: GraphQLInputType) -> ValueNode:
        """A value for the argument of that name and type of the field."""
        steer: dict[str, Callable[[], Any]] = {
            "first": lambda: self.one_of(SIZES),
            "last": lambda: self.one_of(SIZES),
            "after": lambda: self._cursor(owner),
            "before": lambda: self._cursor(owner),
            "id": self._id,
            "ids": lambda: [self._id() for _ in range(self.one_of((2, 0, 1, 3, 10)))],
            "subject": self._id,
            "search": lambda: self.one_of(WORDS),
            "since": lambda: self.one_of(MOMENTS),
            "until": lambda: self.one_of(MOMENTS),
        }
        if name in steer or name in COLUMNS:
            return parse_value(json.dumps(steer[name]() if name in steer else self._name(owner, name)))
        return self._by_type(type_)

    def _by_type(self, type_: GraphQLInputType) -> ValueNode:
        if is_list_type(get_nullable_type(type_)):
            return ListValueNode(values=tuple(self._member(type_) for _ in range(self.one_of((1, 2, 0, 3)))))
        named = get_named_type(type_)
        if isinstance(named, GraphQLInputObjectType):
            return ObjectValueNode(fields=tuple(self._part(name, one.type) for name, one in named.fields.items()))
        return self._member(type_) if isinstance(named, GraphQLEnumType) else NullValueNode()

    def _part(self, name: str, type_: GraphQLInputType) -> ObjectFieldNode:
        return ObjectFieldNode(name=NameNode(value=name), value=self._member(type_))

    def _member(self, type_: GraphQLInputType) -> EnumValueNode:
        named = get_named_type(type_)
        assert isinstance(named, GraphQLEnumType)
        return EnumValueNode(value=self.one_of(sorted(named.values)))

    def _name(self, owner: str, name: str) -> Any:
        known = self.store.values(*COLUMNS.get(owner, COLUMNS[name]))
        return self.one_of([*NAMES, *TEXTS, "a\x00"] if self.one_in(6) else known or NAMES)

    def _id(self) -> str:
        if self.one_in(6):
            return str(self.one_of(JUNK))
        kind = self.one_of([kind for kind, table in TABLE_OF.items() if self.store.all(table)])
        self.kinds.append(BY_KIND[kind])
        return encode_id(kind, self.store.some(TABLE_OF[kind])["id"])

    def _cursor(self, owner: str) -> str:
        if self.one_in(10):
            return str(self.one_of(("", "rubbish", "\u00e9", "x" * 1025)))
        listed = LISTS[self.one_of(sorted(LISTS)) if self.one_in(15) else owner]
        by, direction = listed.default
        if self.one_in(3):
            by, direction = self.one_of(sorted(listed.orders)), self.one_of(("ASC", "DESC"))
        rows = self.store.all(listed.table)
        return cursor_of(listed, self.one_of(rows), by, direction) if rows else ""
