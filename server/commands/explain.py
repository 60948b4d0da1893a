"""Shows how a query is answered: its plan, its SQL, and what PostgreSQL makes of it. For whoever runs the server.

It reads the database that the settings name, or the embedded one of a running server, and changes nothing.
"""

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graphql import GraphQLError

from domain.errors import StoreError
from engine.document import Document
from engine.execute import Engine, Prepared
from engine.explain import explain
from engine.parameters import Irregular
from engine.planner import Unplannable
from policies.access import Access
from schema.build import build_engine, build_schema
from schema.documents import DocumentRefused, digest_of, read_document
from schema.execution import Schema
from server.auth.signing import Signing
from server.embedded.postgres import url_of_running
from server.refusal import Refusal
from server.settings import Settings
from server.wiring import rules_in
from services.call import Rules
from services.principals import Principals
from storage.database import Database
from storage.statements import Statements
from storage.writes.people import user_named

PICTURES = {code: 0x2400 + code for code in range(32) if code != ord("\n")}
"""Marks in a statement are control characters, which a terminal is not sent."""


class ExplainError(Refusal):
    """The query cannot be explained; the message says why."""


def run(environ: Mapping[str, str], given: Namespace) -> None:
    """Prints it. Raises SettingsError and ExplainError."""
    settings = Settings.from_environment(environ)
    text = sys.stdin.read() if given.file == "-" else _text(Path(given.file))
    try:
        told = asyncio.run(_explained(settings, text, given))
    except (StoreError, OSError) as error:
        raise ExplainError(str(error)) from error
    for title, lines in told.items():
        text = lines if isinstance(lines, str) else "\n".join(lines)
        print(f"-- {title}\n{text.translate(PICTURES)}\n")  # noqa: T201


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExplainError(f"{file}: {error}") from error


def _database_url(settings: Settings) -> str:
    url = settings.database_url or url_of_running(settings.data_dir)
    if url is None:
        raise ExplainError("no database: give DATABASE_URL, or start the server whose DATA_DIR this is")
    return url


async def _explained(settings: Settings, text: str, given: Namespace) -> dict[str, Any]:
    url = _database_url(settings)
    database, statements = Database(url, pool_size=1), Statements(url, connections=1)
    try:
        access = await _access(database, rules_in(settings), given.username)
        schema = build_schema()
        engine = build_engine(schema, statements, Signing("nothing that is signed here is used", "-"))
        return await explain(engine, _prepared(engine, _document(schema, text), text, given, access))
    finally:
        await statements.close()
        await database.close()


async def _access(database: Database, rules: Rules, username: str | None) -> Access:
    principals = Principals(rules)
    if username is None:
        return principals.recall_anonymous()
    async with database.read() as reader:
        user = await reader.run(lambda session: user_named(session, username))
        if user is None:
            raise ExplainError(f"there is no user {username}")
        return Access(await principals.of_user(reader, user.id))


def _document(schema: Schema, text: str) -> Document:
    try:
        return read_document(schema._schema, text, len(text))
    except DocumentRefused as refusal:
        raise ExplainError(f"the document is not valid: {refusal}") from None


def _prepared(engine: Engine, document: Document, text: str, given: Namespace, access: Access) -> Prepared:
    chosen = document.operation(given.operation)
    if chosen is None or not chosen.is_query:
        raise ExplainError("--operation names no query of the document")
    try:
        return engine.prepare(digest_of(text), chosen, _variables(given.variables), access)
    except Unplannable as error:
        raise ExplainError(f"{error} is not compiled; resolvers answer it") from error
    except (Irregular, GraphQLError) as error:
        raise ExplainError(f"not compiled: {error}") from error


def _variables(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ExplainError(f"--variables is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise ExplainError("--variables must be a JSON object")
    return found
