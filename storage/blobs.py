"""The bucket: content-addressed objects in S3-compatible storage. boto3 blocks, so every call runs in a thread.

Keys are `blobs/<hex of sha256>`: the same bytes always go to the same key. An object that is there is not written
again, as servers over a file system take a file away before they write it anew: a download would be cut off, and a
power cut in between would lose what another workspace may refer to. (Who sends bytes that are here already is answered
sooner, and could tell that; they have the bytes.)
"""

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO, TypeVar
from weakref import WeakValueDictionary

import anyio.to_thread
from anyio import CapacityLimiter, Lock
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from domain.digests import is_digest
from domain.errors import Unavailable
from storage.s3 import new_session

T = TypeVar("T")
PREFIX = "blobs/"
PRESIGNED_SECONDS = 300
NAMELESS_REGION = "us-east-1"  # where S3 makes a bucket unless another region is named, and must not be named
PIECE_BYTES = 256 * 1024
THREADS = 8


@dataclass(frozen=True, slots=True)
class S3Settings:
    """Where the bucket is and how to open it."""

    endpoint_url: str | None
    bucket: str
    access_key_id: str
    secret_access_key: str
    region: str = "us-east-1"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as the bucket lists it."""

    digest: str
    size: int
    modified_at: datetime


def key_of(digest: str) -> str:
    """The key of `sha256:<hex>`. ValueError for anything else: no other text ever becomes a key."""
    if not is_digest(digest):
        raise ValueError("a digest is sha256:<64 lower-case hexadecimal digits>")
    return PREFIX + digest.removeprefix("sha256:")


class Blobs:
    """The bucket's operations. All but `link` raise Unavailable when the object store does not answer."""

    def __init__(self, settings: S3Settings) -> None:
        self.bucket = settings.bucket
        self._region = settings.region
        self._limiter = CapacityLimiter(THREADS)
        self._writing: WeakValueDictionary[str, Lock] = WeakValueDictionary()
        self._client = new_session().client(
            "s3",
            endpoint_url=settings.endpoint_url,
            aws_access_key_id=settings.access_key_id,
            aws_secret_access_key=settings.secret_access_key,
            region_name=settings.region,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if settings.endpoint_url else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=10,
                retries={"max_attempts": 2, "mode": "standard"},
                max_pool_connections=THREADS,
            ),
        )

    async def put(self, digest: str, body: BinaryIO, size: int, content_type: str) -> None:
        """Stores the bytes under their digest, unless they are there; the body is read from its start."""
        lock = self._writing.setdefault(digest, Lock())
        async with lock:
            if not await self._run(partial(self._has, digest, size)):
                await self._run(partial(self._write, digest, body, size, content_type))

    def _has(self, digest: str, size: int) -> bool:
        try:
            found = self._client.head_object(Bucket=self.bucket, Key=key_of(digest))
        except ClientError as error:
            if _status_of(error) != 404:
                raise
            return False
        return found["ContentLength"] == size  # not what a server that was killed has left of it

    def _write(self, digest: str, body: BinaryIO, size: int, content_type: str) -> None:
        body.seek(0)
        self._client.put_object(
            Bucket=self.bucket, Key=key_of(digest), Body=body, ContentLength=size, ContentType=content_type
        )

    async def pieces(self, digest: str) -> AsyncGenerator[bytes, None]:
        """The object's bytes, a little at a time."""
        found = await self._run(partial(self._client.get_object, Bucket=self.bucket, Key=key_of(digest)))
        body = found["Body"]
        try:
            while piece := await self._run(partial(body.read, PIECE_BYTES)):
                yield piece
        finally:
            body.close()

    async def remove(self, digest: str) -> None:
        """Removes the object; removing what is not there is no error."""
        await self._run(partial(self._client.delete_object, Bucket=self.bucket, Key=key_of(digest)))

    async def list(self) -> list[StoredObject]:
        """Every object of ours in the bucket."""
        return await self._run(lambda: list(self._pages()))

    def _pages(self) -> Iterator[StoredObject]:
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=PREFIX):
            for item in page.get("Contents", ()):
                digest = "sha256:" + item["Key"].removeprefix(PREFIX)
                if is_digest(digest):  # what somebody else put there is theirs
                    yield StoredObject(digest, item["Size"], item["LastModified"])

    def link(self, digest: str, file_name: str, content_type: str, *, inline: bool = False, head: bool = False) -> str:
        """A URL that gives these bytes, and only these, for five minutes; the server chooses name and type.

        It is good for GET, or with `head` for HEAD: the signature covers the method.
        """
        disposition = "inline" if inline else f'attachment; filename="{file_name}"'
        return str(
            self._client.generate_presigned_url(
                "head_object" if head else "get_object",
                Params={
                    "Bucket": self.bucket,
                    "Key": key_of(digest),
                    "ResponseContentDisposition": disposition,
                    "ResponseContentType": content_type,
                },
                ExpiresIn=PRESIGNED_SECONDS,
            )
        )

    async def ensure_bucket(self) -> None:
        """Makes the bucket where it is missing."""
        await self._run(self._create_if_missing)

    def _create_if_missing(self) -> None:
        if self._is_there():
            return
        try:
            self._create()
        except ClientError:
            if not self._is_there():  # another server was not quicker
                raise

    def _is_there(self) -> bool:
        try:
            self._client.head_bucket(Bucket=self.bucket)
        except ClientError as error:
            if _status_of(error) != 404:
                raise
            return False
        return True

    def _create(self) -> None:
        if self._region == NAMELESS_REGION:
            self._client.create_bucket(Bucket=self.bucket)
        else:
            place: Any = {"LocationConstraint": self._region}  # of the regions that boto3 knows, or of another store
            self._client.create_bucket(Bucket=self.bucket, CreateBucketConfiguration=place)

    async def check(self) -> None:
        """Raises Unavailable unless the bucket is there."""
        if not await self._run(self._is_there):
            raise Unavailable("The bucket is not there; a server makes it when it starts.")

    async def _run(self, call: Callable[[], T]) -> T:
        with _translated():
            return await anyio.to_thread.run_sync(call, limiter=self._limiter, abandon_on_cancel=False)


def _status_of(error: ClientError) -> int | None:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "an error")
        raise Unavailable(f"The object store answered {code}; try again later.") from error
    except BotoCoreError as error:
        raise Unavailable("The object store does not answer; try again later.") from error
