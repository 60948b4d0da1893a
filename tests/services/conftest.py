"""What the use cases are tried on: a database with a cast, a stage, a desk for syncs, a shop that imports."""

import secrets
from collections.abc import AsyncIterator, Iterator

import pytest

from server.embedded import Backends
from storage.blobs import Blobs
from storage.database import Database
from tests.fixtures.upstream import Upstream, an_upstream
from tests.personas import Cast
from tests.services.shop import Shop, a_shop
from tests.services.stage import Stage, set_stage
from tests.services.syncing import Desk, a_desk


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The pool of one test's database."""
    pool = Database(database_url)
    yield pool
    await pool.close()


@pytest.fixture
async def cast(prepared_database_url: str) -> AsyncIterator[Cast]:
    """The built-in roles and the first admin, in a database of their own."""
    pool = Database(prepared_database_url)
    yield await Cast.of(pool)
    await pool.close()


@pytest.fixture(scope="module")
def blobs(module_backends: Backends) -> Blobs:
    """The bucket of a module's tests."""
    return Blobs(module_backends.s3)


@pytest.fixture
async def stage(module_backends: Backends, blobs: Blobs) -> AsyncIterator[Stage]:
    """A workspace of one test's own, in the database of its module."""
    database = Database(module_backends.database_url)
    yield await set_stage(database, blobs, f"w-{secrets.token_hex(4)}")
    await database.close()


@pytest.fixture
async def desk(module_database_url: str) -> AsyncIterator[Desk]:
    """A workspace of one test's own whose repositories can be synced."""
    async with a_desk(module_database_url, f"w{secrets.token_hex(4)}") as desk:
        yield desk


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """An empty repository on this machine."""
    with an_upstream() as upstream:
        yield upstream


@pytest.fixture
def elsewhere() -> Iterator[Upstream]:
    """Another host, for it has another port."""
    with an_upstream() as upstream:
        yield upstream


@pytest.fixture
async def shop(module_backends: Backends, blobs: Blobs, upstream: Upstream) -> AsyncIterator[Shop]:
    """A workspace of one test's own, and a repository that lists two versions of emqx and one of redis."""
    for name, version in (("emqx", "1.0.0"), ("emqx", "1.1.0"), ("redis", "7.0.0")):
        upstream.publish(name, version)
    async with a_shop(module_backends.database_url, blobs, f"w-{secrets.token_hex(4)}", upstream) as shop:
        yield shop
