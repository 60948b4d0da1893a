"""What has an id: the interface, and which row is which type."""

from typing import Any

import strawberry
from graphql import GraphQLResolveInfo

from domain.ids import Kind, encode_id
from schema.bind import Class, in_order
from services.access import THINGS
from storage.queries.base import MODELS

KINDS: dict[type[Any], Kind] = {MODELS[thing]: kind for kind, thing in THINGS.items()}
ROWS: dict[str, type[Any]] = {}
"""The row behind each type, by the type's name."""


def _id_of(root: Any) -> strawberry.ID:
    return strawberry.ID(encode_id(KINDS[type(root)], root.id))


@strawberry.interface(description="An object with a globally unique, opaque id.")
class Node:
    """The interface; its id is made of the row's kind and id."""

    id: strawberry.ID = strawberry.field(resolver=_id_of)


def node_type(row: type[Any], description: str | None = None) -> Any:
    """Declares the type of a row that has a global id."""

    def declare(cls: Class) -> Class:
        def is_type_of(value: Any, _info: GraphQLResolveInfo[Any]) -> bool:
            return isinstance(value, row)

        cls.is_type_of = staticmethod(is_type_of)  # type: ignore[attr-defined]  # what Strawberry looks for
        ROWS[cls.__name__] = row
        return strawberry.type(in_order(cls), description=description)

    return declare
