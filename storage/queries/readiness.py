"""Whether the rows are there without which nobody could be allowed anything."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.tables import Role


async def ping(session: AsyncSession) -> None:
    """Passes when the database answers."""
    await session.execute(select(1))


async def count_builtin_roles(session: AsyncSession) -> int:
    """How many built-in roles the database has."""
    return (await session.execute(select(func.count()).where(col(Role.builtin)))).scalar_one()
