"""Owns the data folder as a whole: making it, having it to ourselves, and the small secrets kept in it."""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.refusal import Refusal


class DataDirError(Refusal):
    """The data folder cannot be made or is in use; the message says which and what to do."""


def make_data_dir(folder: Path) -> None:
    """Makes the folder, closed to others' eyes. Raises DataDirError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DataDirError(f"DATA_DIR {folder} cannot be made: {error.strerror}") from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder for this process until it leaves or dies, however it dies.

    Raises DataDirError naming the process that has it.
    """
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise DataDirError(
                f"another server (process {holder}) uses DATA_DIR {folder}; stop it, or give this one its own DATA_DIR"
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def kept_secret(file: Path) -> str:
    """The secret in a file that only we may read; a new one of 256 bits is made and kept when there is none.

    Of several processes that make it at once all get the same, and none ever sees half of it.
    """
    if not file.exists():
        _write_once(file, secrets.token_urlsafe(32))
    return file.read_text().strip()


def _write_once(file: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "w") as draft:
            draft.write(text + "\n")
            draft.flush()
            os.fsync(descriptor)
        os.link(name, file)  # unlike a rename it fails when another was first
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
