"""Facts about the machine and the programs, without which figures mean nothing."""

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.cluster import program
from benchmarks.places import HERE, cores
from tools.node import node

NODE_PEERS = ("mercurius", "yoga", "postgraphile")
PACKAGES = ("strawberry-graphql", "starlette", "uvicorn", "uvloop", "httptools", "asyncpg", "sqlmodel", "sqlalchemy")


def facts() -> Mapping[str, str]:
    """By name, for people."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "PostgreSQL": _postgres(),
        "Node": _node(),
        "peers": ", ".join(sorted({f"{name} {number}" for name, number in _peers()})),
        "load": "wrk",
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "placing": cores().words,
    }


def _node() -> str:
    return subprocess.run([node(), "--version"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def _peers() -> Iterator[tuple[str, str]]:
    """As their lock files have them."""
    for name in NODE_PEERS:
        lock = json.loads((HERE / "peers" / name / "package-lock.json").read_text())
        for package in lock["packages"][""]["dependencies"]:
            yield package, lock["packages"][f"node_modules/{package}"]["version"]


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _postgres() -> str:
    postgres = program("postgres")
    if postgres is None:
        return "unknown"
    told = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    return told.stdout.strip().rpartition(" ")[2]
