"""values.schema.json: JSON, a JSON Schema by its form, and nothing to fetch.

Owns what is asked of it. The schema is never applied to anything here, and its patterns are never compiled: they are
written for another engine, and by whoever uploads. Must not know archives.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NoReturn, TypeAlias

from jsonschema import Draft201909Validator, Draft202012Validator, validators
from jsonschema.protocols import Validator

from domain.chart import JsonValue
from domain.texts import is_storable
from uploads.faults import Faults, quoted
from uploads.limits import Meter
from uploads.schema_form import distinct, form_errors, place_of

MAX_SHOWN = 50  # of either kind: half of what is told of a package
DIALECTS = re.compile(r"https?://json-schema\.org/(?:schema|draft-0[467]/schema|draft/(?:2019-09|2020-12)/schema)#?")
UNDATED = re.compile(r"https?://json-schema\.org/schema#?")
NEWEST = "https://json-schema.org/draft/2020-12/schema"
MAX_MIXED_ITEMS = 100
_LISTS_OF_ANYTHING = ("allOf", "anyOf", "oneOf", "items", "prefixItems", "default", "examples", "const")
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
# Their meta-schemas refer dynamically: a node takes five times as long as by draft 7, and longer the deeper it lies.
_NEW_DIALECTS = (Draft201909Validator, Draft202012Validator)

Path: TypeAlias = tuple["Path", str | int] | None
"""The way to a value from the root: the way to what it is in, and its place there."""


def schema_of(text: str, file: str, faults: Faults, meter: Meter) -> JsonValue:
    """The schema, or None when it cannot be read; with a fault noted for whatever keeps it from being taken.

    An empty file is none, as for Helm. What reaches out or cannot be stored, and what is wrong by the form, are told up
    to MAX_SHOWN of each; the form only where the rest leaves it to be judged. Raises the Meter's OverLimit.
    """
    if not text:
        return None
    try:
        schema: JsonValue = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        faults.add(file, f"this is not JSON: {error.msg}", error.lineno)
        return None
    except (ValueError, RecursionError) as error:
        faults.add(file, f"this JSON cannot be taken: {error}")
        return None
    dialect = _dialect(schema)
    survey = _Survey(meter, dialect in _NEW_DIALECTS)
    for problem in islice(distinct(survey.problems(schema)), MAX_SHOWN):
        faults.add(file, problem)
    if survey.is_judgeable:
        _check_form(schema, dialect, file, faults)
    return schema


@dataclass(slots=True)
class _Survey:
    """Looks for what keeps a value from being stored, or makes it reach out.

    `is_judgeable` once it has seen all of it, in a dialect that is known and with nothing that takes long.
    """

    meter: Meter
    is_new: bool
    is_judgeable: bool = False
    _is_bounded: bool = True

    def problems(self, schema: JsonValue) -> Iterator[str]:
        """Each with its place, where that says something."""
        yield from self._of(schema, None, 1)
        declared = schema.get("$schema") if isinstance(schema, dict) else None
        is_known = not isinstance(declared, str) or DIALECTS.fullmatch(declared) is not None
        self.is_judgeable = is_known and self._is_bounded

    def _of(self, value: JsonValue, path: Path, depth: int) -> Iterator[str]:
        self.meter.schema_node(max(5, depth // 2) if self.is_new else 1)
        if depth > 2 * self.meter.limits.max_depth:
            self._is_bounded = False
            yield f"it is nested deeper than {2 * self.meter.limits.max_depth} levels"
        elif isinstance(value, str):
            if not is_storable(value):
                yield f"{place_of(_keys(path))}, the text has a NUL or half a surrogate pair; remove it"
        elif isinstance(value, dict):
            yield from self._of_object(value, path, depth)
        elif isinstance(value, list):
            for at, item in enumerate(value):
                yield from self._of(item, (path, at), depth + 1)

    def _of_object(self, value: dict[str, JsonValue], path: Path, depth: int) -> Iterator[str]:
        for key, item in value.items():
            here: Path = (path, key)
            problem = _problem_of_pair(key, item)
            if problem is not None:
                yield f"{place_of(_keys(here))}, {problem}"
            if isinstance(item, list) and key not in _LISTS_OF_ANYTHING and _is_slow(item):
                self._is_bounded = False
                limit = f"a list of more than {MAX_MIXED_ITEMS} items"
                yield f"{place_of(_keys(here))}, {limit} must be all texts or all numbers"
            else:
                yield from self._of(item, here, depth + 1)


def _problem_of_pair(key: str, item: JsonValue) -> str | None:
    if not is_storable(key):
        return "the key has a NUL or half a surrogate pair; remove it"
    if key in _REFERENCES and isinstance(item, str) and not item.startswith("#"):
        return f"{key} must point into this file (#/...), not to {quoted(item)}"
    if key == "$schema" and isinstance(item, str) and DIALECTS.fullmatch(item) is None:
        return f"$schema must be a dialect of json-schema.org, not {quoted(item)}"
    return None


def _is_slow(items: list[JsonValue]) -> bool:
    """Whether telling that the items are unique takes a comparison of each with each."""
    kinds = {type(item) for item in items}
    return len(items) > MAX_MIXED_ITEMS and not (kinds <= {str} or kinds <= {int, float})


def _check_form(schema: JsonValue, dialect: type[Validator], file: str, faults: Faults) -> None:
    if not isinstance(schema, bool | dict):
        faults.add(file, "a JSON Schema must be an object")
        return
    try:
        for error in form_errors(schema, dialect, MAX_SHOWN):
            faults.add(file, f"this is not a JSON Schema: {error}")
    except RecursionError:
        faults.add(file, "it is nested too deeply")


def _keys(path: Path) -> list[str | int]:
    keys: list[str | int] = []
    while path is not None:
        path, key = path
        keys.append(key)
    return keys[::-1]


def _dialect(schema: JsonValue) -> type[Validator]:
    """The validator class of $schema; the newest for the address without a date, as for Helm."""
    if not isinstance(schema, dict):
        return Draft202012Validator
    known = {**schema, "$schema": UNDATED.sub(NEWEST, str(schema.get("$schema", NEWEST)))}
    return validators.validator_for(known, default=Draft202012Validator)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number in it is too large")
    return value
