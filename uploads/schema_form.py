"""What is wrong with a JSON Schema by its form, in words: where it is, and what would be right.

Owns how the meta-schemas' errors are told. Must not know the rest of what is asked of a schema.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import Any

from jsonschema import FormatChecker, ValidationError, validators
from jsonschema.protocols import Validator

from domain.chart import JsonValue
from uploads.faults import MAX_QUOTED, quoted

MAX_COPIES = 8  # of one error: the newer meta-schemas find it once in each of their parts
_NO_FORMATS = FormatChecker(formats=())


def form_errors(schema: bool | dict[str, Any], dialect: type[Validator], most: int) -> list[str]:
    """What the dialect's meta-schema finds, each thing once and at most so many, in the order of their places.

    RecursionError when nested deeply.
    """
    errors = _judge(dialect).iter_errors(schema)
    told = chain.from_iterable(map(_told, islice(errors, MAX_COPIES * most)))
    return sorted(islice(distinct(told), most))  # they are found in the order of a set


@cache
def _judge(dialect: type[Validator]) -> Validator:
    """What judges schemas of the dialect.

    The older meta-schemas offer alternatives at each level of a schema. Where none of them holds, jsonschema would
    write out all that is below, once for each level: here it does not. A meta-schema that names itself would be judged
    by jsonschema's own class from its first reference on, so it has no name.
    """
    if "$vocabulary" in dialect.META_SCHEMA:
        return dialect(dialect.META_SCHEMA, format_checker=_NO_FORMATS)
    nameless = {key: value for key, value in dialect.META_SCHEMA.items() if key not in ("$schema", "$id", "id")}
    brief: type[Validator] = validators.extend(dialect, _BRIEFLY)  # type: ignore[no-untyped-call]
    return brief(nameless, format_checker=_NO_FORMATS)


def _any_of(judge: Any, alternatives: list[Any], value: Any, _schema: Any) -> Iterator[ValidationError]:
    found: list[ValidationError] = []
    for at, alternative in enumerate(alternatives):
        errors = list(judge.descend(value, alternative, schema_path=at))
        if not errors:
            return
        found.extend(errors)
    yield ValidationError("none of the alternatives holds", context=found)


def _type(judge: Any, types: str | list[str], value: Any, _schema: Any) -> Iterator[ValidationError]:
    if not any(judge.is_type(value, each) for each in ([types] if isinstance(types, str) else types)):
        yield ValidationError("it is of another type")


_BRIEFLY = {"anyOf": _any_of, "type": _type}


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
