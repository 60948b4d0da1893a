"""One connection to PostgreSQL, from a URL as libpq understands it."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

CONNECT_S = 10.0
COMMAND_S = 20.0
"""Longer than the database's own statement timeout: it only ends what a frozen or cut off database leaves hanging."""
_SCHEMES = ("postgresql", "postgres")
_SESSION: tuple[str, ...] = ("application_name", "options")


async def connect(
    database_url: str,
    settings: dict[str, str] | None = None,
    command_s: float | None = COMMAND_S,
    kept_statements: int = 100,
) -> asyncpg.Connection:
    """A connection. The URL's sslmode, sslrootcert, connect_timeout, application_name, options and so on hold.

    The driver keeps so many statements prepared by itself.
    """
    dsn, connect_s, asked = read_url(database_url)
    named = {"application_name": "chandlery", **(settings or {}), **asked}
    return await asyncpg.connect(
        dsn,
        timeout=connect_s,
        command_timeout=command_s,
        server_settings=named,
        statement_cache_size=kept_statements,
    )


def read_url(database_url: str) -> tuple[str, float, dict[str, str]]:
    """The URL without what asyncpg does not know itself: the time to connect in, and parameters of the session."""
    parts = urlsplit(database_url)
    if parts.scheme not in _SCHEMES:
        raise ValueError(f"DATABASE_URL must be a postgresql:// URL, not {parts.scheme}://")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    connect_s = float(query.pop("connect_timeout", "") or CONNECT_S)
    asked: dict[str, str] = {name: query.pop(name) for name in _SESSION if name in query}
    return urlunsplit(parts._replace(query=urlencode(query))), connect_s, asked
