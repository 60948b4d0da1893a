"""Changes to templates and to what the store shows of them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from domain.lifecycle import VersionState, template_state
from storage.tables import Category, StoreApp, StoreScreenshot, Template, TemplateScreenshot, Version
from storage.transaction import Transaction

# What the store's snapshot takes from the working copy, besides the screenshots.
SNAPSHOT = (
    "name",
    "display_name",
    "summary",
    "description",
    "home",
    "keywords",
    "sources",
    "maintainers",
    "icon_digest",
    "category_id",
)


async def category_id_of(tx: Transaction, name: str) -> UUID | None:
    """The id of the category of that name; its row is held so that it stays until the template stands in it."""
    statement = select(col(Category.id)).where(col(Category.name) == name).with_for_update(read=True)
    return (await tx.execute(statement)).scalar_one_or_none()


async def template_named(tx: Transaction, workspace_id: UUID, name: str) -> UUID | None:
    """The id of the live template of that name in the workspace."""
    statement = select(col(Template.id)).where(
        col(Template.workspace_id) == workspace_id, col(Template.name) == name, col(Template.deleted_at).is_(None)
    )
    return (await tx.execute(statement)).scalar_one_or_none()


async def states_of(tx: Transaction, template_id: UUID) -> frozenset[VersionState]:
    """The states of the template's live versions."""
    statement = select(col(Version.state)).where(
        col(Version.template_id) == template_id, col(Version.deleted_at).is_(None)
    )
    return frozenset(VersionState(state) for state in await tx.scalars(statement.distinct()))


async def settle(tx: Transaction, template_id: UUID) -> None:
    """Makes the template's state and its place in the store follow from its versions."""
    states = await states_of(tx, template_id)
    state = template_state(states).value
    await tx.execute(update(Template).where(col(Template.id) == template_id).values(state=state))
    listed = VersionState.ACTIVE in states
    changed = (col(StoreApp.template_id) == template_id, col(StoreApp.listed) != listed)
    await tx.execute(update(StoreApp).where(*changed).values(listed=listed))


async def set_template(tx: Transaction, template_id: UUID, *, suspended: bool | None = None, **values: object) -> None:
    """Changes the working copy, or its flag of suspension: a new revision."""
    if suspended is not None:
        values["suspended_at"] = func.now() if suspended else None
    values |= {"revision": col(Template.revision) + 1, "updated_at": func.now()}
    await tx.execute(update(Template).where(col(Template.id) == template_id).values(**values))


async def screenshots_of(tx: Transaction, template_id: UUID) -> Sequence[str]:
    """The digests of the working copy's screenshots, in order."""
    statement = (
        select(col(TemplateScreenshot.image_digest))
        .where(col(TemplateScreenshot.template_id) == template_id)
        .order_by(col(TemplateScreenshot.position))
    )
    return (await tx.scalars(statement)).all()


async def replace_screenshots(tx: Transaction, template_id: UUID, digests: Iterable[str]) -> None:
    """Sets the working copy's screenshots."""
    await tx.execute(delete(TemplateScreenshot).where(col(TemplateScreenshot.template_id) == template_id))
    tx.add_all(
        TemplateScreenshot(template_id=template_id, position=position, image_digest=digest)
        for position, digest in enumerate(digests)
    )


async def publish_snapshot(tx: Transaction, template: Template) -> None:
    """Brings the store's snapshot up to the working copy; the first time makes it."""
    content = {name: getattr(template, name) for name in SNAPSHOT}
    new = {"template_id": template.id, "workspace_id": template.workspace_id, "downloads": _downloads_of(template.id)}
    statement = insert(StoreApp).values(**new, **content)
    upsert = statement.on_conflict_do_update(
        index_elements=["template_id"], set_={**content, "updated_at": func.now()}
    ).returning(col(StoreApp.id))
    store_app_id = (await tx.execute(upsert)).scalar_one()
    await tx.execute(delete(StoreScreenshot).where(col(StoreScreenshot.store_app_id) == store_app_id))
    tx.add_all(
        StoreScreenshot(store_app_id=store_app_id, position=position, image_digest=digest)
        for position, digest in enumerate(await screenshots_of(tx, template.id))
    )


def _downloads_of(template_id: UUID) -> ScalarSelect[int]:
    """How often versions were downloaded before they were published."""
    total = func.coalesce(func.sum(col(Version.downloads)), 0)
    return select(total).where(col(Version.template_id) == template_id).scalar_subquery()


async def is_listed(tx: Transaction, template_id: UUID) -> bool:
    """Whether the store shows the template now."""
    found = exists().where(col(StoreApp.template_id) == template_id, col(StoreApp.listed))
    return bool(await tx.scalar(select(found)))


async def delete_template_rows(tx: Transaction, template_id: UUID) -> Sequence[Version]:
    """Marks the template and its live versions as deleted; gives these versions as they were."""
    live = (col(Version.template_id) == template_id, col(Version.deleted_at).is_(None))
    versions = (await tx.scalars(select(Version).where(*live).with_for_update(key_share=True))).all()
    await tx.execute(update(Template).where(col(Template.id) == template_id).values(deleted_at=func.now()))
    await tx.execute(update(Version).where(*live).values(deleted_at=func.now()))
    return versions
