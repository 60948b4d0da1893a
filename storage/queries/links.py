"""What a signed link may still open: asked at each use, under the scope of the viewer it was made for."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from policies.predicate import Thing
from policies.scope import Scope
from storage.queries.base import MODELS, is_visible, table_of
from storage.tables import Image, Package, StoreScreenshot, TemplateScreenshot, Version

SCREENSHOTS = {
    Thing.TEMPLATE: (table_of(TemplateScreenshot), "template_id"),
    Thing.STORE_APP: (table_of(StoreScreenshot), "store_app_id"),
}


class LinkedPackage(NamedTuple):
    """What a package's file is called after."""

    chart_name: str
    chart_version: str


class LinkedImage(NamedTuple):
    """How an image is served."""

    content_type: str


async def package_of(
    session: AsyncSession, scope: Scope, version_id: UUID, digest: str, *, may_be_suspended: bool
) -> LinkedPackage | None:
    """The package of a visible version that still has this digest; of a suspended one only where that was known."""
    statement = (
        select(col(Package.chart_name), col(Package.chart_version))
        .join(Version, col(Version.package_digest) == col(Package.digest))
        .where(
            is_visible(scope, table_of(Version)),
            col(Version.id) == version_id,
            col(Version.package_digest) == digest,
        )
    )
    if not may_be_suspended:
        statement = statement.where(col(Version.state) != "SUSPENDED")
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else LinkedPackage(*row)


async def image_of(session: AsyncSession, scope: Scope, owner_id: UUID, digest: str) -> LinkedImage | None:
    """The image, while the template or store app of the scope is visible and has it as icon or screenshot."""
    owner = table_of(MODELS[scope.thing])
    statement = (
        select(col(Image.content_type))
        .where(col(Image.digest) == digest)
        .where(select(1).where(is_visible(scope, owner), owner.c.id == owner_id, _shows(scope, owner, digest)).exists())
    )
    content_type = (await session.execute(statement)).scalar_one_or_none()
    return None if content_type is None else LinkedImage(content_type)


def _shows(scope: Scope, owner: FromClause, digest: str) -> ColumnElement[bool]:
    screenshots, owner_column = SCREENSHOTS[scope.thing]
    shown = select(1).where(screenshots.c[owner_column] == owner.c.id, screenshots.c.image_digest == digest)
    return or_(owner.c.icon_digest == digest, shown.correlate(owner).exists())
