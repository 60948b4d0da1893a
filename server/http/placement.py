"""The `map` of a multipart request: which file goes to which variable (GraphQL multipart request specification).

Stricter than the specification, which lets one file go to many places and one request hold many operations: both
multiply work by the byte.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schema.execution import Operation
from server.http.errors import malformed
from uploads.received import ReceivedFile

MAX_FILES = 10
MAX_PATH_CHARS = 200
RESERVED = frozenset({"operations", "map"})
_INDEX = re.compile(r"0|[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file goes: the object or list that holds its null, and the key or index there."""

    holder: Any
    key: Any

    def put(self, file: ReceivedFile) -> None:
        """Puts the file where the null is."""
        self.holder[self.key] = file


def places(operation: Operation, given: Any) -> Mapping[str, Place]:
    """The place of each file, by the name of its part. HttpFault 400 saying which entry cannot be followed."""
    if not isinstance(given, dict):
        raise malformed("map must be a JSON object from the names of file parts to lists of paths.")
    if len(given) > MAX_FILES:
        raise malformed(f"map has {len(given)} files; at most {MAX_FILES} are taken.")
    found = {name: _place(operation, name, paths) for name, paths in given.items()}
    if len({(id(place.holder), place.key) for place in found.values()}) < len(found):
        raise malformed("map sends two files to one path.")
    return found


def _place(operation: Operation, name: str, paths: Any) -> Place:
    if not name or name in RESERVED:
        raise malformed("map must not name a file part operations, map or nothing.")
    if not isinstance(paths, list) or len(paths) != 1 or not isinstance(paths[0], str):
        raise malformed("map must give each file exactly one path, as a list of one text.")
    root, *steps = paths[0][: MAX_PATH_CHARS + 1].split(".")
    if root != "variables" or not steps or len(paths[0]) > MAX_PATH_CHARS:
        raise malformed("map's paths must begin with variables. and name a variable.")
    return _follow(operation.variables, steps, paths[0])


def _follow(variables: Mapping[str, Any] | None, steps: list[str], path: str) -> Place:
    holder: Any = variables
    for step in steps[:-1]:
        holder = _inside(holder, step, path)
    if _inside(holder, steps[-1], path) is not None:
        raise _astray(path)
    return Place(holder, int(steps[-1]) if isinstance(holder, list) else steps[-1])


def _inside(holder: Any, step: str, path: str) -> Any:
    if isinstance(holder, dict) and step in holder:
        return holder[step]
    if isinstance(holder, list) and _INDEX.fullmatch(step) and int(step) < len(holder):
        return holder[int(step)]
    raise _astray(path)


def _astray(path: str) -> Exception:
    return malformed(f"map's path {path!r} does not lead to a null in the operation's variables.")
