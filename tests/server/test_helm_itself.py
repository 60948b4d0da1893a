"""Helm itself, as a library, adds our classic repositories and pulls from them."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import helm_python
import pytest
from sqlalchemy import update
from sqlmodel import col

from server.app import build_app
from server.embedded import Backends
from server.settings import Settings
from storage.blobs import Blobs
from storage.database import Database
from storage.tables import StoreApp, Template, Version
from tests.personas import PASSWORD, Cast
from tests.server.compiled import SECRET_KEY
from tests.server.web import served
from tests.services.stage import set_stage
from tests.uploads.builder import make_chart

MORE = {
    "appVersion": "5",
    "keywords": ["mqtt"],
    "annotations": {"a": "b"},
    "kubeVersion": ">=1.20.0",
    "icon": "https://e.org/i",
}


@pytest.fixture(scope="module")
def repositories(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a running server, and an API token of dev's, who is a viewer of `demo`."""
    given = {"DATA_DIR": str(tmp_path_factory.mktemp("data")), "SECRET_KEY": SECRET_KEY, "WORKER_CONCURRENCY": "0"}
    token = asyncio.run(fill(module_backends))
    with served(build_app(Settings.from_environment(given), module_backends)) as port:
        yield f"http://127.0.0.1:{port}/helm", token


async def fill(backends: Backends) -> str:
    database, blobs = Database(backends.database_url), Blobs(backends.s3)
    await blobs.ensure_bucket()
    cast = await Cast.of(database)
    stage = await set_stage(database, blobs)
    cast.workspaces["demo"] = stage.workspace_id
    await cast.member("demo", "dev", "workspace-viewer")
    template, first = await stage.template("emqx", "v1.0.0+build.5", **MORE)
    second = await stage.version(template, "2.0.0-rc.1")
    async with database.write() as tx:
        active = {"state": "ACTIVE"}
        await tx.execute(update(Version).where(col(Version.id) == UUID(first[4:])).values(**active))
        row = await tx.get_one(Template, UUID(template[4:]))
        shown = {"name": row.name, "category_id": row.category_id, "maintainers": []}
        tx.add(StoreApp(template_id=row.id, workspace_id=row.workspace_id, **shown))
    assert second
    token = (await cast.token("dev")).secret
    await database.close()
    return token


def test_helm_reads_the_index_of_the_store(repositories: tuple[str, str]) -> None:
    index = helm_python.repo_index(f"{repositories[0]}/store")

    ((name, (entry,)),) = index["entries"].items()
    assert (name, entry["version"]) == ("emqx", "v1.0.0+build.5")
    assert {key: entry[key] for key in MORE} == MORE
    assert index["apiVersion"] == "v1"


def test_helm_pulls_what_is_published_without_signing_in(repositories: tuple[str, str], tmp_path: Path) -> None:
    helm_python.pull("emqx", repo_url=f"{repositories[0]}/store", destination=tmp_path)

    (package,) = tmp_path.iterdir()
    assert package.read_bytes() == make_chart("emqx", "v1.0.0+build.5", **MORE)


def test_helm_pulls_drafts_with_a_name_and_a_token(repositories: tuple[str, str], tmp_path: Path) -> None:
    url, token = repositories
    given: dict[str, Any] = {"username": "dev", "password": token, "destination": tmp_path}

    helm_python.pull("emqx", repo_url=f"{url}/workspaces/demo?drafts=true", version="2.0.0-rc.1", **given)

    (package,) = tmp_path.iterdir()
    assert package.read_bytes() == make_chart("emqx", "2.0.0-rc.1")


def test_helm_is_told_when_a_token_is_wrong(repositories: tuple[str, str]) -> None:
    with pytest.raises(helm_python.HelmRepoError, match="401"):
        helm_python.repo_index(f"{repositories[0]}/store", username="dev", password="chy_wrong")


def test_helm_knows_every_key_of_the_index_even_in_yaml(repositories: tuple[str, str], tmp_path: Path) -> None:
    """Its strict reader of YAML is used where a file is no JSON: a comment makes it none."""
    index = helm_python.repo_index(f"{repositories[0]}/store")
    assert index["entries"]["emqx"][0]["urls"] == ["charts/demo/emqx/emqx-v1.0.0+build.5.tgz"]
    (tmp_path / "kept.yaml").write_text("# no JSON\n" + json.dumps(index))

    merged = helm_python.repo_index_generate(tmp_path, merge=tmp_path / "kept.yaml")

    assert set(merged["entries"]) == {"emqx"}


def test_passwords_of_people_are_no_tokens(repositories: tuple[str, str]) -> None:
    with pytest.raises(helm_python.HelmRepoError, match="401"):
        helm_python.repo_index(f"{repositories[0]}/store", username="admin", password=PASSWORD)
