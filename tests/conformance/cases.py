"""The corpus as files: what is asked, by whom, and what is expected to come of it.

NAME.graphql begins with comments: `# as:` who asks; `# by:` who must answer, where it is not the compiled path;
`# operation:` which of several. NAME.variables.json holds variables, or a list of them for as many askings. In both,
`<tpl acme/emqx>` stands for the global id of a row of the world, `<id …>` for its bare id, `<sort 1.0.0>` for the sort
key of a version; `{"cursor": [tag, key, …]}` is a variable that is a signed cursor.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.semver import sort_key
from schema.execution import Operation
from tests.calls import SIGNING
from tests.conformance.asking import COMPILED
from tests.conformance.world import global_id, row_id

FOLDER = Path(__file__).resolve().parent / "corpus"
_HEADER = re.compile(r"^# (\w+): (.+)$", re.MULTILINE)
_NAME = re.compile(r"<(\w+) ([^<>\n]+)>")


@dataclass(frozen=True, slots=True)
class Case:
    """One document and all that is said about it."""

    name: str
    askers: Sequence[str]
    by: str
    operations: Sequence[Operation]

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled path must answer."""
        return self.by == COMPILED

    def file(self, ending: str) -> Path:
        """One of its files."""
        return FOLDER / f"{self.name}.{ending}"


def read_cases() -> list[Case]:
    """The whole corpus, by name."""
    return [read_case(path.stem) for path in sorted(FOLDER.glob("*.graphql"))]


def read_case(name: str) -> Case:
    """The case of that name."""
    written = (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")
    said = dict(_HEADER.findall(written))
    document = named(written)
    operations = [Operation(document, variables, said.get("operation")) for variables in _variables(name)]
    return Case(name, said["as"].split(", "), said.get("by", COMPILED), operations)


def _variables(name: str) -> list[Mapping[str, Any]]:
    path = FOLDER / f"{name}.variables.json"
    read = json.loads(named(path.read_text(encoding="utf-8"))) if path.exists() else {}
    every = read if isinstance(read, list) else [read]
    return [{key: _signed(value) for key, value in variables.items()} for variables in every]


def _signed(value: Any) -> Any:
    if not isinstance(value, dict) or "cursor" not in value:
        return value
    payload = json.dumps(value["cursor"], ensure_ascii=False, separators=(",", ":"))
    return SIGNING.sign_cursor(payload.encode())


def named(text: str) -> str:
    """The text with ids in place of names."""
    return _NAME.sub(lambda found: _name(found[1], found[2]), text)


def _name(kind: str, name: str) -> str:
    if kind == "sort":
        return json.dumps(sort_key(name))[1:-1]
    return str(row_id(name)) if kind == "id" else global_id(kind, name)
