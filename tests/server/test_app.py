"""The whole application, from its settings to its answers, without a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
import httpx
import pytest
from starlette.applications import Starlette

from server.app import build_app
from server.embedded import Backends
from server.settings import Settings
from storage.blobs import S3Settings
from tests.fixtures.services import new_s3_client, run_sql
from tests.server.web import told

pytestmark = pytest.mark.anyio

PASSWORD = "correct horse battery"
LOGIN = {
    "query": "mutation ($input: LoginInput!) { login(input: $input) { token } }",
    "variables": {"input": {"username": "admin", "password": PASSWORD}},
}


def settings(data_dir: Path, **given: str) -> Settings:
    return Settings.from_environment({"DATA_DIR": str(data_dir), "WORKER_CONCURRENCY": "0", **given})


@asynccontextmanager
async def running(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://store") as http,
    ):
        yield http


async def test_an_empty_database_and_no_bucket_become_a_store_that_is_ready(
    empty_database_url: str, s3_server: S3Settings, tmp_path: Path
) -> None:
    app = build_app(settings(tmp_path, ADMIN_PASSWORD=PASSWORD), Backends(empty_database_url, s3_server))

    async with running(app) as http:
        ready = await http.get("/readyz")
        root = await http.get("/")
        signed_in = (await http.post("/graphql", json=LOGIN)).json()["data"]["login"]
        asked = {"query": "{ viewer { user { username } } }"}
        viewer = await http.post("/graphql", json=asked, headers={"authorization": f"Bearer {signed_in['token']}"})

    assert (ready.status_code, ready.json()["checked"]) == (200, ["database", "migrations", "bucket", "policy"])
    assert root.json()["graphql"] == "/graphql"
    assert told(viewer) == {"data": {"viewer": {"user": {"username": "admin"}}}}


async def test_a_generated_password_is_shown_once_and_opens_the_store(
    backends: Backends, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(build_app(settings(tmp_path), backends)):
        first = capsys.readouterr().out
    async with running(build_app(settings(tmp_path), backends)):
        second = capsys.readouterr().out

    assert first.startswith("First admin: admin, password: ")
    assert second == ""


async def test_sessions_outlive_a_restart_and_end_with_another_key(backends: Backends, tmp_path: Path) -> None:
    given = {"ADMIN_PASSWORD": PASSWORD}
    async with running(build_app(settings(tmp_path, **given), backends)) as http:
        token = (await http.post("/graphql", json=LOGIN)).json()["data"]["login"]["token"]
    asked = {"json": {"query": "{ viewer { user { username } } }"}, "headers": {"authorization": f"Bearer {token}"}}

    async with running(build_app(settings(tmp_path, **given), backends)) as http:
        after_restart = await http.post("/graphql", **asked)
    async with running(build_app(settings(tmp_path, SECRET_KEY="k" * 32), backends)) as http:
        with_another_key = await http.post("/graphql", **asked)

    assert (after_restart.status_code, with_another_key.status_code) == (200, 401)


async def test_a_store_without_a_policy_is_not_ready_and_says_why(backends: Backends, tmp_path: Path) -> None:
    async with running(build_app(settings(tmp_path, ADMIN_PASSWORD=PASSWORD), backends)) as http:
        before = await http.get("/readyz")
        await execute(backends.database_url, "UPDATE role SET builtin = false")
        after = await http.get("/readyz")

    assert before.status_code == 200
    assert (after.status_code, after.json()["failing"]) == (503, {"policy": "the policy is empty"})


async def test_a_lost_bucket_and_a_database_behind_are_named(backends: Backends, tmp_path: Path) -> None:
    async with running(build_app(settings(tmp_path, ADMIN_PASSWORD=PASSWORD), backends)) as http:
        new_s3_client(backends.s3).delete_bucket(Bucket=backends.s3.bucket)
        await execute(backends.database_url, "UPDATE alembic_version SET version_num = '0000'")
        after = await http.get("/readyz")

    assert after.status_code == 503
    assert set(after.json()["failing"]) == {"bucket", "migrations"}
    assert "0000" in after.json()["failing"]["migrations"]


async def execute(database_url: str, statement: str) -> None:
    await anyio.to_thread.run_sync(run_sql, database_url, statement)
