"""A store in which everything can be tried: made once, and the same again for each caller, who asks the reference."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import ExecutionResult

from services.passwords import hash_password
from storage.blobs import Blobs, S3Settings
from storage.database import Database
from tests.fixtures.services import copying, run_sql, with_database
from tests.fixtures.upstream import Upstream, an_upstream
from tests.resolvers.world import SCHEMA, World, build_world
from tests.schema.callers import Caller
from tests.schema.chances import PASSWORD, Asker, add_chances

# Every caller asks the same: what is read and validated once is not again.
REFERENCE = copy(SCHEMA)
REFERENCE.extensions = [ParserCache(), ValidationCache()]


@dataclass
class Laboratory:
    """A store with something for everyone, made once, and the same again for each caller."""

    server_url: str
    name: str
    database: Database
    blobs: Blobs
    password_hash: str
    upstream: Upstream
    rows: Mapping[str, Any]

    async def admit(self, caller: Caller) -> Asker:
        """The caller in a store as it was made."""
        await self.database.close()
        for statement in (f"DROP DATABASE IF EXISTS {self.copy}", copying(self.name, self.copy)):
            await asyncio.to_thread(run_sql, self.server_url, statement)
        world = World(self.database, dict(self.rows))
        return await Asker.join(world, caller, self.blobs, self.password_hash, self.upstream)

    @property
    def copy(self) -> str:
        """The name of the database that the caller is in."""
        return f"{self.name}_copy"


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    with an_upstream() as upstream:
        upstream.publish("imported", "1.0.0")
        upstream.files["/junk-2.0.0.tgz"] = b"junk"
        upstream.files["/junk/index.yaml"] = b"<html>"
        yield upstream


@pytest.fixture(scope="module")
async def laboratory(
    postgres_url: str, module_database_url: str, module_s3: S3Settings, upstream: Upstream
) -> AsyncIterator[Laboratory]:
    name = urlsplit(module_database_url).path.lstrip("/")
    made, password_hash = Database(module_database_url, pool_size=1), await hash_password(PASSWORD)
    world = await build_world(made)
    await add_chances(world, password_hash, upstream)
    await made.close()
    database = Database(with_database(postgres_url, f"{name}_copy"), pool_size=3)
    laboratory = Laboratory(postgres_url, name, database, Blobs(module_s3), password_hash, upstream, world.rows)
    yield laboratory
    await database.close()
    await asyncio.to_thread(run_sql, postgres_url, f"DROP DATABASE IF EXISTS {laboratory.copy} WITH (FORCE)")


async def executed(asker: Asker, document: str, variables: Mapping[str, Any]) -> ExecutionResult:
    """What comes of it, in a call of its own."""
    call = asker.call()
    try:
        return await REFERENCE.execute(document, variable_values=dict(variables), context_value=call)
    finally:
        await call.reader.close()
