"""A started server for the end-to-end tests: the real application under the real uvicorn, on a free port."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from server.app import build_app
from server.embedded import Backends
from server.settings import Settings
from tests.e2e.client import Client

ADMIN_PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def base_url(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that the tests of one module share."""
    with serving(module_backends, tmp_path_factory.mktemp("data")) as url:
        yield url


class serving:  # noqa: N801 - reads as a function: `with serving(backends, folder) as url:`
    """Runs the application until the context ends."""

    def __init__(self, backends: Backends, data_dir: Path, **variables: str) -> None:
        known = {"DATA_DIR": str(data_dir), "ADMIN_PASSWORD": ADMIN_PASSWORD, "PORT": "0", "WORKER_CONCURRENCY": "0"}
        environment = {**known, **variables}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        settings = Settings.from_environment({**environment, "PUBLIC_URL": self.url})
        config = uvicorn.Config(build_app(settings, backends), lifespan="on", log_config=None, access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        deadline = time.monotonic() + 30
        while not self._server.started:
            assert self._thread.is_alive() and time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)
        return self.url

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=20)
        self._listener.close()


@pytest.fixture(scope="module")
def anonymous(base_url: str) -> Iterator[Client]:
    """Nobody in particular."""
    with httpx.Client(base_url=base_url, timeout=30) as http:
        yield Client(http)


@pytest.fixture(scope="module")
def admin(anonymous: Client) -> Client:
    """The first admin."""
    return anonymous.signed_in("admin", ADMIN_PASSWORD)
