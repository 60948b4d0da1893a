"""The README keeps its word: its walk works by copy and paste, and its table of settings is the settings."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from server.settings import variables
from tests.e2e.conftest import ADMIN_PASSWORD

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
WALK = README.partition("## A walk of five minutes")[2].partition("\n## ")[0]


@pytest.mark.skipif(shutil.which("curl") is None, reason="the walk is written for curl, which is not here")
def test_the_walk_works_by_copy_and_paste(base_url: str, tmp_path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", WALK, re.DOTALL)
    assert ADMIN_PASSWORD in blocks[0]  # which starts the server; here one runs already
    script = "\n".join(blocks[1:]).replace("http://127.0.0.1:8000", base_url).replace("/tmp", str(tmp_path))  # noqa: S108
    walked = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], check=False, capture_output=True, text=True, timeout=60
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert '"errors"' not in walked.stdout
    assert '"state": "ACTIVE"' in walked.stdout.replace('"state":"ACTIVE"', '"state": "ACTIVE"')
    assert walked.stdout.rstrip().endswith("lantern/values.yaml") or "lantern/Chart.yaml" in walked.stdout


def test_the_table_of_settings_is_the_settings() -> None:
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    told = [(name, default.strip("` "), meaning) for name, default, meaning in rows]
    assert told == [(v.name, v.default, v.meaning) for v in variables()]
