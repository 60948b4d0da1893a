"""The README keeps its word: its walk works by copy and paste, and its table of settings is the settings."""

import re
import shutil
from pathlib import Path

import pytest
from graphql import parse, validate

from server.settings import variables
from tests.conformance.asking import SCHEMA
from tests.e2e.conftest import ADMIN_PASSWORD
from tests.e2e.walk import BLOCKS, README, walk


@pytest.mark.skipif(shutil.which("curl") is None, reason="the walk is written for curl, which is not here")
def test_the_walk_works_by_copy_and_paste(base_url: str, tmp_path: Path) -> None:
    assert ADMIN_PASSWORD in BLOCKS[0]
    walked = walk(base_url, tmp_path)
    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert '"errors"' not in walked.stdout
    answers = walked.stdout.replace(" ", "")
    assert '"publishVersion":{"version":{"state":"ACTIVE"},"userErrors":[]}' in answers
    assert "lantern/Chart.yaml" in answers
    assert [answers.count(f'"storeApps":{{"totalCount":{count}}}') for count in (0, 1)] == [1, 1]


def test_the_table_of_settings_is_the_settings() -> None:
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    told = [(name, default.strip("` "), meaning) for name, default, meaning in rows]
    assert told == [(v.name, v.default, v.meaning) for v in variables()]


DOCUMENTS = re.findall(r"'((?:mutation|query|\{) [^']*\})'", README)


@pytest.mark.parametrize("text", DOCUMENTS)
def test_every_document_of_the_readme_is_valid(text: str) -> None:
    assert validate(SCHEMA._schema, parse(text)) == []


def test_the_readme_shows_helm_and_imports() -> None:
    assert any("createApiToken" in text for text in DOCUMENTS)
    assert any("importChartVersion" in text for text in DOCUMENTS)
