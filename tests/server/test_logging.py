"""The log of requests: a line each, soon, to the last one, and nothing in it that a client can write."""

import io
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from server.embedded import Backends
from server.logging import MOST_WAITING, WRITE_EVERY_S, SomeAtATime, access, log_access
from tests.server.test_serve import COMMAND, PATIENCE_S, ROOT, environment

LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO chandlery\.access ([A-Z?]+) (\S+) (\d+) \d+\.\d ms ([0-9a-f]{16}|x)"
)


class Server:
    """A server that runs by itself; what it logs goes to a file."""

    def __init__(self, process: psutil.Popen, url: str, log: Path) -> None:
        self.process, self.url, self._log = process, url, log

    def lines(self) -> list[str]:
        """The lines of requests so far."""
        return [line for line in self._log.read_text().splitlines() if "chandlery.access" in line]


@contextmanager
def logging_server(backends: Backends, data_dir: Path) -> Iterator[Server]:
    given = {
        "DATABASE_URL": backends.database_url,
        "S3_ENDPOINT_URL": str(backends.s3.endpoint_url),
        "S3_ACCESS_KEY_ID": str(backends.s3.access_key_id),
        "S3_SECRET_ACCESS_KEY": str(backends.s3.secret_access_key),
        "S3_BUCKET": backends.s3.bucket,
    }
    log = data_dir / "log"
    with log.open("w") as errors:
        process = psutil.Popen(
            COMMAND, cwd=ROOT, env=environment(data_dir, **given), stdout=subprocess.PIPE, stderr=errors, text=True
        )
        with process:
            try:
                told = (re.search(r"at (http://\S+)/graphql", line) for line in process.stdout)
                yield Server(process, next(found[1] for found in told if found), log)
            finally:
                if process.poll() is None:
                    process.terminate()
                process.wait(PATIENCE_S)


@pytest.fixture
def server(backends: Backends, data_dir: Path) -> Iterator[Server]:
    with logging_server(backends, data_dir) as started:
        yield started


def test_a_line_is_written_at_most_half_a_second_after_its_request(server: Server) -> None:
    for number in range(1, 4):
        httpx.get(f"{server.url}/healthz", timeout=PATIENCE_S)
        deadline = time.monotonic() + WRITE_EVERY_S + 0.5  # this machine has other things to do
        while len(server.lines()) < number:
            assert time.monotonic() < deadline, "the line was not written"
            time.sleep(0.02)

    assert all(LINE.fullmatch(line) for line in server.lines())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_writes_every_line_that_waits(server: Server, number: signal.Signals) -> None:
    with httpx.Client(timeout=PATIENCE_S) as http:
        for _ in range(50):
            assert http.get(f"{server.url}/healthz").is_success
    server.process.send_signal(number)

    assert server.process.wait(PATIENCE_S) == 0
    assert [LINE.fullmatch(line)[2] for line in server.lines()] == ["/healthz"] * 50  # type: ignore[index]  # they match


HOSTILE = [
    b"GET /healthz%0d%0a2026-01-01%20INFO%20forged HTTP/1.1\r\nHost: a\r\n",
    b"GET /files/secret-token\n HTTP/1.1\r\nHost: a\r\n",
    b"GET /graphql?query=%0d%0aforged HTTP/1.1\r\nHost: a\r\n",
    b"FORGED-METHOD /healthz HTTP/1.1\r\nHost: a\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Request-Id: forged\r\nUser-Agent: forged\x0bforged\r\n",
    "GET /healthz\u0085forged HTTP/1.1\r\nHost: a\r\n".encode("latin-1"),
    b"GET /forged HTTP/1.1\r\nHost: forged\r\nX-Forwarded-For: forged\r\n",
]


def test_nothing_that_a_client_writes_is_in_a_line(server: Server) -> None:
    port = int(server.url.rpartition(":")[2])
    for request in HOSTILE:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as connection:
            connection.sendall(request + b"Connection: close\r\n\r\n")
            while connection.recv(65536):
                pass
    httpx.get(f"{server.url}/healthz", timeout=PATIENCE_S)
    server.process.terminate()
    server.process.wait(PATIENCE_S)

    found = [LINE.fullmatch(line) for line in server.lines()]
    assert 4 <= len(found) <= len(HOSTILE) + 1
    assert all(found)
    told = "\n".join(server.lines())
    assert "forged" not in told.lower()
    assert "secret" not in told


# -- in this process


@pytest.fixture
def written() -> Iterator[tuple[SomeAtATime, io.StringIO]]:
    stream = io.StringIO()
    handler, level = SomeAtATime(stream), access.level
    access.addHandler(handler)
    access.setLevel("INFO")
    yield handler, stream
    access.removeHandler(handler)
    access.setLevel(level)


def test_lines_wait_for_each_other_and_are_written_in_their_order(written: tuple[SomeAtATime, io.StringIO]) -> None:
    handler, stream = written
    for status in (200, 304, 499):
        log_access("GET", "/graphql", status, 0.04, "x")
    assert stream.getvalue() == ""

    handler.flush()
    handler.flush()

    assert [LINE.fullmatch(line)[3] for line in stream.getvalue().splitlines()] == ["200", "304", "499"]  # type: ignore[index]  # they match


def test_no_more_than_so_many_ever_wait(written: tuple[SomeAtATime, io.StringIO]) -> None:
    for number in range(MOST_WAITING * 2 + 1):
        log_access("GET", "/graphql", number, 1, "x")

    assert len(written[1].getvalue().splitlines()) == MOST_WAITING * 2


@pytest.mark.parametrize("method", ["GET\r\nforged", "GET forged", "", "G" * 1000, "GÉT\u2028"])
def test_a_method_that_is_none_is_not_told(written: tuple[SomeAtATime, io.StringIO], method: str) -> None:
    handler, stream = written

    log_access(method, "/graphql", 405, 1, "x")
    handler.flush()

    (line,) = stream.getvalue().splitlines()
    assert LINE.fullmatch(line)
    assert len(line) < 100


def test_a_log_that_wants_only_warnings_is_told_of_no_request(written: tuple[SomeAtATime, io.StringIO]) -> None:
    access.setLevel("WARNING")

    log_access("GET", "/graphql", 200, 1, "x")
    written[0].flush()

    assert written[1].getvalue() == ""
