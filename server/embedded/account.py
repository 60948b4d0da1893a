"""Owns the system account that PostgreSQL runs under when we are root, and what that account can reach.

PostgreSQL refuses to run as root. Anyone else runs it under their own account and nothing here does anything.
"""

import os
import pwd
import stat
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ACCOUNT_NAME = "chandlery"


@dataclass(frozen=True, slots=True)
class Account:
    user: int
    group: int


def account_for_postgres() -> Account | None:
    """The account to run PostgreSQL under, made if it is missing; None when our own will do."""
    if os.geteuid() != 0:
        return None
    entry = _entry() or _make()
    return Account(entry.pw_uid, entry.pw_gid)


def give(folder: Path, account: Account | None) -> None:
    """Makes the account the owner of a folder and of all in it, and lets it come as far as the folder."""
    if account is None:
        return
    if folder.stat().st_uid != account.user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.user, account.group, follow_symlinks=False)
    let_through(folder)


def let_through(path: Path) -> None:
    """Adds to the folders above a path the right to pass (never to list) where others lack it."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def let_read(folder: Path) -> None:
    """Lets others read and run what a folder of programs holds, for installations under a strict umask."""
    let_through(folder)
    if folder.stat().st_mode & stat.S_IXOTH:
        return
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _make() -> pwd.struct_passwd:
    """Tried thrice: the tool locks the list of accounts, and another server may start at the same moment."""
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
    for pause_s in (0.2, 0.5, 1.0):
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        entry = _entry()
        if entry is not None:
            return entry
        time.sleep(pause_s)
    raise RuntimeError(f"PostgreSQL does not run as root, and no account for it could be made: {done.stderr.strip()}")


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        return None
