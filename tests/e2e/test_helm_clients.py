"""Helm itself signs in, pushes, pulls, verifies and renders, and a console beside it sees and does the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import helm_python
import pytest

from tests.e2e import documents as d
from tests.e2e.client import Client
from tests.openpgp import Key
from tests.uploads.builder import make_chart

PASSWORD = "a long enough password"
ADA, EVE = Key(), Key(owner="Eve <eve@example.com>", seed=b"\2" * 32)
CREATE_TOKEN = d.mutation("createApiToken", "$input: CreateApiTokenInput!", "secret")
UNAUTHENTICATED = r"401|[Uu]nauthorized|credential not found"
ADD_KEY = d.mutation("addSigningKey", "$input: AddSigningKeyInput!", "signingKey { id }")
VERSIONS = """query ($chart: String!) { workspace(name: "acme") { template(name: $chart) { versions { nodes {
  id version state signed provenance { text signedBy { owners } } package { digest } } } } } }"""


@dataclass(frozen=True, slots=True)
class Helm:
    """A registry client with credentials of its own, none at first."""

    client: helm_python.RegistryClient
    host: str

    def login(self, username: str, token: str) -> None:
        self.client.login(self.host, username, token, plain_http=True)

    def push(self, package: Path, workspace: str = "acme") -> None:
        self.client.push(package, f"oci://{self.host}/{workspace}", plain_http=True)

    def pull(self, chart: str, destination: Path, version: str | None = None) -> Path:
        """Where the package is that was pulled from the registry."""
        destination.mkdir()
        reference = f"oci://{self.host}/acme/{chart}"
        self.client.pull(reference, version=version, destination=destination, plain_http=True)
        return only_file(destination)

    def show(self, chart: str, what: str) -> str:
        """What Helm shows of the newest version; the library's `show` knows no other."""
        return self.client.show(f"oci://{self.host}/acme/{chart}", output_format=what, plain_http=True)


@dataclass(frozen=True, slots=True)
class Store:
    """A started server with the workspace acme, its developer dev, vera who may only look, and another tenant's."""

    url: str
    admin: Client
    dev: Client
    workspace_id: str
    tokens: dict[str, str]
    folder: Path

    @contextmanager
    def helm(self, username: str | None = None) -> Iterator[Helm]:
        """Helm, signed in as a user by that user's API token; or as nobody."""
        credentials = self.folder / f"{username}.json"
        with helm_python.RegistryClient(plain_http=True, credentials_file=credentials) as client:
            helm = Helm(client, self.url.removeprefix("http://"))
            if username is not None:
                helm.login(username, self.tokens[username])
            yield helm

    def versions(self, chart: str) -> list[Any]:
        """What GraphQL says of a chart of acme."""
        template = self.admin.run(VERSIONS, chart=chart)["workspace"]["template"]
        return [] if template is None else list(template["versions"]["nodes"])

    def act(self, who: Client, chart: str, field: str, literals: str = "") -> None:
        """One step with the only version of a chart."""
        (version,) = self.versions(chart)
        answer = who.run(d.on_version(field, literals), id=version["id"])[field]
        assert answer["userErrors"] == [], answer

    def publish(self, chart: str) -> None:
        """From DRAFT to ACTIVE, each step by whom it is for."""
        self.act(self.dev, chart, "submitVersion")
        self.act(self.admin, chart, "startReview", "phase: TECHNICAL")
        self.act(self.admin, chart, "passReview", "phase: TECHNICAL")
        self.act(self.dev, chart, "publishVersion")
        assert [version["state"] for version in self.versions(chart)] == ["ACTIVE"]


@pytest.fixture(scope="module")
def store(base_url: str, admin: Client, anonymous: Client, tmp_path_factory: pytest.TempPathFactory) -> Store:
    ids, users, tokens = {}, {}, {}
    for name in ("acme", "other"):
        ids[name] = admin.run(d.CREATE_WORKSPACE, input={"name": name})["createWorkspace"]["workspace"]["id"]
    for name, workspace, role in (
        ("dev", "acme", "workspace-developer"),
        ("vera", "acme", "workspace-viewer"),
        ("otto", "other", "workspace-developer"),
    ):
        given = {"username": name, "password": PASSWORD, "email": f"{name}@example.org"}
        admin.run(d.CREATE_USER, input={**given, "platformRole": "platform-regular"})
        admin.run(d.ADD_MEMBER, input={"workspace": ids[workspace], "username": name, "role": role})
        users[name] = anonymous.signed_in(name, PASSWORD)
        tokens[name] = users[name].run(CREATE_TOKEN, input={"name": "helm"})["createApiToken"]["secret"]
    return Store(base_url, admin, users["dev"], ids["acme"], tokens, tmp_path_factory.mktemp("helm"))


