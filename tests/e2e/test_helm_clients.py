"""Helm itself signs in, pushes, pulls, verifies and renders, and a console beside it sees and does the rest."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import helm_python
import pytest

from tests.e2e import documents as d
from tests.e2e.client import Client
from tests.e2e.walk import HELM, surroundings
from tests.openpgp import Key, RsaKey
from tests.uploads.builder import make_chart

PASSWORD = "a long enough password"
ADA, EVE = Key(), Key(owner="Eve <eve@example.com>", seed=b"\2" * 32)
CREATE_TOKEN = d.mutation("createApiToken", "$input: CreateApiTokenInput!", "secret")
RITA, REMY = RsaKey("Rita <rita@example.com>"), RsaKey("Remy <remy@example.com>")
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


# ---------------------------------------------------------------- the command


@dataclass(frozen=True, slots=True)
class Command:
    """The command `helm` with a home of its own."""

    home: Path

    def run(self, *arguments: str | Path, given: str = "") -> str:
        """What it says when it succeeds."""
        ended = self._ended(arguments, given)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    def fails(self, *arguments: str | Path, given: str = "") -> str:
        """What it says when it fails."""
        ended = self._ended(arguments, given)
        assert ended.returncode != 0, ended.stdout
        return ended.stderr

    def _ended(self, arguments: Sequence[str | Path], given: str) -> "subprocess.CompletedProcess[str]":
        command = [str(HELM), *map(str, arguments)]
        environment = surroundings(self.home)
        return subprocess.run(
            command,
            input=given,
            env=environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def command(tmp_path: Path) -> Command:
    if HELM is None:
        pytest.skip("the command helm is on no PATH here, and its package is for Linux on x86-64")
    (tmp_path / "home").mkdir()
    return Command(tmp_path / "home")


def signed_in(store: Store, command: Command, username: str) -> tuple[str, ...]:
    """Signs the command in to the registry; the options by which it signs in to a repository."""
    host, token = store.url.removeprefix("http://"), store.tokens[username]
    has_option = "--plain-http" in command.run("registry", "login", "--help")
    plain = ("--plain-http",) if has_option else ()  # before 3.18 it asks this machine so by itself
    command.run("registry", "login", host, "--username", username, "--password-stdin", *plain, given=token)
    return "--username", username, "--password", token


def test_the_command_signs_pushes_and_verifies_from_both_repositories(
    store: Store, command: Command, tmp_path: Path
) -> None:
    store.admin.run(ADD_KEY, input={"workspace": store.workspace_id, "publicKey": RITA.public})
    for name, key in (("rita", RITA.packets), ("remy", REMY.packets), ("secret", RITA.secret_packets)):
        (tmp_path / f"{name}.gpg").write_bytes(key)
    secret, rita, remy = (tmp_path / f"{name}.gpg" for name in ("secret", "rita", "remy"))
    signed_in(store, command, "dev")
    command.run("create", "pier")
    command.run("package", "pier", "--version", "1.0.0+a.1", "--sign", "--key", "rita", "--keyring", secret)
    registry = f"oci://{store.url.removeprefix('http://')}/acme"

    said = command.run("push", "pier-1.0.0+a.1.tgz", registry, "--plain-http")

    (pushed,) = store.versions("pier")
    assert (pushed["version"], pushed["state"], pushed["signed"]) == ("1.0.0+a.1", "DRAFT", True)
    assert "Digest: sha256:" in said
    store.publish("pier")
    command.run("repo", "add", "store", f"{store.url}/helm/store")
    assert "store/pier" in command.run("search", "repo", "pier")
    for chart, options in (("store/pier", ()), (f"{registry}/pier", ("--plain-http",))):
        verified = ("pull", chart, "--version", "1.0.0+a.1", "--verify", *options)
        assert RITA.owner in command.run(*verified, "--keyring", rita)
        assert "signature" in command.fails(*verified, "--keyring", remy)
        assert 'image: "nginx:1.16.0"' in command.run("template", "mine", chart, "--version", "1.0.0+a.1", *options)
        assert "name: pier" in command.run("show", "chart", chart, "--version", "1.0.0+a.1", *options)


def test_the_command_sees_what_its_user_sees_in_a_repository(store: Store, command: Command, tmp_path: Path) -> None:
    package = a_package(tmp_path, "quay", "0.1.0")
    credentials = signed_in(store, command, "dev")
    for one in (package, a_package(tmp_path, "open", "1.0.0")):
        command.run("push", one, f"oci://{store.url.removeprefix('http://')}/acme", "--plain-http")
    drafts = f"{store.url}/helm/workspaces/acme?drafts=true"

    command.run("repo", "add", "mine", drafts, *credentials)
    assert "mine/quay" in command.run("search", "repo", "quay")
    command.run("pull", "mine/quay", "--version", "0.1.0")
    assert (command.home / "quay-0.1.0.tgz").read_bytes() == package.read_bytes()

    for username, secret in (("dev", "wrong"), ("otto", store.tokens["dev"])):
        refused = command.fails("repo", "add", "theirs", drafts, "--username", username, "--password", secret)
        assert "401 Unauthorized" in refused
    theirs = ("--username", "otto", "--password", store.tokens["otto"])
    assert "404 Not Found" in command.fails("repo", "add", "gone", f"{store.url}/helm/workspaces/nowhere", *theirs)
    store.publish("open")
    command.run("repo", "add", "theirs", drafts, *theirs)
    found = command.run("search", "repo", "theirs/")
    assert "theirs/open" in found
    assert "theirs/quay" not in found
