"""The real application with compiled reads, more than once over one database, and what each sends to it.

acme     emqx      1.0.0 ACTIVE, 1.1.0 PASSED, 2.0.0 DRAFT; in the store with two screenshots
         redis     1.0.0 ACTIVE; in the store
other    nginx     1.0.0 DRAFT
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import event, select, text
from sqlmodel import col
from starlette.applications import Starlette

from domain.ids import Kind
from domain.lifecycle import VersionState
from server.app import build_app
from server.auth.signing import Signing
from server.embedded import Backends
from server.http.graphql import GraphQLEndpoint
from server.settings import Settings
from storage.database import Database
from storage.statements import Statements
from storage.tables import (
    Blob,
    Category,
    Image,
    Package,
    ReviewPhase,
    Session,
    StoreScreenshot,
    TemplateScreenshot,
    TextBlob,
    User,
    Workspace,
)
from tests.personas import PASSWORD, Cast
from tests.resolvers.world import CHART, World, a_review, a_store_app, a_template, a_version, digest

SECRET_KEY = "a secret of the tests, long enough to sign with"
NEVER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Process:
    """One running application: its address for requests, and what it sends to the database."""

    app: Starlette
    http: httpx.AsyncClient
    others: list[str] = field(default_factory=list)

    @property
    def endpoint(self) -> GraphQLEndpoint:
        """What answers `/graphql`."""
        found: GraphQLEndpoint = self.app.user_middleware[0].kwargs["shortcuts"]["/graphql"]
        return found

    @property
    def engine(self) -> Any:
        """The compiled executor."""
        return self.endpoint.executor._engine

    @property
    def compiled(self) -> Statements:
        """Where compiled reads go."""
        found: Statements = self.engine._statements
        return found

    def sent(self) -> int:
        """How many statements it has sent so far, of either kind."""
        return self.compiled.count + len(self.others)

    async def post(self, query: str, token: str | None = None, **variables: Any) -> httpx.Response:
        """The answer to a POST."""
        body = json.dumps({"query": query, "variables": variables} if variables else {"query": query})
        headers = {"Content-Type": "application/json", **bearer(token)}
        return await self.http.post("/graphql", content=body, headers=headers)

    async def get(self, query: str, token: str | None = None, **headers: str) -> httpx.Response:
        """The answer to a GET."""
        return await self.http.get("/graphql", params={"query": query}, headers={**bearer(token), **headers})

    async def data(self, query: str, token: str | None = None, **variables: Any) -> Any:
        """What is answered where nothing may fail."""
        answer = await self.post(query, token, **variables)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert "errors" not in body, body
        return body["data"]

    async def do(self, mutation: str, token: str, **variables: Any) -> Any:
        """The payload of the one mutation of a document, which must succeed."""
        (payload,) = (await self.data(mutation, token, **variables)).values()
        assert not payload["userErrors"], payload
        return payload

    async def counters(self) -> dict[str, float]:
        """What `/metrics` tells of operations, by series."""
        lines = (await self.http.get("/metrics")).text.splitlines()
        pairs = (line.rsplit(" ", 1) for line in lines if line.startswith("chandlery_"))
        return {name: float(value) for name, value in pairs if "_created" not in name}


def bearer(token: str | None) -> dict[str, str]:
    """The header of a credential."""
    return {} if token is None else {"Authorization": f"Bearer {token}"}


@asynccontextmanager
async def process(backends: Backends, data_dir: Path, **given: str) -> AsyncIterator[Process]:
    """The application with these settings, started, without a socket."""
    known = {"DATA_DIR": str(data_dir), "ADMIN_PASSWORD": PASSWORD, "SECRET_KEY": SECRET_KEY}
    environment = {**known, "WORKER_CONCURRENCY": "0", **given}
    app = build_app(Settings.from_environment(environment), backends)
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 4711))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://store") as http,
    ):
        started = Process(app, http)
        engine = started.endpoint.parts.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *told: started.others.append(told[2]))
        yield started


@dataclass(slots=True)
class Store:
    """The store of this module's docstring with those who use it."""

    cast: Cast
    world: World
    signing: Signing

    @classmethod
    async def of(cls, process: Process) -> "Store":
        """Makes it, in the database that the application has prepared."""
        database = process.endpoint.parts.database
        cast, world = await Cast.of(database), World(database)
        await cast.user("dev")
        for name in ("acme", "other"):
            await cast.workspace(name)
            world.rows[name] = await _row(database, Workspace, col(Workspace.name) == name)
        await cast.member("acme", "dev", "workspace-developer")
        world.rows["dev"] = await _row(database, User, col(User.username) == "dev")
        await _fill(world)
        return cls(cast, world, process.endpoint.parts.signing)

    def gid(self, kind: Kind, name: str) -> str:
        """A row's global id."""
        return self.world.gid(kind, name)

    async def session(self, username: str, lasts: timedelta = timedelta(hours=1)) -> str:
        """A session token of the user that never expires; the session itself ends by the database's clock."""
        user_id = self.cast.users[username]
        async with self.cast.database.write() as tx:
            now = (await tx.execute(text("SELECT now()"))).scalar_one()
            session = Session(user_id=user_id, expires_at=now + lasts)
            tx.add(session)
        return self.signing.session_token(session.id, user_id, NEVER)

    async def execute(self, statement: str, **values: Any) -> None:
        """A statement of an operator's, behind the server's back."""
        async with self.cast.database.write() as tx:
            await tx.execute(text(statement), values)


