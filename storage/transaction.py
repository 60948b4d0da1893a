"""The type of an open transaction, for those who may not know the driver."""

from sqlalchemy.ext.asyncio import AsyncSession

Transaction = AsyncSession
