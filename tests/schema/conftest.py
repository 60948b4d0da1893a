"""The fixture of the world, for tests of what is read."""

from collections.abc import AsyncIterator

import pytest

from tests.resolvers.world import World, open_world


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The store of tests/resolvers/world.py in a database of its own."""
    async with open_world(database_url) as built:
        yield built


@pytest.fixture(scope="module")
async def shared(module_database_url: str) -> AsyncIterator[World]:
    """The same for tests that only read, once for all of a module's."""
    async with open_world(module_database_url) as built:
        yield built
