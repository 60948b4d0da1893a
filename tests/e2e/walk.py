"""The README's walk of five minutes, as somebody would paste it."""

import re
import subprocess
from pathlib import Path

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
WALK = README.partition("## A walk of five minutes")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"```sh\n(.*?)```", WALK, re.DOTALL)


def walk(base_url: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Runs every block but the first, which starts the server, against a server that runs already."""
    script = "\n".join(BLOCKS[1:]).replace("http://127.0.0.1:8000", base_url).replace("/tmp", str(folder))  # noqa: S108
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
