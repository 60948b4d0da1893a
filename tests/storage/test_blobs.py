"""The bucket: whoever makes it, what is there stays as it is, whoever sends it again, and what is broken is healed."""

import asyncio
import secrets
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from domain.digests import digest_of
from domain.errors import Unavailable
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


async def test_servers_that_start_together_make_one_bucket(s3: S3Settings) -> None:
    for _ in range(5):
        missing = replace(s3, bucket=f"test-{secrets.token_hex(6)}")
        with pytest.raises(Unavailable, match="bucket is not there"):
            await Blobs(missing).check()

        await asyncio.gather(*(Blobs(missing).ensure_bucket() for _ in range(6)))

        await Blobs(missing).check()


class Store:
    """An object store that makes one bucket, and says what it was asked."""

    def __init__(self, blobs: Blobs, *, refusal: str | None = None, is_made_meanwhile: bool = False) -> None:
        self.made: list[bytes] = []
        self._refusal, self._is_made_meanwhile, self._is_there = refusal, is_made_meanwhile, False
        blobs._client.meta.events.register("before-send.s3", self.answer)

    def answer(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        if request.method == "HEAD":
            return answered(200 if self._is_there else 404)
        self.made.append(request.body or b"")
        self._is_there = self._refusal is None or self._is_made_meanwhile
        return answered(200) if self._refusal is None else answered(409, self._refusal)


def answered(status: int, code: str = "") -> AWSResponse:
    body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode() if code else b""
    return AWSResponse("http://127.0.0.1/", status, {}, Raw(body))


class Raw:
    """The body of an answer."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> list[bytes]:
        return [self._body]


@pytest.mark.parametrize(
    ("region", "named"), [("us-east-1", b""), ("eu-central-1", b">eu-central-1</LocationConstraint>")]
)
async def test_a_bucket_is_made_in_its_region(s3: S3Settings, region: str, named: bytes) -> None:
    blobs = Blobs(replace(s3, region=region))
    store = Store(blobs)

    await blobs.ensure_bucket()

    (body,) = store.made
    assert named in body
    assert bool(named) == bool(body)


@pytest.mark.parametrize("code", ["BucketAlreadyOwnedByYou", "BucketAlreadyExists", "OperationAborted"])
async def test_a_bucket_that_another_server_made_meanwhile_is_taken(s3: S3Settings, code: str) -> None:
    blobs = Blobs(s3)
    store = Store(blobs, refusal=code, is_made_meanwhile=True)

    await blobs.ensure_bucket()

    assert len(store.made) == 1


async def test_a_bucket_that_cannot_be_made_is_told(s3: S3Settings) -> None:
    blobs = Blobs(s3)
    Store(blobs, refusal="TooManyBuckets")

    with pytest.raises(Unavailable, match="TooManyBuckets"):
        await blobs.ensure_bucket()
