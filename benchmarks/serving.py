"""A server of our own in a process of its own, for those who measure it from outside."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.places import ROOT
from server.embedded import Backends


@contextmanager
def served(backends: Backends, folder: str, secret: str, settings: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Its address and process id, until the context ends; `settings` are those beside what every such server has."""
    environment = {
        **os.environ,
        "PORT": "0",
        "DATA_DIR": f"{folder}/server",
        "DATABASE_URL": backends.database_url,
        "S3_ENDPOINT_URL": str(backends.s3.endpoint_url),
        "S3_ACCESS_KEY_ID": backends.s3.access_key_id or "",
        "S3_SECRET_ACCESS_KEY": backends.s3.secret_access_key or "",
        "SECRET_KEY": secret,
        "ADMIN_PASSWORD": secret,
        "LOG_LEVEL": "WARNING",
        **settings,
    }
    Path(folder, "server").mkdir()
    command = [sys.executable, "-m", "server"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield _address(process), process.pid
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]") -> str:
    for line in process.stdout or ():
        if found := re.search(r"http://\S+(?=/graphql)", line):
            return found[0]
    raise RuntimeError("the server did not start")
