"""Categories: all of them, by name, and how much of the store is in each."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlmodel import col

from policies.scope import Scope
from storage.queries.base import is_visible, table_of
from storage.queries.orders import text_key
from storage.queries.rows import any_of, everything
from storage.tables import Category, StoreApp
from storage.transaction import Transaction


def category_named(name: str) -> Select[Any]:
    """The id of the category of that name."""
    return select(col(Category.id)).where(col(Category.name) == name)


async def all_categories(session: Transaction, scope: Scope) -> list[Category]:
    """Every category that is visible, by name."""
    return await everything(session, scope, text_key(table_of(Category), "name").expression)


async def store_app_counts(session: Transaction, ids: Sequence[UUID], scope: Scope) -> Mapping[UUID, int]:
    """How many visible store apps each category has; nothing for none."""
    table = table_of(StoreApp)
    counted = select(table.c.category_id, func.count()).where(
        is_visible(scope, table), any_of(table.c.category_id, ids)
    )
    return dict((await session.execute(counted.group_by(table.c.category_id))).all())
