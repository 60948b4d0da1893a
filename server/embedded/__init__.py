"""Owns the question where the database and the bucket are: those named by the settings, or embedded ones.

Everything else sees only `Backends` and cannot tell the difference.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from server.data_dir import locked, make_data_dir
from server.embedded.postgres import open_postgres
from server.embedded.s3 import open_s3
from server.settings import Settings
from storage.blobs import S3Settings


@dataclass(frozen=True, slots=True)
class Backends:
    """Where the database is (a libpq URL, `postgresql://`) and where the bucket is (which may not exist yet)."""

    database_url: str = field(repr=False)
    s3: S3Settings = field(repr=False)


@contextmanager
def open_backends(settings: Settings) -> Iterator[Backends]:
    """The database and the object store, running until the context ends.

    Raises DataDirError when another server uses the data folder, ChildError when an embedded part cannot start.
    """
    with ExitStack() as stack:
        if settings.database_url is None or settings.s3_endpoint_url is None:
            make_data_dir(settings.data_dir)
            stack.enter_context(locked(settings.data_dir))
        yield Backends(
            database_url=settings.database_url or stack.enter_context(open_postgres(settings.data_dir)),
            s3=_given_s3(settings) or _embedded_s3(settings, stack),
        )


def _given_s3(settings: Settings) -> S3Settings | None:
    if settings.s3_endpoint_url is None or settings.s3_access_key_id is None or settings.s3_secret_access_key is None:
        return None
    return S3Settings(
        endpoint_url=settings.s3_endpoint_url,
        bucket=settings.s3_bucket,
        access_key_id=settings.s3_access_key_id,
        secret_access_key=settings.s3_secret_access_key,
        region=settings.s3_region,
    )


def _embedded_s3(settings: Settings, stack: ExitStack) -> S3Settings:
    endpoint_url, access_key_id, secret = stack.enter_context(open_s3(settings.data_dir))
    return S3Settings(endpoint_url, settings.s3_bucket, access_key_id, secret, settings.s3_region)
