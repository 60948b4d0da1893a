"""The sweep removes what nothing refers to, and never what something refers to or is about to."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import text

from domain.commands.templates import CreateVersion
from domain.errors import Rejected, Unavailable
from server.embedded import Backends
from services import pictures, versions
from services.packages import read_package, store
from services.sweep import sweep
from storage.blobs import Blobs, S3Settings
from storage.database import Database
from tests.fixtures.services import new_s3_client
from tests.services.stage import Stage, received, set_stage
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio
AT_ONCE = timedelta(0)


@pytest.fixture
async def stage(backends: Backends) -> AsyncIterator[Stage]:
    database = Database(backends.database_url)
    blobs = Blobs(backends.s3)
    yield await set_stage(database, blobs)
    await database.close()


async def digests(stage: Stage) -> set[str]:
    return {found.digest for found in await stage.blobs.list()}


async def test_an_upload_that_was_never_referred_to_goes_and_its_row_with_it(stage: Stage) -> None:
    package = await read_package(stage.isv, received(make_chart("lost", "1.0.0")), "package")
    await store(stage.isv, package.stored)
    assert await sweep(stage.database, stage.blobs, AT_ONCE) == 1
    assert await digests(stage) == set()


async def test_an_object_without_a_row_goes(stage: Stage) -> None:
    stray = "sha256:" + sha256(b"stray").hexdigest()
    await stage.blobs.put(stray, io.BytesIO(b"stray"), 5, "text/plain")
    await asyncio.sleep(1.1)  # the bucket tells times in whole seconds
    assert await sweep(stage.database, stage.blobs, AT_ONCE) == 1
    assert await digests(stage) == set()


async def test_what_others_put_into_the_bucket_stays_and_stops_nothing(stage: Stage, backends: Backends) -> None:
    client = new_s3_client(backends.s3)
    client.put_object(Bucket=backends.s3.bucket, Key="blobs/README.txt", Body=b"mine")
    stray = "sha256:" + sha256(b"stray").hexdigest()
    await stage.blobs.put(stray, io.BytesIO(b"stray"), 5, "text/plain")
    await asyncio.sleep(1.1)  # the bucket tells times in whole seconds
    assert await sweep(stage.database, stage.blobs, AT_ONCE) == 1
    kept = client.list_objects_v2(Bucket=backends.s3.bucket)["Contents"]
    assert [found["Key"] for found in kept] == ["blobs/README.txt"]


async def test_what_is_young_stays(stage: Stage) -> None:
    package = await read_package(stage.isv, received(make_chart("young", "1.0.0")), "package")
    await store(stage.isv, package.stored)
    assert await sweep(stage.database, stage.blobs) == 0
    assert await digests(stage) == {package.digest}


async def test_what_a_version_has_stays_and_a_replaced_package_goes(stage: Stage) -> None:
    _, version = await stage.template()
    before = await digests(stage)
    assert await sweep(stage.database, stage.blobs, AT_ONCE) == 0
    await versions.replace_package(stage.isv, version, received(make_chart("emqx", "v1.0.1")), 1)
    assert await sweep(stage.database, stage.blobs, AT_ONCE) == 1
    assert len(await digests(stage)) == 1 and not before & await digests(stage)
    async with stage.database.write() as tx:
        orphans = await tx.scalar(text("SELECT count(*) FROM package WHERE chart_version = 'v1.0.0'"))
    assert orphans == 0


async def test_a_text_that_another_package_has_stays(stage: Stage) -> None:
    _, version = await stage.template(files={"README.md": b"# shared words"})
    await stage.template("other", "1.0.0", files={"README.md": b"# shared words"})
    await versions.delete_version(stage.isv, version)
    await sweep(stage.database, stage.blobs, AT_ONCE)
    async with stage.database.write() as tx:
        kept = await tx.scalar(text("SELECT count(*) FROM text_blob WHERE text = '# shared words'"))
    assert kept == 1


async def test_uploads_beside_a_sweep_never_lose_their_package(stage: Stage) -> None:
    """The same bytes again and again, left behind and referred to, while sweeps run."""
    template, _ = await stage.template()
    for number in range(5):
        package = make_chart("emqx", f"v2.0.{number}")
        await store(stage.isv, (await read_package(stage.isv, received(package), "package")).stored)
        await asyncio.gather(
            sweep(stage.database, stage.blobs, AT_ONCE),
            versions_create(stage, template, package),
            sweep(stage.database, stage.blobs, timedelta(milliseconds=1)),
            return_exceptions=True,
        )
        present = await digests(stage)
        for version in await stage.versions_of(UUID(template[4:])):
            assert version.package_digest in present


async def versions_create(stage: Stage, template: str, package: bytes) -> None:
    await versions.create_version(stage.isv, CreateVersion(template), received(package))


async def test_nothing_is_written_for_a_package_that_is_refused(stage: Stage) -> None:
    template, _ = await stage.template()
    before = await digests(stage)
    for package in (make_chart("another", "1.0.0"), make_chart("emqx", "v1.0.0"), b"no chart at all"):
        with pytest.raises(Rejected):
            await versions_create(stage, template, package)
    assert await digests(stage) == before


async def test_a_bucket_that_does_not_answer_leaves_nothing_half_done(stage: Stage) -> None:
    template, _ = await stage.template()
    stage.isv.blobs = Blobs(S3Settings("http://127.0.0.1:9", "none", "key", "secret"))
    with pytest.raises(Unavailable):
        await versions_create(stage, template, make_chart("emqx", "v2.0.0"))
    assert [version.version for version in await stage.versions_of(UUID(template[4:]))] == ["v1.0.0"]


async def test_no_database_connection_is_held_while_the_bucket_is_waited_for(backends: Backends) -> None:
    """With one connection in the pool, an upload whose bucket hangs must not keep others from the database."""
    database = Database(backends.database_url, pool_size=1)
    stage = await set_stage(database, Blobs(backends.s3))
    template, _ = await stage.template()

    waiting = asyncio.Event()

    class Slow(Blobs):
        async def put(self, *arguments: object) -> None:
            waiting.set()
            await asyncio.sleep(30)

    stage.isv.blobs = Slow(backends.s3)
    upload = asyncio.create_task(versions_create(stage, template, make_chart("emqx", "v9.0.0")))
    await asyncio.wait_for(waiting.wait(), 10)
    await asyncio.wait_for(stage.versions_of(UUID(template[4:])), 5)
    upload.cancel()
    await asyncio.gather(upload, return_exceptions=True)
    await database.close()


async def test_screenshots_are_at_most_six_and_kept_by_digest(stage: Stage) -> None:
    template, _ = await stage.template()
    with pytest.raises(Rejected, match="at most 6"):
        await pictures.set_screenshots(stage.isv, template, [], [received(b"") for _ in range(7)])
    with pytest.raises(Rejected, match="not a screenshot"):
        await pictures.set_screenshots(stage.isv, template, ["sha256:" + "0" * 64], [])
