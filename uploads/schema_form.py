"""What is wrong with a JSON Schema by its form, in words: where it is, and what would be right.

Owns how the meta-schemas' errors are told. Must not know the rest of what is asked of a schema.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from jsonschema import FormatChecker, ValidationError
from jsonschema.protocols import Validator

from domain.chart import JsonValue
from uploads.faults import MAX_QUOTED, quoted

MAX_COPIES = 8  # of one error: the newer meta-schemas find it once in each of their parts
_NO_FORMATS = FormatChecker(formats=())


def form_errors(schema: bool | dict[str, Any], dialect: type[Validator], most: int) -> list[str]:
    """What the dialect's meta-schema finds, each thing once and at most so many, in the order of their places.

    RecursionError when nested deeply.
    """
    errors = dialect(dialect.META_SCHEMA, format_checker=_NO_FORMATS).iter_errors(schema)
    told = chain.from_iterable(map(_told, islice(errors, MAX_COPIES * most)))
    return sorted(islice(distinct(told), most))  # they are found in the order of a set


def _told(error: ValidationError) -> Iterator[str]:
    """The error with its place and what would be right; of one with alternatives, the errors of the likeliest."""
    place = place_of(error.absolute_path)
    wanted: Any = error.validator_value
    found: Any = error.instance
    if error.validator == "enum":
        yield f"{place}, it must be one of {', '.join(wanted)}, not {_shown(found)}"
    elif error.validator == "type" or _is_of_types(error):
        yield f"{place}, it must be of type {' or '.join(_types(error))}, not {_shown(found)}"
    elif error.context:
        yield from chain.from_iterable(map(_told, _likeliest(error.context)))
    else:
        yield f"{place}, {quoted(error.message)}"


def _is_of_types(error: ValidationError) -> bool:
    """Whether the alternatives all fail at once, since each takes another type."""
    return bool(error.context) and all(each.validator == "type" and not each.path for each in error.context)


def _types(error: ValidationError) -> list[str]:
    """All the types that would do, each once."""
    listed: list[Any] = [each.validator_value for each in error.context or [error]]
    return list(dict.fromkeys(chain.from_iterable([each] if isinstance(each, str) else each for each in listed)))


def _likeliest(errors: list[ValidationError]) -> list[ValidationError]:
    """Those of the alternative that goes with the value furthest; one of another type goes no way at all."""
    inside = [error for error in errors if error.path]
    here = [error for error in errors if error.validator not in ("type", "enum")]
    return inside or here or [error for error in errors if error.validator == "enum"]


def _shown(value: JsonValue) -> str:
    if isinstance(value, str):
        return quoted(value)
    text = json.dumps(value)
    return text if len(text) <= MAX_QUOTED else text[:MAX_QUOTED] + "…"


def place_of(keys: Iterable[str | int]) -> str:
    """A JSON Pointer (RFC 6901) in words; of a long one its end."""
    escaped = (str(key)[:MAX_QUOTED].replace("~", "~0").replace("/", "~1") for key in keys)
    pointer = "".join(f"/{key}" for key in escaped)
    if len(pointer) > MAX_QUOTED:
        pointer = "…" + pointer[1 - MAX_QUOTED :]
    return f"at {quoted(pointer)}" if pointer else "at the top"


def distinct(messages: Iterable[str]) -> Iterator[str]:
    """Each message once, in their order."""
    seen: set[str] = set()
    for message in messages:
        if message not in seen:
            seen.add(message)
            yield message
