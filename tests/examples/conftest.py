"""The started server of the end-to-end tests, for the clients in examples/."""

from tests.e2e.conftest import admin, anonymous, base_url

__all__ = ["admin", "anonymous", "base_url"]
