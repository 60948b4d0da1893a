"""The README keeps its word: its walk works by copy and paste, and its table of settings is the settings."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import parse, validate

from server.embedded import Backends
from server.settings import variables
from tests.conformance.asking import SCHEMA
from tests.e2e.conftest import ADMIN_PASSWORD, serving
from tests.e2e.walk import BLOCKS, HELM, README, blocks_of, walk
from tests.fixtures.upstream import ALLOWED, an_upstream


def _pasted_to_helm() -> list[str]:
    """The README's commands for Helm, as the one that is here takes them; none where there is none."""
    if HELM is None:
        return []
    usage = subprocess.run([HELM, "registry", "login", "--help"], check=True, capture_output=True, text=True).stdout
    takes_it = "--plain-http" in usage  # since 3.18; before, it signs in to this machine without being told
    login = r"(helm registry login .*) --plain-http"
    return [block if takes_it else re.sub(login, r"\1", block) for block in blocks_of("Use it with Helm")]


MORE = [*_pasted_to_helm(), *blocks_of("Import a repository")]


@pytest.fixture(scope="module")
def base_url(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that may ask this machine, and has a worker."""
    more = {"ALLOWED_OUTBOUND": ALLOWED, "WORKER_CONCURRENCY": "1"}
    with serving(module_backends, tmp_path_factory.mktemp("data"), **more) as url:
        yield url


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README is written for curl, which is not here")
def test_what_the_readme_has_people_paste_works(base_url: str, tmp_path: Path) -> None:
    assert ADMIN_PASSWORD in BLOCKS[0]
    with an_upstream() as upstream:
        upstream.publish("argo-cd", "7.1.0")
        more = [block.replace("https://argoproj.github.io/argo-helm", upstream.url) for block in MORE]
        walked = walk(base_url, tmp_path, more)

    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert '"errors"' not in walked.stdout
    answers = walked.stdout.replace(" ", "")
    assert '"publishVersion":{"version":{"state":"ACTIVE"},"userErrors":[]}' in answers
    assert "lantern/Chart.yaml" in answers
    assert [answers.count(f'"storeApps":{{"totalCount":{count}}}') for count in (0, 1)] == [1, 1]
    assert '"version":"7.1.0","state":"DRAFT"},"userErrors":[]}' in answers
    if HELM is not None:
        assert all(said in walked.stdout + walked.stderr for said in ("Login Succeeded", "Pulled: ", "Pushed: "))
        assert {file.name for file in tmp_path.glob("*.tgz")} >= {"lantern-1.0.0.tgz", "lantern-1.1.0.tgz"}


def test_the_table_of_settings_is_the_settings() -> None:
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    told = [(name, default.strip("` "), meaning) for name, default, meaning in rows]
    assert told == [(v.name, v.default, v.meaning) for v in variables()]


DOCUMENTS = re.findall(r"'((?:mutation|query|\{) [^']*\})'", README)


@pytest.mark.parametrize("text", DOCUMENTS)
def test_every_document_of_the_readme_is_valid(text: str) -> None:
    assert validate(SCHEMA._schema, parse(text)) == []
