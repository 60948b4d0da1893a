"""Which SQL an operation is for us: what the limits without HTTP run.

The engine itself tells, asked as our server asks it; so whatever the server sends, the limits run.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from graphql import GraphQLSchema, parse
from sqlalchemy import select
from sqlmodel import col

from benchmarks.peers.all import SECRET
from engine.document import Document
from engine.execute import Engine
from policies.access import Access
from policies.principal import anonymous
from schema.build import build_engine, build_schema
from server.auth.signing import Signing
from services.call import Rules
from services.principals import Principals
from storage.database import Database
from storage.statements import Statements
from storage.tables import User
from storage.transaction import Transaction

SESSION = timedelta(hours=12)


class Statement(NamedTuple):
    """SQL and its parameters, as asyncpg takes them."""

    text: str
    values: Sequence[Any]


async def statement_of(query: str, variables: dict[str, Any], caller: str | None, database_url: str) -> Statement:
    """What the engine would run for the query, asked by that user, or by nobody. Unplannable when it would run none."""
    schema, engine = _engine(database_url)
    operation = Document(schema, parse(query), len(query)).operation(None)
    if operation is None:
        raise ValueError("a document of one operation is needed")
    prepared = engine.prepare(query, operation, variables, await _access(caller, database_url))
    return Statement(prepared.statement.query.text, prepared.values)


@lru_cache(maxsize=1)
def _engine(database_url: str) -> tuple[GraphQLSchema, Engine]:
    schema = build_schema()
    links = Signing(SECRET, "http://127.0.0.1")
    return schema._schema, build_engine(schema, Statements(database_url), links)


async def _access(username: str | None, database_url: str) -> Access:
    if username is None:
        return Access(anonymous(store_public=True))

    async def by_name(tx: Transaction) -> User:
        return (await tx.scalars(select(User).where(col(User.username) == username))).one()

    database = Database(database_url, pool_size=1)
    try:
        async with database.read() as reader:
            user = await reader.run(by_name)
            known = await Principals(Rules()).of_user(reader, user.id)
        return Access(replace(known, expires_at=datetime.now(UTC) + SESSION))
    finally:
        await database.close()
