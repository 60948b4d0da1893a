"""`python -m server` as people and supervisors run it: a process with an environment, a port and signals."""

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from server.settings import variables
from storage.blobs import S3Settings
from tests.e2e.client import Client
from tests.e2e.conftest import ADMIN_PASSWORD
from tests.e2e.tutorial import gather, play
from tests.fixtures.services import a_data_dir, run_sql

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "server")
PATIENCE_S = 30.0


@dataclass(frozen=True)
class Served:
    """A server that runs, its address, and what it has started."""

    process: psutil.Popen
    url: str
    data_dir: Path

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=PATIENCE_S)

    def started(self) -> list[psutil.Process]:
        return self.process.children(recursive=True)

    def part(self, name: str) -> psutil.Process:
        """What it has started that has the name."""
        [found] = [child for child in self.process.children() if child.name() == name]
        return found

    def ready(self) -> httpx.Response:
        """The answer once it is ready, or the last before patience ends."""
        deadline = time.monotonic() + PATIENCE_S
        while not (answer := self.get("/readyz")).is_success and time.monotonic() < deadline:
            time.sleep(0.1)
        return answer


def environment(data_dir: Path, **variables_given: str) -> dict[str, str]:
    """Ours without any setting that whoever runs the tests may have, and with a free port."""
    clean = {
        name: value for name, value in os.environ.items() if name not in {variable.name for variable in variables()}
    }
    return {**clean, "DATA_DIR": str(data_dir), "PORT": "0", **variables_given}


