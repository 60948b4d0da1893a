"""An OCI registry's client, by hand, so that every fault can be sent; and the workspaces and people of its tests.

dev is a developer of acme, vera a viewer of it; mallory is a developer of rival; stan is in no workspace.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update
from sqlmodel import col

from domain.ids import Kind, encode_id
from domain.oci import CHART, CONFIG, MANIFEST, PROVENANCE
from server.embedded import Backends
from server.wiring import Parts
from storage.tables import StoreApp, Template, Version, Workspace
from tests.personas import Cast
from tests.server.compiled import Process, process
from tests.server.helm import basic
from tests.server.web import digest_of
from tests.uploads.builder import make_chart

EMPTY = b"{}"
EMPTY_TYPE = "application/vnd.oci.empty.v1+json"
SBOM = "application/vnd.example.sbom.v1"
PEOPLE = {"dev": ("acme", "workspace-developer"), "vera": ("acme", "workspace-viewer")}


@dataclass(slots=True)
class World:
    """A started server and those who use its registry; nobody has pushed anything."""

    started: Process
    cast: Cast
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> Parts:
        """What the server is made of."""
        return self.started.endpoint.parts

    def as_(self, who: str | None) -> "Client":
        """A client that signs in as somebody; as nobody for None."""
        return Client(self.started.http, {} if who is None else basic(who, self.tokens[who]))

    async def version(self, chart: str, version: str, workspace: str = "acme") -> Version:
        """The live version's row."""
        statement = (
            select(Version)
            .join(Template, col(Template.id) == col(Version.template_id))
            .join(Workspace, col(Workspace.id) == col(Version.workspace_id))
            .where(col(Workspace.name) == workspace, col(Template.name) == chart, col(Version.version) == version)
            .where(col(Version.deleted_at).is_(None))
        )
        async with self.cast.database.write() as tx:
            return (await tx.execute(statement)).scalar_one()

    async def gid(self, chart: str, version: str) -> str:
        """The version's global id."""
        return encode_id(Kind.VERSION, (await self.version(chart, version)).id)

    async def set_state(self, chart: str, version: str, state: str) -> None:
        """Puts a version into a state, behind the lifecycle's back; ACTIVE ones into the store."""
        row = await self.version(chart, version)
        async with self.cast.database.write() as tx:
            await tx.execute(update(Version).where(col(Version.id) == row.id).values(state=state))
            if state == "ACTIVE" and not await self._app(tx, row.template_id):
                template = await tx.get_one(Template, row.template_id)
                shown = {"name": template.name, "category_id": template.category_id, "maintainers": []}
                tx.add(StoreApp(template_id=template.id, workspace_id=template.workspace_id, **shown))

    async def _app(self, tx: Any, template_id: UUID) -> Any:
        return await tx.scalar(select(StoreApp).where(col(StoreApp.template_id) == template_id))


@asynccontextmanager
async def a_world(backends: Backends, data_dir: Path, **given: str) -> AsyncIterator[World]:
    """The world of this module's docstring."""
    async with process(backends, data_dir, COST_BUDGET="0", PUBLIC_URL="http://store", **given) as started:
        cast = await Cast.of(started.endpoint.parts.database)
        for name in ("acme", "rival"):
            await cast.workspace(name)
        for who, (workspace, role) in (PEOPLE | {"mallory": ("rival", "workspace-developer")}).items():
            await cast.member(workspace, who, role)
        await cast.user("stan")
        world = World(started, cast)
        for who in ("dev", "vera", "mallory", "stan", "admin"):
            world.tokens[who] = (await cast.token(who)).secret
        yield world


