"""What the guard asks: the console's documents, each with every choice of the variables that it names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import asyncpg
from graphql import GraphQLSchema, parse, validate

from benchmarks.data.rows import DEVELOPER, REVIEWER
from benchmarks.operations import QUERIES, Variables
from domain.lifecycle import ReviewState, TemplateState, VersionState
from schema.build import build_schema
from services.bootstrap import FIRST_ADMIN

FOLDER = QUERIES / "guard"
LONER = "loner"
"""The sample that names a member of one workspace, of which they are a small part."""
OPEN = [str(ReviewState.SUBMITTED), str(ReviewState.IN_REVIEW)]


def _orders(*fields: str) -> list[Any]:
    return [{"field": field, "direction": direction} for field in fields for direction in ("ASC", "DESC")]


def _states(states: Sequence[str]) -> list[Any]:
    """All, and each."""
    return [None, *([str(state)] for state in states)]


CHOICES: Mapping[str, Sequence[Any]] = {
    "templateStates": _states([*TemplateState]),
    "versionStates": _states([*VersionState]),
    "reviewStates": [*_states([*ReviewState]), OPEN, [str(state) for state in ReviewState if state not in OPEN]],
    "templateOrder": _orders("NAME", "CREATED_AT", "UPDATED_AT"),
    "versionOrder": _orders("VERSION", "CREATED_AT"),
    "storeOrder": _orders("PUBLISHED_AT", "NAME", "UPDATED_AT", "DOWNLOADS"),
    "workspaceOrder": _orders("NAME", "CREATED_AT"),
    "reviewOrder": _orders("SUBMITTED_AT"),
}
"""By the name of the variable: what is the same in all data."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document with the variables to send in turn."""

    name: str
    text: str
    variables: Sequence[Variables]


@dataclass(frozen=True, slots=True)
class Asked:
    """All documents, and those who ask them; None is nobody."""

    documents: Sequence[Document]
    callers: Sequence[str | None]


async def asked(database_url: str) -> Asked:
    """What is there to ask. ValueError for a document that the schema does not know, or a variable without a sample."""
    samples = await _samples(database_url)
    paths = sorted([*QUERIES.glob("*.graphql"), *FOLDER.glob("*.graphql")])
    documents = [Document(path.stem, text := read(path), list(_variables(text, samples))) for path in paths]
    return Asked(documents, (FIRST_ADMIN, REVIEWER, DEVELOPER, *samples[LONER], None))


def read(path: Path) -> str:
    """The document's text."""
    text = path.read_text()
    if errors := validate(_schema(), parse(text)):
        raise ValueError(f"{path.name}: {errors[0].message}")
    return text


@lru_cache(maxsize=1)
def _schema() -> GraphQLSchema:
    return build_schema()._schema


async def _samples(database_url: str) -> dict[str, list[Any]]:
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch((FOLDER / "samples.sql").read_text())
    finally:
        await connection.close()
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row["variable"], []).append(row["value"])
    return {**found, "nodes": [found["node"]]}


def _variables(text: str, samples: Mapping[str, Sequence[Any]]) -> Iterator[Variables]:
    definitions = getattr(parse(text).definitions[0], "variable_definitions", None) or ()
    names = [definition.variable.name.value for definition in definitions]
    if missing := [name for name in names if name not in CHOICES and name not in samples]:
        raise ValueError(f"there is no sample of {', '.join(missing)}")
    choices = [CHOICES.get(name) or samples[name] for name in names]
    return (dict(zip(names, values, strict=True)) for values in product(*choices))
