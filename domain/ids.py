"""Global ids: what a Node's id looks like on the wire, `<prefix>_<uuid>`; opaque to clients, typed for us."""

import re
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Kind(StrEnum):
    """The types that have an id, by the prefix of their ids."""

    WORKSPACE = "wsp"
    MEMBERSHIP = "mbr"
    USER = "usr"
    ROLE = "rol"
    API_TOKEN = "tok"  # noqa: S105 - a prefix, no secret
    TEMPLATE = "tpl"
    VERSION = "ver"
    REVIEW = "rev"
    STORE_APP = "sto"
    CATEGORY = "cat"
    AUDIT_EVENT = "evt"
    SIGNING_KEY = "key"
    REPOSITORY = "rep"
    REPOSITORY_CHART = "rch"
    REPOSITORY_CHART_VERSION = "rcv"


class GlobalId(NamedTuple):
    """A decoded id."""

    kind: Kind
    value: UUID


_KINDS = {kind.value: kind for kind in Kind}
_SPELLING = re.compile(f"(?:{'|'.join(_KINDS)})_[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")


def encode_id(kind: Kind, value: UUID) -> str:
    """The wire form, for example `tpl_0f8fad5b-d9cb-469f-a165-70867728950e`."""
    return f"{kind.value}_{value}"


def decode_id(text: str) -> GlobalId | None:
    """The kind and UUID, or None unless `text` is exactly what `encode_id` would write (one spelling a thing)."""
    found = split_id(text)
    return None if found is None else GlobalId(_KINDS[found[0]], UUID(found[1]))


def split_id(text: str) -> tuple[str, str] | None:
    """As `decode_id`, in texts: the prefix and the UUID as the id has it."""
    return (text[:3], text[4:]) if _SPELLING.fullmatch(text) else None


def decode_as(kind: Kind, text: str) -> UUID | None:
    """The UUID when `text` is an id of this kind; None otherwise."""
    found = decode_id(text)
    return found.value if found is not None and found.kind is kind else None
