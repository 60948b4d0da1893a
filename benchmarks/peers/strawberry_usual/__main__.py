"""Serves the schema by Strawberry's ASGI application under uvicorn: `python -m benchmarks.peers.strawberry_usual`."""

import asyncio
import os
from collections.abc import Mapping
from typing import Any

import strawberry
import uvicorn
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

from benchmarks.data.rows import DEVELOPER, REVIEWER
from benchmarks.peers.strawberry_usual.loaders import Caller, Loaders
from benchmarks.peers.strawberry_usual.query import Query
from benchmarks.peers.strawberry_usual.types import AppTemplate
from storage.tables import Membership, User

Sessions = async_sessionmaker[AsyncSession]


class App(GraphQL[Any, Any]):
    """With the caller and fresh loaders in each request's context."""

    def __init__(self, sessions: Sessions, callers: Mapping[str, Caller]) -> None:
        super().__init__(strawberry.Schema(Query, types=[AppTemplate]), graphql_ide=None)
        self._sessions = sessions
        self._callers = callers

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> dict[str, Any]:
        return {"loaders": Loaders(self._sessions, self._callers[request.headers["x-caller"]])}


async def main() -> None:
    """Serves until it is ended."""
    engine = create_async_engine(os.environ["DATABASE_URL"].replace("postgresql:", "postgresql+asyncpg:"), pool_size=10)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    app = App(sessions, await _callers(sessions))
    config = uvicorn.Config(app, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=False, lifespan="off")
    await uvicorn.Server(config).serve()


async def _callers(sessions: Sessions) -> dict[str, Caller]:
    """Their rights, read once: a real server would look each time."""
    joined = select(User.username, Membership.workspace_id).join(
        Membership, col(Membership.user_id) == col(User.id), isouter=True
    )
    async with sessions() as session:
        rows = (await session.execute(joined.where(col(User.username).in_([DEVELOPER, REVIEWER])))).all()
    return {
        name: Caller(tuple(place for who, place in rows if who == name and place), name == REVIEWER)
        for name in (DEVELOPER, REVIEWER)
    }


if __name__ == "__main__":
    asyncio.run(main())
