"""The console's query set from outside: its documents, its types, and whole runs against started servers."""

import hashlib
import json
from pathlib import Path

import pytest

from server.embedded import Backends
from tests.e2e.conftest import ADMIN_PASSWORD, serving
from tools.node import install, npm

CONSOLE = Path(__file__).resolve().parents[2] / "examples" / "console"
MANIFEST = CONSOLE / "src" / "gql" / "persisted-documents.json"
STEPS = """\
ok  anyone sees the store
ok  signed in as the ISV
ok  three templates by two pages, joined in the cache
ok  a fourth is uploaded, and the list has it
ok  uploaded again it is refused: ALREADY_EXISTS
ok  submitted; the list and the page of the template show it
ok  the reviewer finds it in the queue, starts, and passes it; the queue is empty
ok  the subscription told the ISV of each step of the review; list and page show the last
ok  published; list and page show it, and nothing was asked for twice
ok  anyone finds""".splitlines()


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    install(CONSOLE)


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", ADMIN_PASSWORD)


def test_what_is_generated_is_up_to_date_and_the_types_agree() -> None:
    npm(CONSOLE, "run", "check")


def test_the_manifest_names_each_document_by_its_digest() -> None:
    manifest = json.loads(MANIFEST.read_text())
    assert manifest
    for name, document in manifest.items():
        assert name == f"sha256:{hashlib.sha256(document.encode()).hexdigest()}"


def test_a_console_walks_from_upload_to_the_store(base_url: str) -> None:
    check(npm(CONSOLE, "start", "--", base_url))


def test_a_store_that_takes_only_known_documents_is_walked_by_their_hashes(
    module_backends: Backends, tmp_path: Path
) -> None:
    with serving(module_backends, tmp_path, TRUSTED_DOCUMENTS=str(MANIFEST), TRUSTED_ONLY="everyone") as url:
        check(npm(CONSOLE, "start", "--", url, "--by-hash"))


def check(printed: str) -> None:
    """Each step was told of, in its order."""
    lines = [line for line in printed.splitlines() if line.startswith("ok  ")]
    assert len(lines) == len(STEPS)
    for line, step in zip(lines, STEPS, strict=True):
        assert line.startswith(step)
