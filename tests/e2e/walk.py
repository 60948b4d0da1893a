"""What the README has people paste: its walk of five minutes, and what follows on it."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
SEARCHED = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
"""Where commands are looked for: among those that came with the tests' packages first."""
HELM = which("helm", path=SEARCHED)


def blocks_of(heading: str) -> list[str]:
    """The shell's blocks under a heading."""
    section = README.partition(f"## {heading}")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


BLOCKS = blocks_of("A walk of five minutes")


def walk(base_url: str, folder: Path, more: Sequence[str] = ()) -> "subprocess.CompletedProcess[str]":
    """Runs every block but the first, which starts the server, and `more`, against a server that runs already."""
    script = "\n".join((*BLOCKS[1:], *more)).replace("/tmp", str(folder))  # noqa: S108
    script = script.replace("127.0.0.1:8000", base_url.removeprefix("http://"))
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, env=surroundings(folder))


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a command that has a home of its own in the folder."""
    return {**os.environ, "PATH": SEARCHED, "HOME": str(folder)}
