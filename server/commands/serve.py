"""Owns the life of the serving process: port, backends, app, signals, and leaving nothing behind.

Must not know what the app does.
"""

import asyncio
import errno
import signal
import socket
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from threading import Thread
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from domain.errors import Unavailable
from server.commands.requests import RequestProtocol
from server.commands.sockets import SocketProtocol
from server.embedded import Backends, open_backends
from server.logging import talk
from server.memory import give_back, stay_small
from server.refusal import Refusal
from server.settings import Settings
from storage.blobs import Blobs
from storage.connect import connect

HOST = "127.0.0.1"
APPLICATION = "server.app"
"""Not imported above: what is refused before it is needed is told at once."""
BACKLOG = 2048
GRACE_S = 10  # for requests under way when we are told to stop
TALKATIVE = (
    "uvicorn",
    "alembic",
    "botocore",
    "boto3",
    "urllib3",
    "asyncio",
    "httpx2",
    "httpcore2",
    "procrastinate",
    "psycopg",
)


class BackendError(Refusal):
    """The database or the object store cannot be had; the message says which and why."""


class PortError(Refusal):
    """The port cannot be had; the message says why and what to do."""


def run(environ: Mapping[str, str], _: Namespace) -> None:
    """Serves until Ctrl-C or SIGTERM, then ends by SystemExit(0) with everything stopped that it started.

    Raises SettingsError, PortError, DataDirError, ChildError and BackendError before anything is served.
    """
    stay_small()
    settings = Settings.from_environment(environ)
    talk(settings.log_level, TALKATIVE)
    _stop_on_signals()
    with _listening(settings.port) as listener:
        settings = Settings.from_environment({**environ, "PORT": str(listener.getsockname()[1])})
        loaded = _loaded_aside()
        with open_backends(settings) as backends:
            asyncio.run(reach(backends))
            loaded.join()
            app: Starlette = import_module(APPLICATION).build_app(settings, backends)
            _serve(app, listener, settings)


def _loaded_aside() -> Thread:
    """Loads the application, which takes a second or two, while programs start. What fails in it fails again later."""
    loading = Thread(target=import_module, args=(APPLICATION,), name="loading")
    loading.start()
    return loading


async def reach(backends: Backends) -> None:
    """Passes when database and object store let us in; BackendError says which does not, and why."""
    try:
        await (await connect(backends.database_url)).close()
    except Exception as error:
        raise BackendError(f"DATABASE_URL: no connection: {why(error)}") from error
    try:
        await Blobs(backends.s3).ensure_bucket()
    except Unavailable as error:
        raise BackendError(f"S3_ENDPOINT_URL, bucket {backends.s3.bucket}: {why(error.__cause__ or error)}") from error


def why(error: BaseException) -> str:
    """What the error says, on one line; its name where it says nothing."""
    return " ".join(str(error).split()) or type(error).__name__


class _Server(uvicorn.Server):
    """Says where it serves as soon as it does, and to the app that it stops before it waits for answers to end."""

    def __init__(self, config: uvicorn.Config, url: str, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._url = url
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        give_back()
        print(f"Chandlery serves GraphQL at {self._url}", flush=True)  # noqa: T201

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


def _serve(app: Starlette, listener: socket.socket, settings: Settings) -> None:
    config = uvicorn.Config(
        app,
        lifespan="on",
        http=RequestProtocol,
        ws=SocketProtocol,
        ws_max_size=settings.live_message_bytes,
        ws_per_message_deflate=False,  # its buffers would take more than all else that a subscriber takes
        log_config=None,
        access_log=False,
        server_header=False,
        # Every client comes from 127.0.0.1: none may name another address for itself, but through a proxy of ours.
        proxy_headers=settings.trusted_proxies is not None,
        forwarded_allow_ips=list(settings.trusted_proxies or ()),
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE_S,
    )
    _Server(config, f"http://{HOST}:{settings.port}/graphql", app.state.stopping).run([listener])


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """The port is ours before anything is started, and callers wait in its queue until we serve."""
    try:
        listener = socket.create_server((HOST, port), backlog=BACKLOG)
    except OSError as error:
        raise PortError(_port_fault(port, error)) from error
    with listener:
        yield listener


def _port_fault(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {HOST} is in use; stop what listens there or choose another with PORT"
    return f"port {port} of {HOST} cannot be had: {error.strerror}"


def _stop_on_signals() -> None:
    """A signal raises SystemExit wherever we are, so that every context is left; a second one does not disturb that.

    While uvicorn runs it takes the signal, ends its requests, and then hands it on to us.
    """
    signal.signal(signal.SIGINT, _leave)
    signal.signal(signal.SIGTERM, _leave)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # which nohup asks for
        signal.signal(signal.SIGHUP, lambda _number, _frame: signal.raise_signal(signal.SIGTERM))


def _leave(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)