def a_package(folder: Path, chart: str, version: str, **more: Any) -> Path:
    """A chart's package in a file that is called as Helm calls it."""
    package = folder / f"{chart}-{version}.tgz"
    package.write_bytes(make_chart(chart, version, **more))
    return package


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def depending(folder: Path, chart: str, version: str, repository: str) -> Path:
    """The folder of a chart that depends on another."""
    folder.mkdir()
    dependency = f"dependencies: [{{name: {chart}, version: {version!r}, repository: {repository!r}}}]"
    (folder / "Chart.yaml").write_text(f"apiVersion: v2\nname: parent\nversion: 1.0.0\n{dependency}\n")
    return folder


def test_helm_signs_in_with_a_username_and_that_users_token_alone(store: Store, tmp_path: Path) -> None:
    package = a_package(tmp_path, "guarded", "1.0.0")
    with store.helm() as helm:
        for username, secret in (("dev", "chy_wrong"), ("dev", PASSWORD), ("vera", store.tokens["dev"])):
            with pytest.raises(helm_python.HelmRegistryError, match=UNAUTHENTICATED):
                helm.login(username, secret)
        with pytest.raises(helm_python.HelmError, match=UNAUTHENTICATED):
            helm.push(package)
        assert store.versions("guarded") == []

        helm.login("dev", store.tokens["dev"])
        helm.push(package)
        assert [version["state"] for version in store.versions("guarded")] == ["DRAFT"]

        helm.client.logout(helm.host)
    # The client that was signed in keeps what it has in memory; `helm` is a new one each time.
    with store.helm() as helm, pytest.raises(helm_python.HelmError, match=UNAUTHENTICATED):
        helm.pull("guarded", tmp_path / "signed-out", "1.0.0")


def test_a_pushed_chart_is_a_draft_which_helm_pulls_byte_for_byte_from_both_repositories(
    store: Store, tmp_path: Path
) -> None:
    package = a_package(tmp_path, "draft", "1.0.0+build.5", files={"README.md": b"# Draft\n"}, description="A draft")
    with store.helm("dev") as helm:
        helm.push(package)
        (made,) = store.versions("draft")
        assert (made["version"], made["state"], made["signed"]) == ("1.0.0+build.5", "DRAFT", False)
        assert made["package"]["digest"] == helm_python.digest(package)

        helm.push(package)
        assert store.versions("draft") == [made]

        assert helm.client.tags(f"oci://{helm.host}/acme/draft") == ["1.0.0+build.5"]
        pulled = helm.pull("draft", tmp_path / "oci", "1.0.0+build.5")
        assert pulled.read_bytes() == package.read_bytes()
        assert "description: A draft" in helm.show("draft", "chart")
        assert helm.show("draft", "values").strip() == "replicaCount: 1"
        assert "# Draft" in helm.show("draft", "readme")
    (tmp_path / "classic").mkdir()
    helm_python.pull(
        "draft",
        repo_url=f"{store.url}/helm/workspaces/acme?drafts=true",
        version="1.0.0+build.5",
        username="dev",
        password=store.tokens["dev"],
        destination=tmp_path / "classic",
    )
    assert only_file(tmp_path / "classic").read_bytes() == package.read_bytes()
    with helm_python.Chart.load(pulled) as chart:
        assert "name: mine" in chart.render(name="mine")["draft/templates/service.yaml"]


def test_nobody_pushes_where_they_have_no_right_to_or_learns_what_is_there(store: Store, tmp_path: Path) -> None:
    hidden, unwanted = a_package(tmp_path, "hidden", "1.0.0"), a_package(tmp_path, "unwanted", "1.0.0")
    with store.helm("dev") as helm:
        helm.push(hidden)
    with store.helm("vera") as helm:
        assert helm.pull("hidden", tmp_path / "vera", "1.0.0").read_bytes() == hidden.read_bytes()
        with pytest.raises(helm_python.HelmError, match=r"403.*needs the permission"):
            helm.push(unwanted)
    with store.helm("otto") as helm:
        for workspace in ("acme", "nowhere"):
            with pytest.raises(helm_python.HelmError, match=r"404.*There is no such repository for you"):
                helm.push(unwanted, workspace)
        for chart in ("hidden", "nothing"):
            with pytest.raises(helm_python.HelmError, match=f"acme/{chart}:1.0.0: not found"):
                helm.pull(chart, tmp_path / f"otto-{chart}", "1.0.0")
    assert store.versions("unwanted") == []


