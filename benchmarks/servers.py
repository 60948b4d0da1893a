"""The servers under test as processes: started, waited for, pinned, asked, ended."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.places import CACHE, ROOT, cores, pin
from server.embedded.child import tethered
from storage.connect import connect

READY_WITHIN_S = 60.0
END_WITHIN_S = 10.0


class ServerError(RuntimeError):
    """A server did not start or did not answer; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """How a server is started and spoken to. `skips` are operations that it is not asked."""

    name: str
    title: str
    command: Callable[[], list[str]]
    environment: Mapping[str, str] = field(default_factory=dict)
    path: str = "/graphql"
    documents: Path = ROOT / "benchmarks" / "queries"
    has_global_ids: bool = True
    is_ours: bool = False
    skips: frozenset[str] = frozenset()
    setup: Path | None = None
    """SQL that the database needs for it; run before each start."""


@dataclass(slots=True)
class Server:
    """A started candidate."""

    candidate: Candidate
    port: int
    pid: int
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The candidate's."""
        return self.candidate.name

    @property
    def url(self) -> str:
        """Where it answers GraphQL."""
        return f"http://127.0.0.1:{self.port}{self.candidate.path}"

    def headers(self, caller: str | None) -> dict[str, str]:
        """What says who calls: a token of ours; a peer takes our word, which saves it the work."""
        if caller is None:
            return {}
        if self.candidate.is_ours:
            return {"Authorization": f"Bearer {self.tokens[caller]}"}
        return {"X-Caller": caller}

    def ask(self, body: str, headers: Mapping[str, str]) -> Any:
        """The data of the answer. ServerError for any other answer."""
        told = json.loads(self.answer(body, headers))
        if told.get("errors"):
            raise ServerError(f"{self.name}: {json.dumps(told['errors'])[:500]}")
        return told["data"]

    def answer(self, body: str, headers: Mapping[str, str]) -> bytes:
        """The bytes of the answer. ServerError for any other status than 200."""
        request = urllib.request.Request(  # noqa: S310 - our own address
            self.url, body.encode(), {"Content-Type": "application/json", **headers}
        )
        try:
            with urllib.request.urlopen(request, timeout=READY_WITHIN_S) as answer:  # noqa: S310
                return bytes(answer.read())
        except OSError as error:
            raise ServerError(f"{self.name}: {_reason(error)}") from error


@contextmanager
def started(candidate: Candidate, database_url: str) -> Iterator[Server]:
    """The server, ready and pinned, until the context ends."""
    if candidate.setup is not None:
        asyncio.run(_run_sql(candidate.setup.read_text(), database_url))
    port = _free_port()
    log = CACHE / f"{candidate.name}.log"
    environment = {**os.environ, **candidate.environment, "PORT": str(port), "DATABASE_URL": database_url}
    environment.setdefault("NODE_ENV", "production")
    with log.open("wb") as output:
        command = tethered(tuple(candidate.command()), signal.SIGTERM, None, None)  # it ends with us, however we end
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)  # noqa: S603
    try:
        pin(process.pid, cores().server)
        _wait(process, port, candidate.name, log)
        pin(process.pid, cores().server)
        yield Server(candidate, port, process.pid)
    finally:
        _end(process.pid)


def sign_in(server: Server, caller: str, password: str) -> None:
    """Keeps a session token for the caller."""
    document = "mutation ($input: LoginInput!) { login(input: $input) { token userErrors { message } } }"
    variables = {"input": {"username": caller, "password": password}}
    told = server.ask(json.dumps({"query": document, "variables": variables}), {})["login"]
    if told["userErrors"]:
        raise ServerError(f"{server.name}: {caller} cannot sign in: {told['userErrors']}")
    server.tokens[caller] = told["token"]


def python_module(name: str) -> Callable[[], list[str]]:
    """Runs a module by our own Python."""
    return lambda: [sys.executable, "-m", name]


async def _run_sql(statements: str, database_url: str) -> None:
    connection = await connect(database_url)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


def _wait(process: "subprocess.Popen[bytes]", port: int, name: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise ServerError(f"{name} did not start; the end of {log}:\n{log.read_text(errors='replace')[-1500:]}")


def _end(pid: int) -> None:
    """By its id, politely first; and all that it started."""
    with suppress(psutil.NoSuchProcess):
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        tree[0].terminate()
        _, alive = psutil.wait_procs(tree, timeout=END_WITHIN_S)
        for process in alive:
            process.kill()


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {error.read(500).decode(errors='replace')}"
    return str(error)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
