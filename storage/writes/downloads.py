"""Adds to the counts of downloads, without ever waiting for anybody who changes an app."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, bindparam, column, func, select, update
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlmodel import col

from storage.queries.rows import any_of
from storage.tables import StoreApp, Template, Version
from storage.transaction import Transaction


async def add_downloads(tx: Transaction, counts: Mapping[UUID, int]) -> frozenset[UUID]:
    """The versions that are done with: their counts are added, or there is no such version.

    Whoever changes a version holds its template, and so do we: a template that somebody holds now is passed over, with
    its versions. Nobody is waited for, so nobody can wait for us in a circle.
    """
    owners = await _owners(tx, counts)
    free = await _held(tx, frozenset(owners.values()))
    ready = {version_id: counts[version_id] for version_id, owner in owners.items() if owner in free}
    if ready:
        await _add(tx, Version, col(Version.id), ready)
        apps: Counter[UUID] = Counter()
        for version_id, count in ready.items():
            apps[owners[version_id]] += count
        await _add(tx, StoreApp, col(StoreApp.template_id), apps)
    return frozenset(ready) | (frozenset(counts) - frozenset(owners))


async def _owners(tx: Transaction, version_ids: Mapping[UUID, int]) -> dict[UUID, UUID]:
    """The template of each version that there is, deleted ones included."""
    columns = col(Version.id), col(Version.template_id)
    rows = await tx.execute(select(*columns).where(any_of(col(Version.id), version_ids)))
    return {row[0]: row[1] for row in rows}


async def _held(tx: Transaction, template_ids: frozenset[UUID]) -> frozenset[UUID]:
    """Those of the templates that nobody else holds, held to the transaction's end."""
    statement = select(col(Template.id)).where(any_of(col(Template.id), template_ids))
    return frozenset(await tx.scalars(statement.with_for_update(key_share=True, skip_locked=True)))


async def _add(tx: Transaction, model: type[Version] | type[StoreApp], key: Any, counts: Mapping[UUID, int]) -> None:
    given = _given(counts)
    added = update(model).where(key == given.c.id).values(downloads=col(model.downloads) + given.c.count)
    await tx.execute(added, execution_options={"synchronize_session": False})


def _given(counts: Mapping[UUID, int]) -> TableValuedAlias:
    """The counts as a table of ids and numbers."""
    ids = bindparam(None, list(counts), type_=ARRAY(Uuid), unique=True)
    numbers = bindparam(None, list(counts.values()), type_=ARRAY(BigInteger), unique=True)
    columns = column("id", Uuid), column("count", BigInteger)
    return func.unnest(ids, numbers).table_valued(*columns, name="given").render_derived()
