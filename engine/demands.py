"""What the arguments of an operation must be, whether or not its statement comes to bind them.

Where the caller sees nothing, the conditions fall away and what they bind with them. The reference looks at every
argument all the same, so these are looked at too.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from engine.catalog.declare import Page
from engine.lists import cursors_of
from engine.parameters import Constant, Given, Listed, Moment, NodeId, NodeIds, Storable, Text, Variable
from engine.plan import Field, Plan
from engine.sql import Parameter


def demands(plan: Plan, bound: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """What is to be asked for its value, and thereby checked, beside the parameters that are bound anyway."""
    known = set(bound)
    read = {one.given for one in known if isinstance(one, Text | Moment | NodeId | NodeIds)}
    wanted = dict.fromkeys(_of_fields(plan.fields))
    return tuple(one for one in wanted if one not in known and not (isinstance(one, Storable) and one.given in read))


def _of_fields(fields: Iterable[Field]) -> Iterator[Parameter]:
    for one in fields:
        yield from _of_field(one)
        for inside in chain([one.fields], (branch for _, branch in one.branches)):
            yield from _of_fields(inside)


def _of_field(field: Field) -> Iterator[Parameter]:
    for name, value in field.arguments.items():
        if isinstance(value, Variable | Constant | Listed):
            yield _of_argument(name, value)
    if isinstance(field.declared, Page):
        yield from cursors_of(field, field.declared)


def _of_argument(name: str, given: Given) -> Parameter:
    return Text(given, is_search=True) if name == "search" else Storable(given)
