"""The scalars of the contract: DateTime, JSON and Upload, and how their values look on the wire."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.file_uploads import Upload
from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition

from domain.texts import time_text
from uploads.received import ReceivedFile

__all__ = ["JSON", "SCALARS", "Upload"]

_RFC3339 = re.compile(r"[0-9]{4}(-[0-9]{2}){2}[Tt][0-9]{2}(:[0-9]{2}){2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")


def read_time(value: Any) -> datetime:
    """The moment of an RFC 3339 date-time. A GraphQL error for anything else, and where the offset is missing."""
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise GraphQLError(f"DateTime takes RFC 3339 with an offset, such as 2026-11-22T12:00:00Z, not {value!r:.60}.")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise GraphQLError(f"DateTime {value!r:.60} is no moment of the years 1 to 9999.") from None


def read_upload(value: Any) -> ReceivedFile:
    """The file part that a multipart request put here; nothing else is one."""
    if not isinstance(value, ReceivedFile):
        raise GraphQLError("An Upload is a file part of a multipart request; send null here and name it in `map`.")
    return value


def _write_nothing(value: Any) -> Any:
    raise GraphQLError("An Upload is never an answer.")


SCALARS: Mapping[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="RFC 3339 date-time in UTC, for example 2026-11-22T12:00:00.000000Z.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=time_text,
        parse_value=read_time,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=lambda value: value,
        parse_value=lambda value: value,
    ),
    Upload: strawberry.scalar(
        name="Upload",
        description="A file part of a multipart request (GraphQL multipart request specification).",
        serialize=_write_nothing,
        parse_value=read_upload,
    ),
}
