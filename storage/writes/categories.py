"""Changes to categories, and whether one is in use."""

from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlmodel import col

from storage.tables import UNCATEGORIZED, Category, StoreApp, Template
from storage.transaction import Transaction


async def category_named(tx: Transaction, name: str) -> Category | None:
    """The category of that name."""
    return (await tx.execute(select(Category).where(col(Category.name) == name))).scalar_one_or_none()


async def is_in_use(tx: Transaction, category_id: UUID) -> bool:
    """Whether a live template or a listed store app stands in it."""
    template = exists().where(col(Template.category_id) == category_id, col(Template.deleted_at).is_(None))
    store_app = exists().where(col(StoreApp.category_id) == category_id, col(StoreApp.listed))
    return bool(await tx.scalar(select(or_(template, store_app))))


async def move_the_deleted(tx: Transaction, category_id: UUID) -> None:
    """Puts deleted templates and unlisted snapshots that still name the category onto the shelf that always exists."""
    other = select(col(Category.id)).where(col(Category.name) == UNCATEGORIZED).scalar_subquery()
    for model in (Template, StoreApp):
        await tx.execute(update(model).where(col(model.category_id) == category_id).values(category_id=other))
