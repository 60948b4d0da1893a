"""Who stands behind a provider's word. Takes no scope, as storage/queries/people.py does: a principal comes of it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from storage.tables import Identity


async def user_id_of_identity(session: AsyncSession, issuer: str, subject: str) -> UUID | None:
    """The user whom the provider's person is here, disabled or not."""
    here = (col(Identity.issuer) == issuer, col(Identity.subject) == subject)
    return (await session.execute(select(col(Identity.user_id)).where(*here))).scalar_one_or_none()
