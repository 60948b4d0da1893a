"""The schema as a caller can use it: what they could never use is not in it, whatever the data.

A mask is the one schema less the fields, arguments, input fields, enum values and types that are out of reach. What a
field needs is declared on it (`schema.bind`); a field that leads to rows needs, unless it says otherwise, that rows of
the kind can be seen at all. Types are in a mask when a field of it leads to them. Callers who could meet the same needs
share a mask. Decides nothing about rows: that is the policy's, for every row that is read.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID
from weakref import ReferenceType, WeakKeyDictionary, WeakSet, ref

from graphql import DocumentNode, GraphQLError, GraphQLSchema, get_operation_ast, validate
from strawberry import Schema

from engine.document import Operation as Chosen
from policies.access import Access
from policies.principal import Principal
from policies.rights import could
from schema.coordinates import used_by
from schema.errors import MAX_TOLD
from schema.execution import Operation
from schema.masking import cut, led_to
from schema.needs import needs_of
from schema.variables import variable_faults

KEPT = 100
KNOWN_CALLERS = 1_000
NEWCOMER = Principal(UUID(int=0), "")
"""Whoever has just signed in, as far as one who has not can tell: `login` shows them as their own viewer."""


class Mask:
    """The schema for those who could use the same of it."""

    def __init__(self, graphql: GraphQLSchema, hidden: frozenset[str]) -> None:
        self.graphql = graphql
        self.hidden = hidden
        """The schema coordinates of what is missing."""
        self._admitted: WeakSet[Chosen] = WeakSet()

    def admits(self, chosen: Chosen, uses: "Uses") -> bool:
        """Whether an operation that is valid in the whole schema is valid here, and its variables mean the same."""
        if not self.hidden or chosen in self._admitted:
            return True
        is_admitted = self.hidden.isdisjoint(uses.of(chosen))
        if is_admitted:
            self._admitted.add(chosen)
        return is_admitted


class Uses:
    """What operations' documents use of the schema, found once for each for as long as others keep it."""

    def __init__(self, graphql: GraphQLSchema) -> None:
        self._graphql = graphql
        self._known: WeakKeyDictionary[Chosen, frozenset[str]] = WeakKeyDictionary()

    def of(self, chosen: Chosen) -> frozenset[str]:
        """The coordinates."""
        found = self._known.get(chosen)
        if found is None:
            found = self._known[chosen] = used_by(self._graphql, chosen.document)
        return found


class Masks:
    """The masks of one schema, of those who asked last."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._needs = needs_of(schema._schema)
        self._uses = Uses(schema._schema)
        self._masks: OrderedDict[frozenset[str], Mask] = OrderedDict()
        self._by_access: WeakKeyDictionary[Access, ReferenceType[Mask]] = WeakKeyDictionary()
        self._closed: OrderedDict[Hashable, frozenset[str]] = OrderedDict()

    def of(self, access: Access) -> Mask:
        """The caller's mask."""
        known = self._by_access.get(access)
        mask = None if known is None else known()
        if mask is None:
            mask = self._of(access.principal)
            self._by_access[access] = ref(mask)
        return mask

    def _of(self, principal: Principal) -> Mask:
        closed = self.closed_to(principal)
        mask = self._masks.get(closed)
        if mask is None:
            mask = self._masks[closed] = Mask(*cut(self._schema._schema, closed))
        _touch(self._masks, closed, KEPT)
        return mask

    def admit(self, access: Access, chosen: Chosen) -> bool:
        """Whether an operation that is valid in the whole schema is valid for the caller, and its variables mean the
        same there. False also where that depends on the variables' values."""
        return self.of(access).admits(chosen, self._uses)

    def faults(self, access: Access, document: DocumentNode, operation: Operation) -> Sequence[GraphQLError]:
        """Why a document does not fit the caller's schema, or the operation's variables do not; empty when both do."""
        graphql = self.of(access).graphql
        errors = validate(graphql, document, max_errors=MAX_TOLD)
        chosen = None if errors else get_operation_ast(document, operation.name)
        return errors if chosen is None else variable_faults(graphql, chosen, operation.variables or {})

    def closed_to(self, principal: Principal) -> frozenset[str]:
        """The coordinates whose needs the caller could not meet for any data."""
        key = _likeness(principal)
        closed = self._closed.get(key)
        if closed is None:
            closed = self._closed[key] = self._find_closed(principal)
        _touch(self._closed, key, KNOWN_CALLERS)
        return closed

    def _find_closed(self, principal: Principal) -> frozenset[str]:
        closed = self._out_of_reach(principal)
        if principal.is_signed_in:
            return closed
        newcomer = replace(NEWCOMER, store_public=principal.store_public)
        return closed - led_to(self._schema._schema, "Viewer", self._out_of_reach(newcomer))

    def _out_of_reach(self, principal: Principal) -> frozenset[str]:
        met = {need for need in set(self._needs.values()) if could(principal, need)}
        return frozenset(coordinate for coordinate, need in self._needs.items() if need not in met)


def _likeness(principal: Principal) -> Hashable:
    """Equal for callers who could meet the same needs."""
    held = frozenset(principal.workspaces.values())
    kind = principal.is_signed_in, principal.via_token, principal.assumed is not None, principal.store_public
    return kind, principal.platform, held


def _touch(kept: OrderedDict[Any, Any], key: Hashable, most: int) -> None:
    """The key was asked for last; those asked for longest ago go."""
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
