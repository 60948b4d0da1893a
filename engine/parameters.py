"""What a statement's parameters are bound to: values of the request and of its caller, never of another.

Each is made with the plan and read with the inputs of one execution. Raises Irregular for what cannot be bound; the
reference then finds the words for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from domain.ids import Kind, split_id
from domain.limits import MAX_SEARCH
from domain.texts import is_storable
from policies.access import Access, Question
from services.call import Links
from services.cursors import KeyType, read_cursor


class Irregular(Exception):
    """This request is not one for the compiled path; the reference answers it, or tells what is wrong with it."""


class Inputs(NamedTuple):
    """What one execution binds from."""

    variables: Mapping[str, Any]
    access: Access
    links: Links


class Given(Protocol):
    """An argument whose value only the execution knows, or that is kept out of the statement's text."""

    def read(self, variables: Mapping[str, Any]) -> Any:
        """Its value."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the operation."""

    name: str

    def read(self, variables: Mapping[str, Any]) -> Any:
        """What was sent, or its default."""
        return variables.get(self.name)


@dataclass(frozen=True, slots=True)
class Constant:
    """What the document says."""

    content: Any

    def read(self, variables: Mapping[str, Any]) -> Any:
        """The same always."""
        return self.content


@dataclass(frozen=True, slots=True)
class Listed:
    """A list in the document, with variables in it."""

    items: tuple[Given, ...]

    def read(self, variables: Mapping[str, Any]) -> Any:
        """The items' values."""
        return [item.read(variables) for item in self.items]


def storable(text: str) -> str:
    """The text. Irregular for one that cannot be stored."""
    if not is_storable(text):
        raise Irregular("a text that cannot be stored")
    return text


@dataclass(frozen=True, slots=True)
class Text:
    """An argument that is a text; `is_search` strips it and bounds its length."""

    given: Given
    is_search: bool = False
    type: str = field(default="text", init=False)

    def value(self, inputs: Inputs) -> str:
        """The text."""
        text = storable(self.given.read(inputs.variables))
        if not self.is_search:
            return text
        if len(text) > MAX_SEARCH:
            raise Irregular("a search that is too long")
        return text.strip()


@dataclass(frozen=True, slots=True)
class Storable:
    """An argument whose texts must be storable though none of them is bound."""

    given: Given
    type: str = field(default="text", init=False)

    def value(self, inputs: Inputs) -> None:
        """Nothing."""
        read = self.given.read(inputs.variables)
        for text in read if isinstance(read, list | tuple) else (read,):
            if isinstance(text, str):
                storable(text)


@dataclass(frozen=True, slots=True)
class Moment:
    """An argument that is a time."""

    given: Given
    type: str = field(default="timestamptz", init=False)

    def value(self, inputs: Inputs) -> datetime:
        """The time."""
        moment: datetime = self.given.read(inputs.variables)
        return moment


@dataclass(frozen=True, slots=True)
class NodeId:
    """The UUID in a global id, of the kind that the plan was made for."""

    given: Given
    kind: Kind
    type: str = field(default="uuid", init=False)

    def value(self, inputs: Inputs) -> Any:
        """The UUID, as a text."""
        found = split_id(self.given.read(inputs.variables))
        if found is None or found[0] != self.kind.value:
            raise Irregular("an id of another kind than the plan's")
        return found[1]


@dataclass(frozen=True, slots=True)
class NodeIds:
    """The UUIDs in a list of global ids, in order; None for what is no id."""

    given: Given
    type: str = field(default="uuid[]", init=False)

    def value(self, inputs: Inputs) -> list[Any]:
        """The UUIDs."""
        return [None if found is None else found[1] for found in _decoded(self.given, inputs)]


@dataclass(frozen=True, slots=True)
class NodeKinds:
    """The prefixes of a list of global ids, in order; empty for what is no id."""

    given: Given
    type: str = field(default="text[]", init=False)

    def value(self, inputs: Inputs) -> list[str]:
        """The prefixes."""
        return ["" if found is None else found[0] for found in _decoded(self.given, inputs)]


def _decoded(given: Given, inputs: Inputs) -> list[tuple[str, str] | None]:
    return [split_id(storable(text)) for text in given.read(inputs.variables)]


@dataclass(frozen=True, slots=True)
class CursorKey:
    """One key of a cursor of the list with this tag."""

    given: Given
    tag: str
    keys: tuple[KeyType, ...]
    place: int

    @property
    def type(self) -> str:
        """That of the key."""
        return self.keys[self.place].value

    def value(self, inputs: Inputs) -> Any:
        """The key. Irregular for what is not a cursor of this list."""
        cursor = storable(self.given.read(inputs.variables))
        opened = read_cursor(inputs.links, self.tag, self.keys, cursor)
        if opened is None:
            raise Irregular("not a cursor of this list")
        return opened[self.place]


@dataclass(frozen=True, slots=True)
class ScopeValue:
    """One value of the caller's answer to a question."""

    question: Question
    place: int
    type: str

    def value(self, inputs: Inputs) -> Any:
        """The caller's."""
        return inputs.access.values(self.question)[self.place]


@dataclass(frozen=True, slots=True)
class WorkspacesHeld:
    """The workspaces in which the caller holds all of these permissions."""

    permissions: tuple[str, ...]
    type: str = field(default="uuid[]", init=False)

    def value(self, inputs: Inputs) -> list[str]:
        """Their ids."""
        return inputs.access.workspaces(self.permissions)


@dataclass(frozen=True, slots=True)
class Me:
    """The caller's user id."""

    type: str = field(default="uuid", init=False)

    def value(self, inputs: Inputs) -> Any:
        """NULL for anonymous callers."""
        return inputs.access.principal.user_id


@dataclass(frozen=True, slots=True)
class MySession:
    """The session that the caller signed in with."""

    type: str = field(default="uuid", init=False)

    def value(self, inputs: Inputs) -> Any:
        """NULL for anonymous callers and API tokens."""
        return inputs.access.principal.session_id


@dataclass(frozen=True, slots=True)
class PermissionsOnPlatform:
    """What the caller holds on the platform, as JSON."""

    type: str = field(default="text", init=False)

    def value(self, inputs: Inputs) -> str:
        """A JSON list of names."""
        return json_names(inputs.access.held_on_platform)


@dataclass(frozen=True, slots=True)
class JoinedWorkspaces:
    """The workspaces that the caller has joined."""

    type: str = field(default="uuid[]", init=False)

    def value(self, inputs: Inputs) -> Any:
        """In the order of `PermissionsInJoined`."""
        return inputs.access.held_in_workspaces[0]


@dataclass(frozen=True, slots=True)
class PermissionsInJoined:
    """What the caller holds in each workspace joined, as JSON."""

    type: str = field(default="text[]", init=False)

    def value(self, inputs: Inputs) -> list[str]:
        """A JSON list of names for each."""
        return [json_names(names) for names in inputs.access.held_in_workspaces[1]]


def json_names(names: list[str]) -> str:
    """Names from closed sets, which need no escaping, as a JSON list."""
    return "[" + ",".join(f'"{one}"' for one in names) + "]"


@dataclass(frozen=True, slots=True)
class Revision:
    """The revision of the policy that the caller was known at."""

    type: str = field(default="bigint", init=False)

    def value(self, inputs: Inputs) -> int | None:
        """NULL matches none."""
        return inputs.access.principal.revision


@dataclass(frozen=True, slots=True)
class Expiry:
    """When the caller's credential ends, in seconds since 1970; infinity for never."""

    type: str = field(default="float8", init=False)

    def value(self, inputs: Inputs) -> float:
        """The moment."""
        return inputs.access.ends_at
