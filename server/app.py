"""Builds the application: parts, routes, jobs, and what happens at start and stop. Decides nothing else."""

import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from domain.errors import Unavailable
from schema.build import build_engine, build_schema
from schema.executor import Executor
from schema.live import Live
from schema.masks import Masks
from server.admitting import admission_by, budgets_in
from server.auth.sign_in import sign_in_by
from server.auth.signing import Signing
from server.data_dir import kept_secret, make_data_dir
from server.embedded import Backends
from server.http.body import BodyLimits
from server.http.envelope import Envelope
from server.http.errors import http_exception, json_response
from server.http.graphql import GraphQLEndpoint
from server.http.health import Check, routes
from server.http.held import Held
from server.http.helm.classic import classic_routes
from server.http.helm.oci import oci_routes
from server.http.links import LinkRoute
from server.http.playground import Playground
from server.http.seats import Seats
from server.http.sign_in import SignInRoutes
from server.http.socket import SocketEndpoint
from server.http.sse import EventStreams
from server.jobs.running import Job, attempt, running
from server.jobs.syncs import sync_jobs
from server.jobs.work import downloads, jobs_of, token_uses
from server.metrics import Metrics
from server.settings import Settings
from server.wiring import Parts, outbound_in, rules_in, sync_parts
from services.bootstrap import prepare
from services.hub import Hub
from services.indexes import Indexes
from services.principals import Principals, builtin_permissions
from services.resealing import seal_anew
from services.secrets import Secrets
from storage.blobs import Blobs
from storage.database import Database, check_migrated
from storage.queries.readiness import count_builtin_roles, ping
from storage.statements import Statements

ROOT = Path(__file__).resolve().parent.parent
ENDPOINTS = {
    "name": "chandlery",
    "graphql": "/graphql",
    "playground": "/playground",
    "alive": "/healthz",
    "ready": "/readyz",
    "metrics": "/metrics",
}
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def build_app(settings: Settings, backends: Backends) -> Starlette:
    """The ASGI application. Its lifespan connects, migrates, and makes what is missing."""
    parts = _parts(settings, backends)
    statements = Statements(backends.database_url, statement_timeout_ms=settings.statement_timeout_ms)
    metrics, hub = Metrics(), Hub(parts.database, settings.live_backlog)
    held = Held(settings.max_answers_under_way_bytes)
    metrics.live(lambda: hub.guests, lambda: hub.feeds)
    metrics.held(lambda: held.bytes)
    (executor, live), body = _executor(settings, parts, statements, metrics, hub), BodyLimits(settings.max_body_bytes)
    seats = Seats(settings.live_connections_per_user, settings.live_connections_per_address)
    events = EventStreams(executor, live, parts, seats, body, held)
    graphql = GraphQLEndpoint(executor, parts, body, settings.http_status, events=events, held=held)
    sockets = SocketEndpoint(executor, live, parts, seats, settings.public_url, settings.live_operations, held)
    syncing = sync_parts(parts.database, parts.secrets, parts.outbound)
    syncs = sync_jobs(syncing, backends.database_url, settings.worker_concurrency, metrics)
    app = Starlette(
        routes=[
            Route("/", _endpoints),
            Route("/metrics", metrics.page),
            WebSocketRoute("/graphql", sockets),
            LinkRoute(parts).route(),
            *classic_routes(parts, Indexes(parts.database, statements)),
            *oci_routes(parts),
            *SignInRoutes(parts).routes(),
            *Playground.of(ROOT / "playground" / "dist").routes(),
            *routes(_checks(parts)),
        ],
        middleware=[Middleware(Envelope, shortcuts={"/graphql": graphql}, observe=metrics.took)],
        exception_handlers={HTTPException: http_exception},
        lifespan=_lifespan(parts, statements, backends.database_url, settings.admin_password, hub, syncs),
    )
    app.state.stopping = hub.stop
    app.router.redirect_slashes = False  # a redirect would name the host that the client claims
    return app


def _parts(settings: Settings, backends: Backends) -> Parts:
    database = Database(backends.database_url, statement_timeout_ms=settings.statement_timeout_ms)
    rules, secret = rules_in(settings), _secret(settings)
    return Parts(
        database=database,
        blobs=Blobs(backends.s3),
        signing=Signing(secret, settings.public_url),
        principals=Principals(rules),
        secrets=Secrets((*(settings.encryption_keys or ()), secret)),
        rules=rules,
        outbound=outbound_in(settings),
        sign_in=sign_in_by(settings, secret, database),
        budgets=budgets_in(settings),
    )


def _secret(settings: Settings) -> str:
    if settings.secret_key is not None:
        return settings.secret_key
    make_data_dir(settings.data_dir)
    return kept_secret(settings.data_dir / "secret_key")


def _executor(
    settings: Settings, parts: Parts, statements: Statements, metrics: Metrics, hub: Hub
) -> tuple[Executor, Live]:
    """Both executors over one schema, or the reference alone; and what tells of changes by them."""
    schema = build_schema()
    masks, admission = Masks(schema), admission_by(settings, schema, parts.budgets)
    engine = build_engine(schema, statements, parts.signing) if settings.is_compiled else None
    executor = Executor(schema, engine, metrics, settings.shadow_every, admission, masks)
    return executor, Live(schema, masks, engine, executor, hub)


def _lifespan(
    parts: Parts,
    statements: Statements,
    database_url: str,
    admin_password: str | None,
    hub: Hub,
    syncs: tuple[Job, ...],
) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await _migrate(parts.database, database_url)
            await parts.blobs.ensure_bucket()
            await prepare(parts.database, admin_password, _tell)
            await seal_anew(parts.database, parts.secrets)
            async with running((*jobs_of(parts, database_url, hub), *syncs)):
                yield
            await attempt(token_uses(parts))
            await attempt(downloads(parts))
        finally:
            await statements.close()
            await parts.database.close()

    return lifespan


async def _migrate(database: Database, database_url: str) -> None:
    """Brings the database up, in a process of its own; what is up already costs one look."""
    try:
        await check_migrated(database)
    except Unavailable:
        command = [sys.executable, "-m", "storage.migrate"]
        environment = {**os.environ, "DATABASE_URL": database_url}
        # Ctrl-C is for us: it ends with its work done, or with us.
        done = await anyio.run_process(command, cwd=ROOT, env=environment, check=False, start_new_session=True)
        if done.returncode != 0:
            raise RuntimeError(f"the database could not be migrated:\n{done.stderr.decode(errors='replace')}") from None


def _tell(generated_password: str) -> None:
    """Shows the first administrator's password once, and only to whoever started us: never in the log."""
    sys.stdout.write(f"First admin: admin, password: {generated_password}\n")
    sys.stdout.flush()


def _checks(parts: Parts) -> Mapping[str, Check]:
    async def database() -> None:
        async with parts.database.read() as reader:
            await reader.run(ping)

    async def migrations() -> None:
        await check_migrated(parts.database)

    async def policy() -> None:
        async with parts.database.read() as reader:
            count = await reader.run(count_builtin_roles)
        if not count or not any(builtin_permissions().values()):
            raise Unavailable("the policy is empty")

    return {"database": database, "migrations": migrations, "bucket": parts.blobs.check, "policy": policy}


async def _endpoints(_: Request) -> Response:
    return json_response(ENDPOINTS)
