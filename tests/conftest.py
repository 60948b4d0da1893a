"""The fixtures that every test may ask for; each lives with its like in tests/fixtures/."""

pytest_plugins = ["tests.fixtures.collector", "tests.fixtures.passwords", "tests.fixtures.services"]
