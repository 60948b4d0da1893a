"""The load generator: wrk, from PATH or from Debian's package without installing it."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import CACHE, HERE

SCRIPT = HERE / "load.lua"
PACKAGES = ("wrk", "libluajit-5.1-2", "libluajit-5.1-common")
ANSWER_WITHIN_S = 60
MISSING = "wrk is needed: install it, or have apt-get and dpkg at hand so that it can be unpacked into .cache/bench"


class LoadError(RuntimeError):
    """The load could not be made, or an answer was wrong; the message says what."""


@dataclass(frozen=True, slots=True)
class Window:
    """What one bounded stretch of load came to. Percentiles are None where nobody counted them."""

    requests: int
    seconds: float
    p50_ms: float | None
    p99_ms: float | None

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Wrk:
    """The program, with the environment that it runs in."""

    program: str
    libraries: str

    def window(self, url: str, bodies: Path, headers: dict[str, str], connections: int, seconds: float) -> Window:
        """Loads the URL for so long over so many connections. LoadError for any answer that is not a good one."""
        options = ("-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", f"--timeout={ANSWER_WITHIN_S}s")
        arguments = [str(bodies), *(part for header in headers.items() for part in header)]
        command = [self.program, *options, "-s", str(SCRIPT), url, "--", *arguments]
        environment = {**os.environ, "LD_LIBRARY_PATH": self.libraries}
        done = subprocess.run(  # noqa: S603 - the program that `find_wrk` found
            command, env=environment, capture_output=True, text=True, timeout=seconds + 2 * ANSWER_WITHIN_S, check=False
        )
        return _read(done.stdout, done.stderr, url)


def find_wrk() -> Wrk:
    """wrk, ready to run. LoadError when it cannot be had."""
    found = shutil.which("wrk")
    if found:
        return Wrk(found, os.environ.get("LD_LIBRARY_PATH", ""))
    folder = CACHE / "wrk"
    program = folder / "usr" / "bin" / "wrk"
    if not program.exists():
        _unpack(folder)
    libraries = sorted({str(path.parent) for path in folder.rglob("lib*.so*")})
    return Wrk(str(program), ":".join(libraries))


def _unpack(folder: Path) -> None:
    draft = folder.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        for name in PACKAGES:
            subprocess.run(["apt-get", "download", name], cwd=draft, check=True, capture_output=True)  # noqa: S603, S607
        for package in draft.glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(draft)], check=True, capture_output=True)  # noqa: S603, S607
    except (OSError, subprocess.CalledProcessError) as error:
        raise LoadError(MISSING) from error
    draft.rename(folder)


def _read(output: str, errors: str, url: str) -> Window:
    line = next((line for line in output.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise LoadError(f"wrk failed on {url}: {(errors or output).strip()[-500:]}")
    told = json.loads(line.removeprefix("RESULT "))
    if told["bad"] or told["lost"]:
        raise LoadError(
            f"{url}: {told['bad']} wrong answers, {told['lost']} lost; the last wrong one: {told['sample']}"
        )
    return Window(told["requests"], told["seconds"], told["p50_ms"], told["p99_ms"])
