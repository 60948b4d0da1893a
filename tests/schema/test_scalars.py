"""Scalars on the wire."""

import io
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from domain.texts import time_text
from schema.scalars import read_time, read_upload
from uploads.received import ReceivedFile


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 22, 12, tzinfo=UTC), "2026-11-22T12:00:00.000000Z"),
        (datetime(2026, 11, 22, 12, 0, 0, 7, tzinfo=UTC), "2026-11-22T12:00:00.000007Z"),
        (datetime(2026, 11, 22, 1, tzinfo=timezone(timedelta(hours=5, minutes=30))), "2026-11-21T19:30:00.000000Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000000Z"),
        (datetime.max, "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_a_time_is_written_in_utc_with_six_digits(moment: datetime, text: str) -> None:
    assert time_text(moment) == text


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_that_was_written_is_read_as_it_was(moment: datetime) -> None:
    assert read_time(time_text(moment)) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T12:00:00Z",
        "2026-11-22t12:00:00z",
        "2026-11-22T12:00:00.0Z",
        "2026-11-22T12:00:00.000000000Z",
        "2026-11-22T13:30:00+01:30",
        "2026-11-22T12:00:00-00:00",
    ],
)
def test_rfc_3339_with_an_offset_is_read(text: str) -> None:
    assert read_time(text) == datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-22T12:00:00",
        "2026-11-22",
        "2026-11-22 12:00:00Z",
        "20261122T120000Z",
        "2026-W47-7T12:00:00Z",
        "2026-13-22T12:00:00Z",
        "2026-11-22T25:00:00Z",
        "2026-11-22T12:00:60Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-11-22T12:00:00+0100",
        "２０２６-11-22T12:00:00Z",
        "",
        1763812800,
        None,
        True,
    ],
)
def test_anything_else_is_no_time(value: Any) -> None:
    with pytest.raises(GraphQLError, match="DateTime"):
        read_time(value)


def test_an_upload_is_what_a_multipart_request_put_there() -> None:
    file = ReceivedFile(io.BytesIO(b"x"), 1, "sha256:0", "x.tgz")

    assert read_upload(file) is file
    with pytest.raises(GraphQLError, match="file part"):
        read_upload("x.tgz")
