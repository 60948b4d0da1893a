"""The embedded database and object store: what they survive, and whom they leave alone.

Durability stays on here where a process is killed: what is committed must be there afterwards.
"""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psutil
import pytest
from botocore.exceptions import BotoCoreError

from server.data_dir import DataDirError, kept_secret
from server.embedded import Backends, open_backends
from server.embedded.child import Child, ChildError, Program
from server.embedded.orphans import processes_in
from server.embedded.postgres import open_postgres
from server.settings import Settings
from storage.blobs import S3Settings
from tests.fixtures.services import FORGETFUL, new_s3_client, run_sql

PATIENCE_S = 20.0
ROOT = Path(__file__).resolve().parents[2]
KEEPER = """
import json, signal, sys
from pathlib import Path
import server.embedded.child as child
from server.embedded import open_backends
from server.settings import Settings

if sys.argv[2] == "untied":  # as on a platform where children are not told of the parent's end
    tethered = child.tethered
    child.tethered = lambda command, death, account, listener: tethered(command, 0, account, listener)
with open_backends(Settings.from_environment({"DATA_DIR": sys.argv[1]})) as backends:
    print(json.dumps([backends.database_url, backends.s3.endpoint_url, backends.s3.secret_access_key]), flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True)
class Keeper:
    """Another process that has the embedded parts of a data folder open."""

    process: psutil.Popen
    backends: Backends


@contextmanager
def a_keeper(data_dir: Path, tie: str = "tied") -> Iterator[Keeper]:
    command = [sys.executable, "-c", KEEPER, str(data_dir), tie]
    with psutil.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            url, endpoint, secret = json.loads(process.stdout.readline())
            yield Keeper(process, Backends(url, S3Settings(endpoint, "kept", "chandlery", secret)))
        finally:
            process.stdin.close()
            process.wait(PATIENCE_S)


def settings_for(data_dir: Path, **environ: str) -> Settings:
    return Settings.from_environment({"DATA_DIR": str(data_dir), "S3_BUCKET": "kept", **environ})


def leave_a_mark(backends: Backends) -> None:
    run_sql(backends.database_url, "CREATE TABLE mark AS SELECT 42 AS answer")
    client = new_s3_client(backends.s3)
    client.create_bucket(Bucket=backends.s3.bucket)
    client.put_object(Bucket=backends.s3.bucket, Key="blobs/mark", Body=b"forty-two")


def assert_mark_is_there(backends: Backends) -> None:
    assert run_sql(backends.database_url, "SELECT answer FROM mark")[0]["answer"] == 42
    body = new_s3_client(backends.s3).get_object(Bucket=backends.s3.bucket, Key="blobs/mark")["Body"]
    assert body.read() == b"forty-two"


def programs_of(parent: int) -> list[psutil.Process]:
    """Every process below ours, PostgreSQL's own included."""
    return psutil.Process(parent).children(recursive=True)


def program(name: str, data_dir: Path) -> psutil.Process:
    """The one program of that name which we started for the data folder."""
    folder = data_dir / {"postgres": "postgres", "rclone": "s3"}[name]
    ours = psutil.Process().children()
    [found] = [process for process in processes_in(folder, name) if process in ours]
    return found


