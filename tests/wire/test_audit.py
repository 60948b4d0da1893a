"""The 61 audits of the npm package graphql-http, against a started server, as somebody without a credential."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.embedded import Backends
from tests.e2e.conftest import serving
from tools.node import install, node, run

AUDIT = Path(__file__).parent / "audit"


@pytest.fixture(scope="module")
def url(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(module_backends, tmp_path_factory.mktemp("data")) as served:
        yield served


def test_every_audit_of_graphql_over_http_passes(url: str) -> None:
    install(AUDIT)

    told = run(AUDIT, str(node()), "audit.mjs", f"{url}/graphql")

    assert told.strip() == "61/61", told