@dataclass(slots=True)
class Replicas:
    """A store, and two applications over it."""

    store: Store
    here: Process
    there: Process

    @property
    def both(self) -> tuple[Process, Process]:
        """Where anything may be asked."""
        return self.here, self.there


@asynccontextmanager
async def replicas(backends: Backends, data_dir: Path, **given: str) -> AsyncIterator[Replicas]:
    """The store with two applications, all started."""
    async with process(backends, data_dir, **given) as here, process(backends, data_dir, **given) as there:
        yield Replicas(await Store.of(here), here, there)


async def _row(database: Database, model: Any, condition: Any) -> Any:
    async with database.write() as tx:
        return (await tx.execute(select(model).where(condition))).scalar_one()


async def _fill(world: World) -> None:
    await world.add(
        *(Blob(digest=digest(n), size=100) for n in (1, 2, 3, 4)),
        TextBlob(digest=digest(12), text="replicas: 1\n"),
        Package(digest=digest(1), size=100, chart_name="emqx", chart=CHART, values_digest=digest(12)),
        *(Image(digest=digest(n), content_type="image/png", size=1, width=n, height=n) for n in (2, 3, 4)),
    )
    world.rows["shelf"] = Category(name="messaging", display_name="Messaging")
    await world.add(world.rows["shelf"])
    await _add_emqx(world)
    await _add_others(world)


async def _add_emqx(world: World) -> None:
    shown = {"display_name": "EMQ X", "summary": "As published", "icon_digest": digest(2)}
    emqx = a_template(world, "emqx", state="ACTIVE", **shown)
    app = a_store_app(emqx, **shown)
    versions = {
        "emqx 1.0.0": a_version(world, emqx, "1.0.0", VersionState.ACTIVE.value),
        "emqx 1.1.0": a_version(world, emqx, "1.1.0", VersionState.PASSED.value),
        "emqx 2.0.0": a_version(world, emqx, "2.0.0"),
    }
    world.rows |= {"emqx": emqx, "emqx app": app, **versions}
    shots = [TemplateScreenshot(template_id=emqx.id, position=n, image_digest=digest(3 + n)) for n in (0, 1)]
    shown_shots = [StoreScreenshot(store_app_id=app.id, position=n, image_digest=digest(3 + n)) for n in (0, 1)]
    await world.add(emqx, *versions.values(), app, *shots, *shown_shots)
    passed = a_review(world, versions["emqx 1.1.0"], "PASSED", 1)
    await world.add(passed, ReviewPhase(review_id=passed.id, position=0, name="TECHNICAL", state="PASSED"))
    versions["emqx 1.1.0"].review_id = passed.id
    await world.add(versions["emqx 1.1.0"])


async def _add_others(world: World) -> None:
    redis, nginx = a_template(world, "redis", state="ACTIVE"), a_template(world, "nginx", "other")
    world.rows |= {
        "redis": redis,
        "nginx": nginx,
        "redis 1.0.0": a_version(world, redis, "1.0.0", VersionState.ACTIVE.value),
        "nginx 1.0.0": a_version(world, nginx, "1.0.0"),
        "redis app": a_store_app(redis, display_name="Redis"),
    }
    await world.add(*(world.rows[name] for name in ("redis", "nginx", "redis 1.0.0", "nginx 1.0.0", "redis app")))
