"""values.schema.json: JSON, a JSON Schema by its form, and nothing to fetch.

Owns what is asked of it. The schema is never applied to anything here, and its patterns are never compiled: they are
written for another engine, and by whoever uploads. Must not know archives.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn

from jsonschema import Draft201909Validator, Draft202012Validator, FormatChecker, validators
from jsonschema.protocols import Validator

from domain.chart import JsonValue
from domain.texts import is_storable
from uploads.faults import Faults, quoted
from uploads.limits import Meter

MAX_SHOWN = 10
DIALECTS = re.compile(r"https?://json-schema\.org/(?:schema|draft-0[467]/schema|draft/(?:2019-09|2020-12)/schema)#?")
UNDATED = re.compile(r"https?://json-schema\.org/schema#?")
NEWEST = "https://json-schema.org/draft/2020-12/schema"
MAX_MIXED_ITEMS = 100
_LISTS_OF_ANYTHING = ("allOf", "anyOf", "oneOf", "items", "prefixItems", "default", "examples", "const")
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
# Their meta-schemas refer dynamically: a node takes five times as long as by draft 7, and longer the deeper it lies.
_NEW_DIALECTS = (Draft201909Validator, Draft202012Validator)
_NO_FORMATS = FormatChecker(formats=())


def schema_of(text: str, file: str, faults: Faults, meter: Meter) -> JsonValue:
    """The schema; None, with faults noted, when it cannot be taken. An empty file is none, as for Helm.

    Raises the Meter's OverLimit.
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
    problem = next(_problems(schema, meter, 1, dialect in _NEW_DIALECTS), None)
    if problem is not None:
        faults.add(file, problem)
        return None
    _check_form(schema, dialect, file, faults)
    return schema


def _problems(value: JsonValue, meter: Meter, depth: int, is_new: bool) -> Iterator[str]:
    """What keeps a value from being stored, or makes it reach out; the first is enough."""
    meter.schema_node(max(5, depth // 2) if is_new else 1)
    if depth > 2 * meter.limits.max_depth:
        yield f"it is nested deeper than {2 * meter.limits.max_depth} levels"
    elif isinstance(value, str):
        if not is_storable(value):
            yield "it has a NUL or half a surrogate pair; remove it"
    elif isinstance(value, dict):
        yield from _problems_of_object(value, meter, depth, is_new)
    elif isinstance(value, list):
        for item in value:
            yield from _problems(item, meter, depth + 1, is_new)


def _problems_of_object(value: dict[str, JsonValue], meter: Meter, depth: int, is_new: bool) -> Iterator[str]:
    for key, item in value.items():
        if not is_storable(key):
            yield "a key has a NUL or half a surrogate pair; remove it"
        if key in _REFERENCES and isinstance(item, str) and not item.startswith("#"):
            yield f"{key} must point into this file (#/...), not to {quoted(item)}"
        if key == "$schema" and isinstance(item, str) and DIALECTS.fullmatch(item) is None:
            yield f"$schema must be a dialect of json-schema.org, not {quoted(item)}"
        if isinstance(item, list) and key not in _LISTS_OF_ANYTHING and _is_slow(item):
            yield f"a list of more than {MAX_MIXED_ITEMS} items under {quoted(key)} must be all texts or all numbers"
        yield from _problems(item, meter, depth + 1, is_new)


def _is_slow(items: list[JsonValue]) -> bool:
    """Whether telling that the items are unique takes a comparison of each with each."""
    kinds = {type(item) for item in items}
    return len(items) > MAX_MIXED_ITEMS and not (kinds <= {str} or kinds <= {int, float})


def _check_form(schema: JsonValue, dialect: type[Validator], file: str, faults: Faults) -> None:
    if not isinstance(schema, bool | dict):
        faults.add(file, "a JSON Schema must be an object")
        return
    try:
        for error in _first_errors(schema, dialect):
            faults.add(file, f"this is not a JSON Schema: at {quoted(error[0])}, {error[1]}")
    except RecursionError:
        faults.add(file, "it is nested too deeply")


def _first_errors(schema: bool | dict[str, Any], dialect: type[Validator]) -> list[tuple[str, str]]:
    errors = dialect(dialect.META_SCHEMA, format_checker=_NO_FORMATS).iter_errors(schema)
    return [(error.json_path, quoted(error.message)) for error in islice(errors, MAX_SHOWN)]


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
