"""Reads the manifest of trusted documents, as the tools of GraphQL clients write it. Knows not what documents mean.

{"<hash>": "<text>", ...}                                          Relay; urql and others by the client preset
{"format": "apollo-persisted-query-manifest", "version": 1,        Apollo
 "operations": [{"id", "name", "type", "body"}, ...]}
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from server.settings import SettingsError

APOLLO = "apollo-persisted-query-manifest"
VERSION = 1


class ManifestError(SettingsError):
    """The manifest cannot be used; the message names the file, and the entry where it is one."""


def read_manifest(path: Path) -> Mapping[str, str]:
    """The documents by what clients call them. ManifestError."""
    documents: dict[str, str] = {}
    for where, name, text in _entries(path, _json(path)):
        if not isinstance(name, str) or not name or not isinstance(text, str) or not text.strip():
            raise _fault(path, f"{where} must give a document's text by its hash")
        if documents.setdefault(name, text) != text:
            raise _fault(path, f"{where} gives another document by the hash {name}")
    return documents


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _fault(path, f"it cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise _fault(path, f"it is not JSON: {error}") from None


def _entries(path: Path, given: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where each document stands, its hash and its text."""
    if not isinstance(given, dict):
        raise _fault(path, "it must be a JSON object")
    if "format" not in given:
        yield from ((f"the entry {name!r}", name, text) for name, text in given.items())
        return
    if given["format"] != APOLLO or given.get("version") != VERSION or not isinstance(given.get("operations"), list):
        raise _fault(path, f"of manifests with a format only {APOLLO} of version {VERSION} is known, with operations")
    for number, one in enumerate(given["operations"]):
        entry = one if isinstance(one, dict) else {}
        yield f"operations[{number}] ({entry.get('name')})", entry.get("id"), entry.get("body")


def _fault(path: Path, what: str) -> ManifestError:
    return ManifestError(f"TRUSTED_DOCUMENTS: {path}: {what}")
