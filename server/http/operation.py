"""From the bytes or the parameters of a request to the operation that it asks for (GraphQL over HTTP, Request)."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from schema.execution import Operation
from server.http.errors import malformed

FIELDS = ("variables", "extensions")


def parse_json(data: bytes, what: str) -> Any:
    """The JSON value in UTF-8, with or without a byte order mark. Of a repeated key the last holds.

    HttpFault 400 for anything else, also for NaN, numbers of thousands of digits, and nesting too deep to read.
    """
    try:
        return _DECODER.decode(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise malformed(f"{what} is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise malformed(f"{what} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise malformed(f"{what} is nested too deeply.") from None
    except ValueError:
        raise malformed(f"{what} has a number that cannot be taken.") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def operation_from_json(data: bytes, what: str = "The body") -> Operation:
    """The operation in a JSON object."""
    return operation_from(parse_json(data, what), what)


def operation_from_query(parameters: Mapping[str, str]) -> Operation:
    """The operation in a URL's parameters; an empty parameter is as good as none. `variables` are JSON."""
    given: dict[str, Any] = {name: parameters[name] for name in ("query", "operationName") if parameters.get(name)}
    for name in FIELDS:
        if parameters.get(name):
            given[name] = parse_json(parameters[name].encode("utf-8", "surrogatepass"), f"The parameter {name}")
    return operation_from(given, "The URL")


def operation_from(given: Any, what: str) -> Operation:
    """The operation in a parsed request. HttpFault 400 naming what is of the wrong type; unknown keys are ignored."""
    if isinstance(given, list):
        raise malformed("Batches are not taken; send one operation in a request.")
    if not isinstance(given, dict):
        raise malformed(f"{what} must be a JSON object with the key query.")
    query, name = given.get("query"), given.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise malformed("query must be a text: the GraphQL document.")
    if name is not None and not isinstance(name, str):
        raise malformed("operationName must be a text or null.")
    for field in FIELDS:
        if not isinstance(given.get(field), dict | None):
            raise malformed(f"{field} must be an object or null.")
    return Operation(query, given.get("variables"), name or None, given.get("extensions"))
