"""The real endpoint and schema with an operator's settings and no database: for what is decided before one is asked."""

import hashlib
import json
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware

from schema.build import build_schema
from schema.executor import Executor
from server.admitting import admission_by
from server.http.body import BodyLimits
from server.http.envelope import Envelope
from server.http.graphql import GraphQLEndpoint
from server.settings import Settings
from tests.server.web import make_parts

SCHEMA = build_schema()
AJ = "application/json"
GR = "application/graphql-response+json"
NO_DATABASE = "postgresql://nobody@127.0.0.1:9/none"
TYPENAME = "{ __typename }"


def executor_by(**variables: str) -> Executor:
    """An executor with these settings."""
    return Executor(SCHEMA, admission=admission_by(Settings.from_environment(variables), SCHEMA))


def client(address: str = "192.0.2.7", executor: Executor | None = None, **variables: str) -> httpx.AsyncClient:
    """A client at this address; clients of one executor speak to one server."""
    settings = Settings.from_environment(variables)
    body = BodyLimits(settings.max_body_bytes, stall_s=0.2, overall_s=1)
    endpoint = GraphQLEndpoint(
        executor or executor_by(**variables), make_parts(NO_DATABASE), body, settings.http_status
    )
    app = Starlette(middleware=[Middleware(Envelope, shortcuts={"/graphql": endpoint})])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1)), base_url="http://store")


async def post(http: httpx.AsyncClient, body: Any, **headers: str) -> httpx.Response:
    """The answer to a body, as JSON unless it is bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await http.post("/graphql", content=content, headers={"content-type": AJ, **headers})


def sha256(text: str) -> str:
    """What names a document."""
    return hashlib.sha256(text.encode()).hexdigest()


def persisted(text: str, *, sent: bool = True) -> dict[str, Any]:
    """A request of an automatic persisted query, with its text or by its hash alone."""
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": sha256(text)}}
    return {"query": text, "extensions": extensions} if sent else {"extensions": extensions}


def code_in(answer: httpx.Response) -> str:
    """The code of an answer's first error."""
    return str(answer.json()["errors"][0]["extensions"]["code"])
