"""The packages of the peers that run on Node.js, as their lock files say, in folders of their own."""

import shutil
from pathlib import Path

from benchmarks.places import CACHE, HERE
from benchmarks.servers import ServerError
from tools.node import NodeError, install


def installed(name: str) -> Path:
    """The peer's folder in .cache/bench, with its program and its packages. ServerError."""
    source, folder = HERE / "peers" / name, CACHE / "peers" / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in (*source.glob("package*.json"), *source.glob("*.js"), *source.parent.glob("*.js")):
        shutil.copy(file, folder / file.name)
    try:
        install(folder)
    except NodeError as error:
        raise ServerError(f"the packages of {name} cannot be installed: {str(error)[-500:]}") from error
    return folder
