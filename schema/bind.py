"""Joins the schema to the resolvers: a field is a GraphQL type and a plain function `(call, root, *arguments) -> rows`.

Knows Strawberry's way of declaring fields so that neither the types nor the resolvers repeat it. Decides nothing about
what a field gives.
"""

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import strawberry
from strawberry.types.field import StrawberryField

from policies.rights import Need
from schema.texts import refuse_unstorable

Class = TypeVar("Class", bound=type)
Resolver = Callable[..., Any]
NEEDS, ARGUMENT_NEEDS = "needs", "argument_needs"
NOTHING: Mapping[str, Need] = MappingProxyType({})


def column(graphql_type: Any, description: str | None = None, *, needs: Need | None = None) -> Any:
    """A field that is an attribute of the row, by the same name."""
    return strawberry.field(graphql_type=graphql_type, description=description, metadata=_needing(needs))


def item(graphql_type: Any, key: str, description: str | None = None, *, default: Any = None) -> Any:
    """A field that is an item of a JSON document."""

    def read(root: Any) -> Any:
        value = root.get(key)
        return default if value is None else value

    return strawberry.field(resolver=read, graphql_type=graphql_type, description=description)


def field(
    graphql_type: Any,
    resolver: Resolver,
    description: str | None = None,
    *,
    needs: Need | None = None,
    argument_needs: Mapping[str, Need] = NOTHING,
    **inputs: Any,
) -> Any:
    """A field that the resolver answers.

    The resolver's parameters after call and root become the field's arguments; `inputs` gives the GraphQL type of those
    whose Python type is not it. An input type converts itself by its method `plain`. Callers who could never meet what
    the field `needs`, or an argument by its name, do not have it in their schema; a field that leads to rows needs that
    such rows can be seen, unless it says otherwise.
    """
    bound = _bound(resolver, inputs)
    metadata = _needing(needs, argument_needs)
    return strawberry.field(resolver=bound, graphql_type=graphql_type, description=description, metadata=metadata)


def optional(needs: Need) -> Any:
    """A field of an input that may be left out, and is not there for callers who could never meet the need."""
    return strawberry.field(default=strawberry.UNSET, metadata=_needing(needs))


def _needing(needs: Need | None, argument_needs: Mapping[str, Need] = NOTHING) -> Mapping[str, Any]:
    said = {NEEDS: needs, ARGUMENT_NEEDS: argument_needs}
    return {key: value for key, value in said.items() if value}


def _bound(resolver: Resolver, inputs: Mapping[str, Any]) -> Resolver:
    def resolve(root: Any, info: strawberry.Info, **arguments: Any) -> Any:
        given = {name: _plain(value) for name, value in arguments.items() if value is not strawberry.UNSET}
        refuse_unstorable(given)
        return resolver(info.context, root, **given)

    resolve.__name__ = resolver.__name__
    resolve.__signature__ = _signature(resolver, inputs)  # type: ignore[attr-defined]  # what Strawberry reads
    return resolve


def _signature(resolver: Resolver, inputs: Mapping[str, Any]) -> inspect.Signature:
    own = (
        inspect.Parameter("root", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Any),
        inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info),
    )
    arguments = tuple(inspect.signature(resolver).parameters.values())[2:]
    return inspect.Signature([*own, *(_argument(argument, inputs) for argument in arguments)])


def _argument(parameter: inspect.Parameter, inputs: Mapping[str, Any]) -> inspect.Parameter:
    # UNSET prints no default, so that an argument left out reads as `first: Int` and not as `first: Int = null`.
    default = strawberry.UNSET if parameter.default is None else parameter.default
    annotation = inputs.get(parameter.name, parameter.annotation)
    return parameter.replace(kind=parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _plain(value: Any) -> Any:
    convert = getattr(value, "plain", None)
    return value if convert is None else convert()


def in_order(cls: Class) -> Class:
    """Keeps the fields in the order of the class body, which is the order of the printed schema."""
    cls.__annotations__ = {
        name: _annotation(value) for name, value in vars(cls).items() if isinstance(value, StrawberryField)
    }
    return cls


def _annotation(declared: StrawberryField) -> Any:
    return Any if declared.type_annotation is None else declared.type_annotation.raw_annotation


def object_type(description: str | None = None) -> Callable[[Class], Class]:
    """Declares an object type whose values are rows, documents or small records of other layers, never instances."""

    def declare(cls: Class) -> Class:
        return strawberry.type(in_order(cls), description=description)

    return declare
