"""Trusted documents: the manifests of three families of clients, and who may ask for nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from schema.limits import Limits
from server.manifest import read_manifest
from server.settings import SettingsError
from tests.server.web import told
from tests.wire.wires import TYPENAME, client, code_in, executor_by, persisted, post, sha256

pytestmark = pytest.mark.anyio
NAMED = "query Shelves { shelves: __typename }"
APOLLO = "apollo-persisted-query-manifest"
BY_HASH = {sha256(NAMED): NAMED}
BY_PREFIXED = {f"sha256:{sha256(NAMED)}": NAMED}
BY_APOLLO = {
    "format": APOLLO,
    "version": 1,
    "operations": [{"id": sha256(NAMED), "name": "Shelves", "type": "query", "body": NAMED}],
}
DEEP = "{ " + " ".join(f"a{n}: __typename" for n in range(Limits().aliases + 1)) + " }"
SHOWN = {"data": {"shelves": "Query"}}


def written(folder: Path, manifest: Any) -> str:
    path = folder / "manifest.json"
    path.write_text(manifest if isinstance(manifest, str) else json.dumps(manifest))
    return str(path)


@pytest.mark.parametrize("manifest", [BY_HASH, {"an-md5-of-relay": NAMED, **BY_HASH}, BY_APOLLO, BY_PREFIXED])
async def test_a_document_of_a_manifest_is_executed_by_its_hash(tmp_path: Path, manifest: Any) -> None:
    named = sha256(NAMED)
    forms = [{"documentId": named}, {"documentId": f"sha256:{named}"}, {"id": named}, persisted(NAMED, sent=False)]
    forms.append({"query": "", "documentId": named})

    async with client(TRUSTED_DOCUMENTS=written(tmp_path, manifest)) as http:
        answers = [await post(http, form) for form in forms]

    assert [told(answer) for answer in answers] == [SHOWN] * 5


async def test_a_trusted_document_is_neither_measured_nor_charged(tmp_path: Path) -> None:
    manifest = written(tmp_path, {"deep": DEEP})

    async with client(TRUSTED_DOCUMENTS=manifest) as http:
        by_id, by_text = await post(http, {"id": "deep"}), await post(http, {"query": DEEP})

    for answer in (by_id, by_text):
        assert answer.json()["extensions"]["cost"]["requested"] == 0


BROWSERS: list[dict[str, str]] = [
    {"origin": "https://console.example"},
    {"sec-fetch-site": "same-origin"},
    {"cookie": "session=1"},
]


@pytest.mark.parametrize("headers", BROWSERS)
async def test_browsers_may_be_let_ask_for_trusted_documents_alone(tmp_path: Path, headers: dict[str, str]) -> None:
    settings = {"TRUSTED_DOCUMENTS": written(tmp_path, BY_HASH), "TRUSTED_ONLY": "browsers"}

    async with client(**settings) as http:
        free = [await post(http, {"query": TYPENAME}), await post(http, persisted(TYPENAME))]
        refused = [
            await post(http, {"query": TYPENAME}, **headers),
            await post(http, persisted(TYPENAME), **headers),
            await post(http, persisted(TYPENAME, sent=False), **headers),
            await http.get("/graphql", params={"query": TYPENAME}, headers=headers),
        ]
        trusted = [await post(http, {"id": sha256(NAMED)}, **headers), await post(http, {"query": NAMED}, **headers)]

    assert [told(answer) for answer in free] == [{"data": {"__typename": "Query"}}] * 2
    assert {code_in(answer) for answer in refused} == {"DOCUMENT_NOT_TRUSTED"}
    assert [told(answer) for answer in trusted] == [SHOWN] * 2


async def test_everyone_may_be_let_ask_for_trusted_documents_alone(tmp_path: Path) -> None:
    settings = {"TRUSTED_DOCUMENTS": written(tmp_path, BY_HASH), "TRUSTED_ONLY": "everyone"}

    async with client(**settings) as http:
        refused, trusted = await post(http, {"query": "{"}), await post(http, {"documentId": sha256(NAMED)})

    assert (code_in(refused), told(trusted)) == ("DOCUMENT_NOT_TRUSTED", SHOWN)


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        ("{", "it is not JSON"),
        ([], "it must be a JSON object"),
        ({"format": "other", "operations": []}, f"only {APOLLO} of version 1 is known"),
        ({"format": APOLLO, "version": 1}, "with operations"),
        ({"format": APOLLO, "version": 1, "operations": [{"id": "a", "name": "A"}]}, r"operations\[0\] \(A\) must"),
        ({"format": APOLLO, "version": 1, "operations": [5]}, r"operations\[0\] \(None\) must"),
        ({"a": 5}, "the entry 'a' must give a document's text by its hash"),
        ({"a": " "}, "the entry 'a' must"),
        ({"a": "{ nothing }"}, "the entry a: Cannot query field 'nothing'"),
        ({"a": "{"}, "the entry a: Syntax Error"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused_with_file_and_entry(tmp_path: Path, manifest: Any, why: str) -> None:
    path = written(tmp_path, manifest)

    with pytest.raises(SettingsError, match=why) as refusal:
        executor_by(TRUSTED_DOCUMENTS=path)
    assert path in str(refusal.value)


def test_one_hash_cannot_name_two_documents(tmp_path: Path) -> None:
    operations = [{"id": "a", "name": "A", "body": TYPENAME}, {"id": "a", "name": "B", "body": NAMED}]

    with pytest.raises(SettingsError, match="gives another document by the hash a"):
        read_manifest(Path(written(tmp_path, {"format": APOLLO, "version": 1, "operations": operations})))


@pytest.mark.parametrize("settings", [{"TRUSTED_ONLY": "everyone"}, {"TRUSTED_DOCUMENTS": "nowhere.json"}])
def test_without_a_manifest_nothing_is_trusted(settings: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_DOCUMENTS must be"):
        executor_by(**settings)
