"""The fixtures of the world, for tests of what clients see."""

from tests.resolvers.conftest import shared, world

__all__ = ["shared", "world"]
