"""From the bytes or the parameters of a request to the operation that it asks for (GraphQL over HTTP, Request)."""

import json
import re
from collections.abc import Mapping
from math import isinf
from typing import Any, NoReturn

from schema.execution import Operation
from server.http.errors import Misshapen, malformed

FIELDS = ("variables", "extensions")
TEXTS = ("query", "operationName", "documentId", "id")
PERSISTED = "persistedQuery"
VERSION = 1
MAX_ID_CHARS = 300


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


_SHA256 = re.compile("[0-9a-fA-F]{64}")


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise ValueError(text)
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)


def operation_from_json(data: bytes, what: str = "The body") -> Operation:
    """The operation in a JSON object."""
    return operation_from(parse_json(data, what), what)


def operation_from_query(parameters: Mapping[str, str]) -> Operation:
    """The operation in a URL's parameters; an empty parameter is as good as none. `variables` are JSON."""
    given: dict[str, Any] = {name: parameters[name] for name in TEXTS if parameters.get(name)}
    for name in FIELDS:
        if parameters.get(name):
            given[name] = parse_json(parameters[name].encode("utf-8", "surrogatepass"), f"The parameter {name}")
    return operation_from(given, "The URL")


def operation_from(given: Any, what: str) -> Operation:
    """The operation in a parsed request. Misshapen naming what is of the wrong type; unknown keys are ignored."""
    if isinstance(given, list):
        raise Misshapen("Batches are not taken; send one operation in a request.")
    if not isinstance(given, dict):
        raise Misshapen(f"{what} must be a JSON object with the key query.")
    for field in FIELDS:
        if not isinstance(given.get(field), dict | None):
            raise Misshapen(f"{field} must be an object or null.")
    name, extensions = given.get("operationName"), given.get("extensions")
    if name is not None and not isinstance(name, str):
        raise Misshapen("operationName must be a text or null.")
    query, document_id = _document(given, extensions or {})
    return Operation(query, given.get("variables"), name or None, extensions, document_id)


def _document(given: Mapping[str, Any], extensions: Mapping[str, Any]) -> tuple[str, str | None]:
    """The document's text, or "", and what it is called: an id that stands alone, or a hash that it must have."""
    query, sha256 = given.get("query"), _sha256(extensions.get(PERSISTED))
    if query is None or query == "":  # what has to send a text (graphql-ws) sends an empty one
        named = [sha256, *(given.get(key) for key in ("documentId", "id"))]
        found = next((one for one in named if isinstance(one, str) and 0 < len(one) <= MAX_ID_CHARS), None)
        if found is not None:
            return "", found
    if not isinstance(query, str) or not query.strip():
        raise Misshapen("query must be a text: the GraphQL document; or name a known one by documentId.")
    return query, sha256


def _sha256(given: Any) -> str | None:
    """The hash of an automatic persisted query, as Apollo's clients send it."""
    if given is None:
        return None
    sha256 = given.get("sha256Hash") if isinstance(given, dict) and given.get("version") == VERSION else None
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise Misshapen("persistedQuery must be an object with version 1 and sha256Hash, in hexadecimal.")
    return sha256.lower()