@dataclass(frozen=True, slots=True)
class Client:
    """Sends requests as somebody. Names of endpoints are the specification's."""

    http: httpx.AsyncClient
    headers: dict[str, str]

    async def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        """The answer to a request below /v2/."""
        headers = {**self.headers, **given.pop("headers", {})}
        return await self.http.request(method, f"/v2/{path}" if path[:1] != "/" else path, headers=headers, **given)

    async def begin(self, name: str) -> str:
        """Where a new upload goes (end-4a)."""
        answer = await self.send("POST", f"{name}/blobs/uploads/")
        assert answer.status_code == 202, answer.text
        return answer.headers["location"]

    async def push_blob(self, name: str, content: bytes) -> str:
        """The digest of a blob that is there now (end-4a, end-6)."""
        digest = digest_of(content)
        answer = await self.send("PUT", await self.begin(name), params={"digest": digest}, content=content)
        assert answer.status_code == 201, answer.text
        return digest

    async def put_manifest(self, name: str, reference: str, content: bytes, kind: str = MANIFEST) -> httpx.Response:
        """The answer to a manifest (end-7)."""
        return await self.send("PUT", f"{name}/manifests/{reference}", content=content, headers={"Content-Type": kind})

    async def push_chart(
        self, name: str, version: str = "1.0.0", prov: bytes | None = None, **chart: Any
    ) -> httpx.Response:
        """The answer to the manifest of a chart, all of which was pushed."""
        pushed = a_chart(name.partition("/")[2], version, prov, **chart)
        for content in pushed.parts:
            await self.push_blob(name, content)
        return await self.put_manifest(name, version.replace("+", "_"), pushed.manifest)

    async def push_artifact(
        self, name: str, subject: str, content: bytes = b"a bill", kind: str = SBOM, **manifest: Any
    ) -> httpx.Response:
        """The answer to the manifest of an artifact, all of which was pushed."""
        await self.push_blob(name, EMPTY)
        await self.push_blob(name, content)
        written = an_artifact(subject, content, kind, **manifest)
        return await self.put_manifest(name, digest_of(written), written)

    async def manifest(self, name: str, reference: str) -> httpx.Response:
        """A manifest (end-3)."""
        return await self.send("GET", f"{name}/manifests/{reference}")

    async def tags(self, name: str, **query: Any) -> list[str]:
        """The tags (end-8)."""
        answer = await self.send("GET", f"{name}/tags/list", params=query)
        assert answer.status_code == 200, answer.text
        assert answer.json()["name"] == name
        found: list[str] = answer.json()["tags"]
        return found

    async def fetch(self, name: str, digest: str) -> bytes:
        """The bytes of a blob, wherever they are (end-2)."""
        answer = await self.send("GET", f"{name}/blobs/{digest}")
        if answer.status_code == 307:
            async with httpx.AsyncClient() as plain:
                answer = await plain.get(answer.headers["location"])
        assert answer.status_code == 200, answer.text
        return answer.content


@dataclass(frozen=True, slots=True)
class Chart:
    """What is pushed of a chart: its parts, and the manifest that goes last."""

    package: bytes
    config: bytes
    prov: bytes | None
    manifest: bytes

    @property
    def parts(self) -> list[bytes]:
        return [part for part in (self.package, self.config, self.prov) if part is not None]

    @property
    def digest(self) -> str:
        return digest_of(self.manifest)


def a_chart(name: str, version: str = "1.0.0", prov: bytes | None = None, **more: Any) -> Chart:
    """A chart as Helm pushes it. `config` and `manifest` are merged into what stands in these."""
    into_config, into_manifest = more.pop("config", {}), more.pop("manifest", {})
    package = make_chart(name, version, **more)
    config = json.dumps({"apiVersion": "v2", "name": name, "version": version, **into_config}).encode()
    layers = (
        [descriptor(CHART, package)] if prov is None else [descriptor(CHART, package), descriptor(PROVENANCE, prov)]
    )
    document = {"schemaVersion": 2, "config": descriptor(CONFIG, config), "layers": layers, **into_manifest}
    return Chart(package, config, prov, json.dumps(document).encode())


def an_artifact(subject: str, content: bytes = b"a bill", kind: str = SBOM, **more: Any) -> bytes:
    """The manifest of what speaks of a subject."""
    document = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "artifactType": kind,
        "config": descriptor(EMPTY_TYPE, EMPTY),
        "layers": [descriptor("text/plain", content)],
        "subject": {"mediaType": MANIFEST, "digest": subject, "size": 1},
        **more,
    }
    return json.dumps(document).encode()


def descriptor(kind: str, content: bytes) -> dict[str, Any]:
    """What a manifest says of a blob."""
    return {"mediaType": kind, "digest": digest_of(content), "size": len(content)}


def code_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal in the specification's form."""
    assert answer.headers["content-type"] == "application/json"
    (error,) = answer.json()["errors"]
    assert set(error) <= {"code", "message", "detail"}
    assert error["message"]
    return answer.status_code, error["code"]