def assert_gone(processes: list[psutil.Process]) -> None:
    alive = psutil.wait_procs(processes, timeout=PATIENCE_S)[1]
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def eventually(check: Callable[[], None]) -> None:
    """Passes once the check does; fails as the check does when that takes too long."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return check()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, BotoCoreError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("tie", ["tied", "untied"])
def test_a_killed_server_loses_nothing_and_the_next_takes_over_what_it_left(data_dir: Path, tie: str) -> None:
    with a_keeper(data_dir, tie) as keeper:
        leave_a_mark(keeper.backends)
        left = programs_of(keeper.process.pid)
        keeper.process.kill()
        keeper.process.wait(PATIENCE_S)
    if tie == "untied":
        assert {process.name() for process in left if process.is_running()} >= {"postgres", "rclone"}

    with open_backends(settings_for(data_dir)) as backends:
        assert_mark_is_there(backends)
        assert_gone(left)


def test_killed_programs_are_started_again_at_the_same_address_with_nothing_lost(data_dir: Path) -> None:
    with open_backends(settings_for(data_dir)) as backends:
        leave_a_mark(backends)

        for name in ("postgres", "rclone"):
            program(name, data_dir).kill()

        eventually(lambda: assert_mark_is_there(backends))


def test_a_killed_connection_process_takes_no_committed_row_with_it(data_dir: Path) -> None:
    with open_postgres(data_dir) as url:
        run_sql(url, "CREATE TABLE mark AS SELECT 42 AS answer")
        server = program("postgres", data_dir)
        [backend] = [child for child in server.children() if "checkpointer" in " ".join(child.cmdline())]

        backend.kill()

        # One whose connection broke may have been committed all the same.
        eventually(lambda: run_sql(url, "INSERT INTO mark SELECT 43"))
        assert {row["answer"] for row in run_sql(url, "SELECT answer FROM mark")} == {42, 43}


def test_everything_that_was_started_ends_with_the_context(data_dir: Path) -> None:
    with open_backends(settings_for(data_dir)):
        database = program("postgres", data_dir)
        started = [database, *database.children(), program("rclone", data_dir)]

    assert_gone(started)


def test_two_data_folders_are_served_side_by_side_and_do_not_see_each_other(data_dir: Path) -> None:
    with open_backends(settings_for(data_dir / "a")) as first:
        leave_a_mark(first)
        with open_backends(settings_for(data_dir / "b")) as second:
            with pytest.raises(asyncpg.UndefinedTableError):
                run_sql(second.database_url, "SELECT * FROM mark")
            assert new_s3_client(second.s3).list_buckets()["Buckets"] == []

        assert_mark_is_there(first)


def test_a_data_folder_in_use_is_refused_and_its_user_left_alone(data_dir: Path) -> None:
    with a_keeper(data_dir) as keeper:
        leave_a_mark(keeper.backends)

        with pytest.raises(DataDirError, match=f"process {keeper.process.pid}.* its own DATA_DIR"):
            open_backends(settings_for(data_dir)).__enter__()

        assert_mark_is_there(keeper.backends)


def test_a_long_and_odd_path_of_the_data_folder_is_no_obstacle(data_dir: Path) -> None:
    odd = data_dir.joinpath(*(f"a 'long' \"path\", {number} äöü" for number in range(8)))

    for _ in range(2):
        with open_backends(settings_for(odd)) as backends:
            assert run_sql(backends.database_url, "SELECT current_database()")[0][0] == "chandlery"


def test_a_cluster_that_a_crash_left_half_made_is_made_anew(empty_data_dir: Path) -> None:
    (empty_data_dir / "postgres.new" / "base").mkdir(parents=True)
    (empty_data_dir / "postgres.new" / "PG_VERSION").write_text("1")

    with open_postgres(empty_data_dir, FORGETFUL) as url:
        assert run_sql(url, "SELECT 1")[0][0] == 1

    assert not (empty_data_dir / "postgres.new").exists()


def test_a_mark_whose_number_now_belongs_to_another_program_does_not_hinder_the_start(data_dir: Path) -> None:
    with open_postgres(data_dir, FORGETFUL):
        mark = (data_dir / "postgres" / "postmaster.pid").read_text()
    stranger = mark.replace(mark.split()[0], str(os.getpid()), 1)
    (data_dir / "postgres" / "postmaster.pid").write_text(stranger)
    (data_dir / "run" / ".s.PGSQL.5432.lock").write_text(stranger)

    with open_postgres(data_dir, FORGETFUL) as url:
        assert run_sql(url, "SELECT 1")[0][0] == 1


def test_a_database_that_cannot_start_says_why(data_dir: Path) -> None:
    with pytest.raises(ChildError, match=r"postgres ended at its start: .*no_such_setting"):
        open_postgres(data_dir, {"no_such_setting": "1"}).__enter__()


def test_given_addresses_are_used_and_nothing_is_started(empty_data_dir: Path) -> None:
    store = {"S3_ENDPOINT_URL": "https://s3.example.org", "S3_ACCESS_KEY_ID": "i", "S3_SECRET_ACCESS_KEY": "k"}
    settings = settings_for(empty_data_dir / "unmade", DATABASE_URL="postgresql://u:p@h/d", S3_REGION="eu", **store)
    before = psutil.Process().children()

    with open_backends(settings) as backends:
        assert backends.database_url == "postgresql://u:p@h/d"
        assert backends.s3 == S3Settings("https://s3.example.org", "kept", "i", "k", "eu")
        assert psutil.Process().children() == before
    assert not (empty_data_dir / "unmade").exists()


def test_a_given_database_leaves_only_the_object_store_embedded(empty_data_dir: Path) -> None:
    with open_backends(settings_for(empty_data_dir, DATABASE_URL="postgresql://h/d")) as backends:
        assert backends.database_url == "postgresql://h/d"
        assert new_s3_client(backends.s3).list_buckets()["Buckets"] == []
    assert not (empty_data_dir / "postgres").exists()


def test_a_given_object_store_leaves_only_the_database_embedded(data_dir: Path) -> None:
    store = {"S3_ENDPOINT_URL": "https://s3.example.org", "S3_ACCESS_KEY_ID": "i", "S3_SECRET_ACCESS_KEY": "k"}

    with open_backends(settings_for(data_dir, **store)) as backends:
        assert backends.s3.endpoint_url == "https://s3.example.org"
        assert run_sql(backends.database_url, "SELECT 1")[0][0] == 1
    assert not (data_dir / "s3").exists()


def test_the_object_store_wants_the_key_and_keeps_it_from_other_accounts(data_dir: Path) -> None:
    with open_backends(settings_for(data_dir)) as backends:
        secret = backends.s3.secret_access_key
        stranger = new_s3_client(S3Settings(backends.s3.endpoint_url, "kept", "chandlery", "guessed"))

        assert stat.S_IMODE((data_dir / "s3_secret_access_key").stat().st_mode) == 0o600
        for name in ("postgres", "rclone"):
            assert secret not in " ".join(program(name, data_dir).cmdline())
        with pytest.raises(stranger.exceptions.ClientError, match="SignatureDoesNotMatch"):
            stranger.list_buckets()


def test_the_database_listens_on_no_port_and_lets_no_other_account_in(data_dir: Path) -> None:
    with open_postgres(data_dir, FORGETFUL) as url:
        server = program("postgres", data_dir)

        assert server.net_connections("inet") == []
        assert stat.S_IMODE((data_dir / "run").stat().st_mode) & 0o066 == 0
        assert stat.S_IMODE((data_dir / "run" / ".s.PGSQL.5432").stat().st_mode) == 0o700
        assert run_sql(url, "SELECT 1")[0][0] == 1


def test_a_kept_secret_is_long_stays_the_same_and_is_ours_alone(empty_data_dir: Path) -> None:
    first, second = (kept_secret(empty_data_dir / "secret") for _ in range(2))

    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((empty_data_dir / "secret").stat().st_mode) == 0o600
    assert [path.name for path in empty_data_dir.iterdir()] == ["secret"]


def a_script(folder: Path, script: str) -> Child:
    """A child that runs a shell script and counts as ready once that has written the file `ready`."""
    stop = ((signal.SIGTERM, 0.2), (signal.SIGKILL, PATIENCE_S))
    return Child(
        Program(
            name="sh",
            folder=folder,
            command=("/bin/sh", "-c", script),
            log_file=folder / "log",
            is_ready=lambda _: (folder / "ready").exists(),
            stop=stop,
            orphan_signals=(signal.SIGKILL,),
            parent_death_signal=signal.SIGKILL,
        )
    )


def test_a_program_that_ignores_the_signal_is_killed_in_the_end(empty_data_dir: Path) -> None:
    child = a_script(empty_data_dir, "trap '' TERM; echo > ready; while :; do sleep 0.1; done")
    child.start()
    started = psutil.Process(child.pid)

    child.stop()

    assert_gone([started])


def test_a_program_that_keeps_dying_is_started_again_ever_more_slowly(empty_data_dir: Path) -> None:
    child = a_script(empty_data_dir, "echo > ready; echo x >> births")
    child.start()

    time.sleep(1.2)
    child.stop()

    assert 2 <= len((empty_data_dir / "births").read_text().split()) <= 4