def test_what_is_published_stays_as_it_is_for_everybody_until_it_is_taken_down(store: Store, tmp_path: Path) -> None:
    package = a_package(tmp_path, "shown", "1.2.3")
    classic = f"{store.url}/helm/store"
    with store.helm("dev") as helm, store.helm() as anyone:
        helm.push(package)
        with pytest.raises(helm_python.HelmError, match=UNAUTHENTICATED):
            anyone.pull("shown", tmp_path / "too-early", "1.2.3")
        store.publish("shown")
        package.write_bytes(make_chart("shown", "1.2.3", description="Another"))
        with pytest.raises(helm_python.HelmError, match="cannot be pushed again"):
            helm.push(package)

        (published,) = store.versions("shown")
        for folder, wanted in (("exact", "1.2.3"), ("range", "^1.0.0"), ("newest", None)):
            pulled = anyone.pull("shown", tmp_path / folder, wanted)
            assert helm_python.digest(pulled) == published["package"]["digest"]
            (tmp_path / f"classic-{folder}").mkdir()
            helm_python.pull("shown", repo_url=classic, version=wanted, destination=tmp_path / f"classic-{folder}")
            assert only_file(tmp_path / f"classic-{folder}").read_bytes() == pulled.read_bytes()

        store.act(store.admin, "shown", "suspendVersion", 'message: "It leaks."')
        for who, folder, said in ((anyone, "gone", UNAUTHENTICATED), (helm, "gone-for-dev", "not found")):
            with pytest.raises(helm_python.HelmError, match=said):
                who.pull("shown", tmp_path / folder, "1.2.3")
        with pytest.raises(helm_python.HelmError, match="not found"):
            helm_python.pull("shown", repo_url=classic, version="1.2.3", destination=tmp_path)

        store.act(store.admin, "shown", "restoreVersion")
        back = anyone.pull("shown", tmp_path / "back", "1.2.3")
        assert helm_python.digest(back) == published["package"]["digest"]


def test_what_helm_signs_and_pushes_is_signed_and_helm_verifies_it_on_the_way_back(
    store: Store, tmp_path: Path
) -> None:
    package = a_package(tmp_path, "sealed", "1.0.0")
    for key, name in ((ADA, "ada"), (EVE, "eve")):
        (tmp_path / f"{name}.gpg").write_bytes(key.packets)
    (tmp_path / "secret.gpg").write_bytes(ADA.secret_packets)
    written = helm_python.sign(package, key="ada", keyring=tmp_path / "secret.gpg")
    with store.helm("dev") as helm:
        helm.push(package)
    (pushed,) = store.versions("sealed")
    assert (pushed["signed"], pushed["provenance"]["text"]) == (False, Path(written).read_text())

    added = store.admin.run(ADD_KEY, input={"workspace": store.workspace_id, "publicKey": ADA.public})
    assert added["addSigningKey"]["userErrors"] == []
    (signed,) = store.versions("sealed")
    assert (signed["signed"], signed["provenance"]["signedBy"]) == (True, {"owners": [ADA.owner]})

    store.publish("sealed")
    parent = depending(tmp_path / "parent", "sealed", "^1.0.0", f"{store.url}/helm/store")
    with pytest.raises(helm_python.HelmError, match=r"signature|signed|verif"):
        helm_python.dependency_update(parent, keyring=tmp_path / "eve.gpg", verify=True)
    helm_python.dependency_update(parent, keyring=tmp_path / "ada.gpg", verify=True)
    got = parent / "charts" / "sealed-1.0.0.tgz"
    assert got.read_bytes() == package.read_bytes()
    assert helm_python.verify(got, tmp_path / "ada.gpg", provenance_file=written)["signed_by"] == [ADA.owner]
    with helm_python.Chart.load(parent) as chart:
        assert "name: whole" in chart.render(name="whole")["parent/charts/sealed/templates/service.yaml"]


def test_a_chart_may_depend_on_one_in_our_registry(store: Store, tmp_path: Path) -> None:
    package = a_package(tmp_path, "needed", "1.0.0")
    with store.helm("dev") as helm:
        helm.push(package)
    store.publish("needed")
    parent = depending(tmp_path / "parent", "needed", "1.0.0", f"oci://{store.url.removeprefix('http://')}/acme")

    helm_python.dependency_update(parent, plain_http=True)

    assert (parent / "charts" / "needed-1.0.0.tgz").read_bytes() == package.read_bytes()
