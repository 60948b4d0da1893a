"""The bucket: what is there stays as it is, whoever sends it again, and what is broken is healed."""

import asyncio
from io import BytesIO

import pytest

from domain.digests import digest_of
from storage.blobs import Blobs, S3Settings, key_of

pytestmark = pytest.mark.anyio
BODY = bytes(range(256)) * 4096
DIGEST = digest_of(BODY)


@pytest.fixture
async def blobs(s3: S3Settings) -> Blobs:
    return Blobs(s3)


async def put(blobs: Blobs) -> None:
    await blobs.put(DIGEST, BytesIO(BODY), len(BODY), "application/gzip")


async def read(blobs: Blobs) -> bytes:
    return b"".join([piece async for piece in blobs.pieces(DIGEST)])


def spoil(blobs: Blobs, content: bytes) -> None:
    blobs._client.put_object(Bucket=blobs.bucket, Key=key_of(DIGEST), Body=content)


async def test_what_is_there_is_not_written_again(blobs: Blobs) -> None:
    await put(blobs)
    other = bytes(len(BODY))
    spoil(blobs, other)  # what would not be seen to be written over is

    await asyncio.gather(*(put(blobs) for _ in range(5)))

    assert await read(blobs) == other


async def test_what_a_killed_server_left_is_written_anew(blobs: Blobs) -> None:
    spoil(blobs, BODY[:1000])

    await put(blobs)

    assert await read(blobs) == BODY


async def test_nobody_who_reads_is_disturbed_by_who_sends_it_again(blobs: Blobs) -> None:
    await asyncio.gather(*(put(blobs) for _ in range(3)))

    found = await asyncio.gather(*(one(blobs) for _ in range(20) for one in (put, read)))

    assert {body for body in found if body is not None} == {BODY}
