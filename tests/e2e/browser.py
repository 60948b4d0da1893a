"""A real headless Chromium, Debian's own, driven by Playwright; installed by whoever is root where it is missing."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = "These tests need Chromium. Install it: apt-get update && apt-get install --no-install-recommends chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A browser without any window, history or account."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def chromium() -> Path:
    """The program. AssertionError with how to install it, where it is missing and we may not."""
    with _alone():
        if _found() is None and os.geteuid() == 0 and shutil.which("apt-get"):
            _install()
    found = _found()
    assert found is not None, HOW
    return Path(found)


def _found() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def _install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "update", "--quiet"], install):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{HOW}\n{' '.join(command)} failed:\n{done.stderr[-2000:]}"


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: several test workers may want it at once."""
    with (Path(tempfile.gettempdir()) / "chandlery-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