@contextmanager
def begun(data_dir: Path, **variables_given: str) -> Iterator[psutil.Popen]:
    """The process, perhaps not serving yet; ended afterwards with whatever it started."""
    environ = environment(data_dir, **variables_given)
    with psutil.Popen(
        COMMAND, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(PATIENCE_S)


@contextmanager
def served(data_dir: Path, **variables_given: str) -> Iterator[Served]:
    with begun(data_dir, **variables_given) as process:
        yield Served(process, announced_url(process), data_dir)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """A server in a new folder, for the tests that leave it as ready as they found it."""
    with a_data_dir() as folder, served(folder / "new") as started:
        yield started


def announced_url(process: psutil.Popen) -> str:
    """The address that the server prints once it serves. All else that it prints is read and dropped."""
    found: queue.Queue[str] = queue.Queue()

    def read() -> None:
        told = []
        for line in process.stdout:
            told.append(line)
            if match := re.search(r"serves GraphQL at (http://\S+)/graphql", line):
                found.put(match[1])
        found.put("".join(told))

    threading.Thread(target=read, daemon=True).start()
    answer = found.get(timeout=PATIENCE_S)
    assert answer.startswith("http://"), f"the server ended:\n{answer}"
    return answer


def refusal(data_dir: Path, **variables_given: str) -> str:
    """What a server says that does not start."""
    environ = environment(data_dir, **variables_given)
    done = subprocess.run(
        COMMAND, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


def assert_gone(processes: list[psutil.Process]) -> None:
    alive = psutil.wait_procs(processes, timeout=PATIENCE_S)[1]
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_a_first_start_makes_everything_and_is_ready(server: Served) -> None:
    assert server.get("/healthz").json() == {"status": "ok"}
    assert server.get("/readyz").status_code == 200
    assert {process.name() for process in server.process.children()} == {"postgres", "rclone"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_server_and_all_that_it_started(data_dir: Path, number: signal.Signals) -> None:
    with served(data_dir) as server:
        started = server.started()
        assert len(started) > 2

        server.process.send_signal(number)

        assert server.process.wait(PATIENCE_S) == 0
        assert_gone(started)


def begins(process: psutil.Popen) -> list[psutil.Process]:
    """What the server has started, once that is there; what runs while modules are loaded is no part of it."""
    started: list[psutil.Process] = []
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            started += [child] if child.name() in ("postgres", "rclone") else []
    return started


def test_a_signal_while_it_starts_leaves_nothing_behind(data_dir: Path) -> None:
    with begun(data_dir) as process:
        deadline = time.monotonic() + PATIENCE_S
        while not (started := begins(process)):
            assert time.monotonic() < deadline
            time.sleep(0.01)

        process.terminate()

        assert process.wait(PATIENCE_S) == 0
        assert_gone(started)
    with served(data_dir) as server:
        assert server.get("/readyz").status_code == 200


def test_after_a_kill_the_next_start_is_ready_again(data_dir: Path) -> None:
    with served(data_dir) as server:
        started = server.started()
        server.process.kill()
        server.process.wait(PATIENCE_S)

    with served(data_dir) as server:
        assert server.get("/readyz").status_code == 200
        assert_gone(started)


@pytest.mark.parametrize("name", ["postgres", "rclone"])
def test_a_killed_part_comes_back_while_the_server_serves(server: Served, name: str) -> None:
    part = server.part(name)

    part.kill()

    assert server.get("/healthz").status_code == 200
    assert server.ready().json()["status"] == "ready"
    assert not part.is_running()


def test_two_servers_run_side_by_side(server: Served, data_dir: Path) -> None:
    with served(data_dir) as second:
        assert server.url != second.url
        assert [one.get("/readyz").status_code for one in (server, second)] == [200, 200]

        second.process.terminate()
        second.process.wait(PATIENCE_S)

        assert server.get("/readyz").status_code == 200


def test_a_second_server_on_one_data_folder_is_refused_in_one_line(server: Served) -> None:
    told = refusal(server.data_dir)

    assert told.splitlines() == [
        f"chandlery: another server (process {server.process.pid}) uses DATA_DIR {server.data_dir}; "
        "stop it, or give this one its own DATA_DIR"
    ]
    assert server.get("/readyz").status_code == 200


def test_a_busy_port_is_refused_in_one_line_before_anything_is_started(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        told = refusal(data_dir / "unmade", PORT=str(port))

    [line] = told.splitlines()
    assert line.startswith(f"chandlery: port {port} of 127.0.0.1 is in use")
    assert not (data_dir / "unmade").exists()


def test_wrong_settings_are_refused_by_name(data_dir: Path) -> None:
    told = refusal(data_dir / "unmade", PORT="http", STORE_PUBLIC="perhaps")

    assert told.startswith("chandlery: PORT must be")
    assert "STORE_PUBLIC must be true or false" in told
    assert "Traceback" not in told


def test_given_backends_are_used_instead_of_embedded_ones(
    empty_data_dir: Path, empty_database_url: str, s3_server: S3Settings
) -> None:
    given = {
        "DATABASE_URL": empty_database_url,
        "S3_ENDPOINT_URL": s3_server.endpoint_url,
        "S3_ACCESS_KEY_ID": s3_server.access_key_id,
        "S3_SECRET_ACCESS_KEY": s3_server.secret_access_key,
        "S3_BUCKET": "made-at-start",
    }
    with served(empty_data_dir, **given) as server:
        assert server.get("/readyz").status_code == 200
        assert server.started() == []
    assert run_sql(empty_database_url, "SELECT count(*) FROM alembic_version")[0][0] == 1
    assert not (empty_data_dir / "postgres").exists()


def test_backends_that_let_nobody_in_are_refused_in_one_line(data_dir: Path, s3_server: S3Settings) -> None:
    nowhere = "postgresql://someone:hidden-secret@127.0.0.1:9/none?connect_timeout=5"

    told = refusal(data_dir, DATABASE_URL=nowhere)

    assert told.startswith("chandlery: DATABASE_URL: no connection: ")
    assert len(told.splitlines()) == 1
    assert "hidden-secret" not in told
    given = {
        "S3_ENDPOINT_URL": str(s3_server.endpoint_url),
        "S3_ACCESS_KEY_ID": "wrong",
        "S3_SECRET_ACCESS_KEY": "wrong",
    }
    told = refusal(data_dir, **given)
    assert told.startswith("chandlery: S3_ENDPOINT_URL, bucket chandlery: ")
    assert len(told.splitlines()) == 1


def test_what_cannot_be_reached_is_named_and_no_credential_told(server: Served) -> None:
    database = server.part("postgres")
    for process in (database, *database.children()):
        process.suspend()
    try:
        answer = server.get("/readyz")
    finally:
        for process in (database, *database.children()):
            process.resume()
    assert server.ready().is_success
    assert answer.status_code == 503
    assert "database" in answer.json()["failing"]
    assert "bucket" not in answer.json()["failing"]


@pytest.mark.skipif(not (ROOT / ".venv" / ".installed").exists(), reason="`make` has not installed the server here")
def test_when_make_is_killed_the_server_ends_with_all_that_it_started(data_dir: Path) -> None:
    command = ["make", "--no-print-directory", "serve"]
    with psutil.Popen(
        command, cwd=ROOT, env=environment(data_dir), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as make:
        url = announced_url(make)
        family = make.children(recursive=True)
        make.kill()
        assert_gone(family)
    with pytest.raises(httpx.ConnectError):
        httpx.get(url + "/healthz", timeout=5)


def test_the_process_stays_small_after_the_tutorial(data_dir: Path) -> None:
    with served(data_dir, ADMIN_PASSWORD=ADMIN_PASSWORD) as server, httpx.Client(base_url=server.url) as http:
        anonymous = Client(http)

        play(gather(anonymous.signed_in("admin", ADMIN_PASSWORD), anonymous))

        assert server.process.memory_info().rss < 150_000_000
