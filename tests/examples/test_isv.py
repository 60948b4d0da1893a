"""The ISV's script from outside: a process of its own that knows the server's address and an API token."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import documents as d
from tests.e2e.charts import emqx
from tests.e2e.client import Client
from tests.uploads.builder import make_chart

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "isv" / "submit.py"
PASSWORD = "a long enough password"
NEEDED = ["WORKSPACES_READ", "TEMPLATES_READ", "TEMPLATES_CREATE", "VERSIONS_SUBMIT"]
MAKE_TOKEN = d.mutation("createApiToken", "$input: CreateApiTokenInput!", "secret apiToken { id }")
REVOKE_TOKEN = d.mutation("revokeApiToken", "$id: ID!", "revokedId")
VERSIONS = """query ($workspace: String!, $name: String!) { workspace(name: $workspace) { template(name: $name) {
    versions { nodes { version state description } } } } }"""
Submit = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True, slots=True)
class Isv:
    """The developer of a workspace, and a token of theirs for a pipeline."""

    client: Client
    workspace: str
    token: dict[str, Any]

    def versions(self, name: str) -> list[tuple[str, str, str]]:
        found = self.client.run(VERSIONS, workspace=self.workspace, name=name)["workspace"]["template"]
        return [(v["version"], v["state"], v["description"]) for v in found["versions"]["nodes"]]


@pytest.fixture
def isv(admin: Client, anonymous: Client) -> Isv:
    name = f"acme-{secrets.token_hex(4)}"
    user = {"username": name, "password": PASSWORD, "email": "isv@example.org", "platformRole": "platform-regular"}
    assert admin.run(d.CREATE_USER, input=user)["createUser"]["userErrors"] == []
    assert admin.run(d.CREATE_WORKSPACE, input={"name": name, "admin": name})["createWorkspace"]["userErrors"] == []
    client = anonymous.signed_in(name, PASSWORD)
    token = {"name": "pipeline", "permissions": NEEDED, "workspace": name}
    return Isv(client, name, client.run(MAKE_TOKEN, input=token)["createApiToken"])


@pytest.fixture
def submit(isv: Isv, base_url: str, tmp_path: Path) -> Submit:
    """Runs the script with a package."""

    def run(package: bytes, workspace: str = isv.workspace, url: str = base_url) -> "subprocess.CompletedProcess[str]":
        chart = tmp_path / "chart.tgz"
        chart.write_bytes(package)
        command = [sys.executable, SCRIPT, chart, "--workspace", workspace, "--url", url, "--message", "What is new."]
        environment = {**os.environ, "CHANDLERY_TOKEN": isv.token["secret"]}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    return run


def test_a_new_chart_becomes_a_template_and_another_its_next_version(isv: Isv, submit: Submit) -> None:
    first = submit(emqx("v1.0.0-beta.1"))
    second = submit(emqx("v4.0.2"))

    told = f"chart.tgz: version v1.0.0-beta.1 is SUBMITTED in {isv.workspace}\n"
    assert (first.returncode, first.stdout, first.stderr) == (0, told, "")
    assert (second.returncode, second.stderr) == (0, "")
    assert isv.versions("emqx") == [
        ("v4.0.2", "SUBMITTED", "What is new."),
        ("v1.0.0-beta.1", "SUBMITTED", "What is new."),
    ]


def test_what_the_store_refuses_is_told_with_its_place(submit: Submit) -> None:
    broken = submit(make_chart("broken", "not a version"))
    assert (submit(make_chart("twice", "1.0.0")).returncode, broken.returncode) == (0, 1)
    again = submit(make_chart("twice", "1.0.0"))

    assert broken.stderr.startswith("Chart.yaml") and "[CHART_INVALID]" in broken.stderr
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("package: ") and "[ALREADY_EXISTS]" in again.stderr


def test_a_token_does_only_what_it_is_for(isv: Isv, submit: Submit) -> None:
    elsewhere = submit(make_chart("buoy", "1.0.0"), workspace="elsewhere")
    isv.client.run(REVOKE_TOKEN, id=isv.token["apiToken"]["id"])
    revoked = submit(make_chart("buoy", "1.0.0"))

    assert (elsewhere.returncode, revoked.returncode) == (3, 3)
    assert "There is no workspace elsewhere" in elsewhere.stderr
    assert "[UNAUTHENTICATED]" in revoked.stderr


def test_a_store_that_is_down_is_told_from_one_that_refuses(submit: Submit) -> None:
    assert submit(make_chart("buoy", "1.0.0"), url="http://127.0.0.1:9").returncode == 4
