"""Provenance over the wire: sent with a package, told by GraphQL, and served to Helm as it was sent."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import helm_python
import httpx
import pytest

from server.app import build_app
from server.embedded import Backends
from server.settings import Settings
from storage.blobs import Blobs
from storage.database import Database
from tests.e2e.client import Client
from tests.openpgp import Key, said_of
from tests.personas import PASSWORD, Cast
from tests.server.compiled import SECRET_KEY
from tests.server.web import served
from tests.uploads.builder import make_chart

ADA = Key()
PACKAGE = make_chart("emqx", "v1.0.0")
PROVENANCE = ADA.clear_sign(said_of(PACKAGE))
FAULTS = "userErrors { code message path }"
SIGNED = "signed provenance { text fingerprint message signedBy { id owners } }"
ADD = f"mutation ($input: AddSigningKeyInput!) {{ addSigningKey(input: $input) {{ signingKey {{ id }} {FAULTS} }} }}"
DELETE = f"mutation ($id: ID!) {{ deleteSigningKey(id: $id) {{ deletedId {FAULTS} }} }}"
CREATE = f"""mutation ($input: CreateTemplateInput!) {{ createTemplate(input: $input) {{
  template {{ versions {{ nodes {{ id {SIGNED} }} }} }} {FAULTS} }} }}"""


@pytest.fixture(scope="module")
def admin(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The platform's admin, at a running server."""
    given = {"DATA_DIR": str(tmp_path_factory.mktemp("data")), "SECRET_KEY": SECRET_KEY, "WORKER_CONCURRENCY": "0"}
    asyncio.run(_prepare(module_backends))
    app = build_app(Settings.from_environment(given), module_backends)
    with served(app) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        yield Client(http).signed_in("admin", PASSWORD)


async def _prepare(backends: Backends) -> None:
    database = Database(backends.database_url)
    await Blobs(backends.s3).ensure_bucket()
    await Cast.of(database)
    await database.close()


def workspace(admin: Client, name: str) -> str:
    """The id of a new workspace."""
    document = "mutation ($input: CreateWorkspaceInput!) { createWorkspace(input: $input) { workspace { id } } }"
    return str(admin.run(document, input={"name": name})["createWorkspace"]["workspace"]["id"])


def test_a_signed_package_is_told_and_served_as_it_was_sent(admin: Client, tmp_path: Path) -> None:
    place = workspace(admin, "signed")
    added = admin.run(ADD, input={"workspace": place, "publicKey": ADA.public})["addSigningKey"]
    files = {"input.package": PACKAGE, "input.provenance": PROVENANCE.encode()}
    made = admin.upload(CREATE, files, input={"workspace": place, "package": None, "provenance": None})
    (version,) = made["createTemplate"]["template"]["versions"]["nodes"]

    told = {"text": PROVENANCE, "fingerprint": ADA.fingerprint, "message": None}
    assert version["signed"] is True
    assert version["provenance"] == {**told, "signedBy": {"id": added["signingKey"]["id"], "owners": [ADA.owner]}}
    path = "/helm/workspaces/signed/charts/emqx/emqx-v1.0.0.tgz"
    beside = admin.http.get(f"{path}.prov", headers={"Authorization": f"Bearer {admin.token}"})
    (tmp_path / "emqx-v1.0.0.tgz").write_bytes(PACKAGE)
    (tmp_path / "emqx-v1.0.0.tgz.prov").write_bytes(beside.content)
    (tmp_path / "public.gpg").write_bytes(ADA.packets)
    assert beside.text == PROVENANCE
    assert helm_python.verify(tmp_path / "emqx-v1.0.0.tgz", tmp_path / "public.gpg")["signed_by"] == [ADA.owner]

    admin.run(DELETE, id=added["signingKey"]["id"])
    again = admin.run(f"query ($id: ID!) {{ node(id: $id) {{ ... on AppVersion {{ {SIGNED} }} }} }}", id=version["id"])
    assert again["node"]["signed"] is False
    assert "no longer among the workspace's keys" in again["node"]["provenance"]["message"]


def test_a_private_key_comes_back_in_no_answer_and_no_log(admin: Client, caplog: pytest.LogCaptureFixture) -> None:
    place = workspace(admin, "private")
    secret = Key(seed=b"\7" * 32).secret
    with caplog.at_level(logging.DEBUG):
        answer = admin.run(ADD, input={"workspace": place, "publicKey": secret})["addSigningKey"]

    (fault,) = answer["userErrors"]
    assert (fault["code"], fault["path"], answer["signingKey"]) == ("INVALID", ["publicKey"], None)
    assert "private key, which was not kept" in fault["message"]
    line = secret.splitlines()[2]
    assert line not in fault["message"]
    assert line not in caplog.text


def test_keys_are_shown_to_nobody_who_does_not_see_the_workspace(admin: Client) -> None:
    place = workspace(admin, "hidden")
    key = admin.run(ADD, input={"workspace": place, "publicKey": ADA.public})["addSigningKey"]["signingKey"]["id"]
    document = """query ($key: ID!, $place: ID!) { key: node(id: $key) { id } place: node(id: $place) { id } }"""
    mine = admin.run(document, key=key, place=place)
    theirs = Client(admin.http).run(document, key=key, place=place)
    assert mine == {"key": {"id": key}, "place": {"id": place}}
    assert theirs == {"key": None, "place": None}
