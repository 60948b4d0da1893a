"""The fixtures of the world and of the laboratory, for tests of what clients see and do."""

from tests.resolvers.conftest import shared, world
from tests.schema.laboratory import laboratory, upstream

__all__ = ["laboratory", "shared", "upstream", "world"]
