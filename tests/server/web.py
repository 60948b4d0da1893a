"""A small store to send requests to: the real endpoint, parts and database, with a schema of a few fields."""

import asyncio
import hashlib
import secrets
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import strawberry
import uvicorn
from sqlalchemy import select
from sqlmodel import col
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from strawberry.file_uploads import Upload
from strawberry.schema.config import StrawberryConfig

from domain.errors import NotFound
from schema.build import StoreSchema
from schema.executor import Executor
from schema.scalars import SCALARS
from server.auth.signing import Signing
from server.http.body import BodyLimits
from server.http.envelope import Envelope
from server.http.errors import http_exception
from server.http.graphql import GraphQLEndpoint
from server.http.links import LinkRoute
from server.wiring import Parts
from services.call import Call, Rules
from services.principals import Principals, hash_secret
from services.secrets import Secrets
from storage.blobs import Blobs, S3Settings
from storage.database import Database
from storage.tables import ApiToken, Role, Session, User

SECRET = "a secret of the tests, long enough to sign with"
NOWHERE = S3Settings("http://127.0.0.1:9", "nowhere", "key", "secret")
MAX_FILE = 3 * 1024 * 1024
PATIENCE_S = 30


@strawberry.type
class Seen:
    """What arrived of a file."""

    name: str
    size: int
    digest: str
    is_oversized: bool
    bytes_read: int


@strawberry.type
class Query:
    """Enough to ask who one is and to see one's words again."""

    @strawberry.field
    def whoami(self, info: strawberry.Info[Call, None]) -> str:
        return info.context.principal.username

    @strawberry.field
    def address(self, info: strawberry.Info[Call, None]) -> str:
        return info.context.client_address

    @strawberry.field
    def echo(self, text: str) -> str:
        return text

    @strawberry.field
    def needed(self) -> str:
        raise NotFound

    @strawberry.field
    def broken(self) -> str | None:
        raise RuntimeError("the secret is hunter2")

    @strawberry.field
    def self(self) -> "Query":
        return Query()


@strawberry.type
class Mutation:
    """Takes files as the store does."""

    @strawberry.mutation
    async def afresh(self, info: strawberry.Info[Call, None]) -> str:
        await info.context.start_afresh()
        return info.context.principal.username

    @strawberry.mutation
    def look(self, file: Upload, other: Upload | None = None) -> list[Seen]:
        return [_seen(given) for given in (file, other) if given is not None]

    @strawberry.mutation
    def look_at_all(self, files: list[Upload]) -> list[Seen]:
        return [_seen(given) for given in files]


def _seen(file: Any) -> Seen:
    content = file.body.read()
    return Seen(
        name=file.file_name,
        size=file.size,
        digest=file.digest,
        is_oversized=file.is_oversized,
        bytes_read=len(content),
    )


CONFIG = StrawberryConfig(scalar_map=SCALARS)
SCHEMA = StoreSchema(Query, Mutation, config=CONFIG)


def make_parts(database_url: str, s3: S3Settings = NOWHERE, rules: Rules | None = None, **signing: Any) -> Parts:
    """Parts as the server has them. Nothing is connected before it is used."""
    database, rules = Database(database_url), rules or Rules(max_package_bytes=MAX_FILE)
    principals = Principals(rules)
    return Parts(database, Blobs(s3), Signing(SECRET, "http://store", **signing), principals, Secrets([SECRET]), rules)


def make_app(parts: Parts, json_body: BodyLimits | None = None, schema: strawberry.Schema | None = None) -> Starlette:
    """The application with the small schema, unless another is given."""
    endpoint = GraphQLEndpoint(Executor(schema or SCHEMA), parts, json_body or BodyLimits(1024 * 1024))
    app = Starlette(
        routes=[LinkRoute(parts).route()],
        middleware=[Middleware(Envelope, shortcuts={"/graphql": endpoint})],
        exception_handlers={HTTPException: http_exception},
    )
    app.router.redirect_slashes = False
    return app


def client_of(parts: Parts, schema: strawberry.Schema | None = None) -> httpx.AsyncClient:
    """A client that is wired to the application, without a socket."""
    transport = httpx.ASGITransport(make_app(parts, schema=schema), client=("192.0.2.7", 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://store")


@asynccontextmanager
async def opened(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """A client; the database's connections are closed afterwards."""
    try:
        async with client_of(parts) as client:
            yield client
    finally:
        await parts.database.close()


@dataclass(frozen=True)
class Person:
    """A user with a session and an API token."""

    user_id: UUID
    username: str
    session_id: UUID
    session: str
    token: str

    @property
    def by_session(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session}"}

    @property
    def by_token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


async def make_person(parts: Parts, role: str = "platform-regular", signs: Signing | None = None) -> Person:
    """A user who holds a built-in platform role and is signed in, both ways."""
    secret = f"chy_{secrets.token_urlsafe(32)}"
    expires_at = datetime.now(UTC) + timedelta(hours=1)
    async with parts.database.write() as tx:
        held = await tx.scalar(select(Role).where(col(Role.name) == role, col(Role.builtin)))
        if held is None:
            held = Role(name=role, scope="PLATFORM", builtin=True)
            tx.add(held)
            await tx.flush()
        user = User(username=f"user-{secrets.token_hex(4)}", platform_role_id=held.id)
        tx.add(user)
        await tx.flush()
        session = Session(user_id=user.id, expires_at=expires_at)
        tx.add_all([session, ApiToken(user_id=user.id, name="ci", prefix=secret[:12], secret_hash=hash_secret(secret))])
    token = (signs or parts.signing).session_token(session.id, user.id, expires_at)
    return Person(user.id, user.username, session.id, token, secret)


def told(answer: httpx.Response) -> Any:
    """The body of an answer, apart from what it says of its cost, which it must say when anything was executed."""
    body = answer.json()
    extensions = body.pop("extensions", {})
    assert ("cost" in extensions) == ("data" in body)
    others = {name: value for name, value in extensions.items() if name != "cost"}
    return {**body, "extensions": others} if others else body


def digest_of(content: bytes) -> str:
    """As the store writes digests."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class Form:
    """A multipart body, built by hand so that every fault can be built in."""

    boundary = "b0undary"
    content_type = f"multipart/form-data; boundary={boundary}"

    def __init__(self, *parts: tuple[str, bytes | str] | tuple[str, bytes | str, str]) -> None:
        self.parts = parts

    def __bytes__(self) -> bytes:
        return b"".join(map(self.part, self.parts)) + f"--{self.boundary}--\r\n".encode()

    def part(self, part: Any) -> bytes:
        name, content, *file_name = part
        disposition = f'form-data; name="{name}"' + "".join(f'; filename="{given}"' for given in file_name)
        head = f"--{self.boundary}\r\nContent-Disposition: {disposition}\r\n\r\n"
        return head.encode() + (content.encode() if isinstance(content, str) else content) + b"\r\n"


@contextmanager
def served(app: Starlette) -> Iterator[int]:
    """The port of a real server with the application, in a thread."""
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, proxy_headers=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    try:
        for _ in range(PATIENCE_S * 100):
            if server.started:
                break
            threading.Event().wait(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
