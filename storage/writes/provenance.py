"""Changes to provenance and to the keys that vouch for it.

Whoever changes a workspace's keys holds the workspace; whoever keeps a provenance shares it. So no provenance is judged
by keys that are no longer, or not yet, the workspace's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from domain.digests import digest_of
from storage.queries.rows import any_of
from storage.tables import Package, Provenance, SigningKey, TextBlob, Version, Workspace
from storage.transaction import Transaction
from storage.writes.sweep import hold_shared_rows


@dataclass(frozen=True, slots=True)
class Kept:
    """A provenance of a live version's present package, with what it must be of."""

    version_id: UUID
    text: str
    chart_name: str
    chart_version: str
    package_digest: str


async def hold_keys(tx: Transaction, workspace_id: UUID) -> Sequence[SigningKey]:
    """The workspace's keys, which nobody changes until the transaction ends. To be asked before a template is held."""
    await tx.execute(select(col(Workspace.id)).where(col(Workspace.id) == workspace_id).with_for_update(read=True))
    return await keys_of(tx, workspace_id)


async def hold_workspace(tx: Transaction, workspace_id: UUID) -> None:
    """Keeps others from changing the workspace or its keys, and from keeping a provenance in it."""
    held = select(col(Workspace.id)).where(col(Workspace.id) == workspace_id).with_for_update(key_share=True)
    await tx.execute(held)


async def keys_of(tx: Transaction, workspace_id: UUID) -> Sequence[SigningKey]:
    """The workspace's keys, oldest first."""
    keys = select(SigningKey).where(col(SigningKey.workspace_id) == workspace_id)
    return (await tx.scalars(keys.order_by(col(SigningKey.created_at), col(SigningKey.id)))).all()


async def keep_provenance(tx: Transaction, provenance: Provenance, text: str) -> None:
    """Keeps the provenance in place of the one that the version had; its text once, however many have it."""
    await hold_shared_rows(tx)
    provenance.text_digest = digest_of(text.encode())
    await tx.execute(insert(TextBlob).values(digest=provenance.text_digest, text=text).on_conflict_do_nothing())
    await drop_provenance(tx, provenance.version_id)
    tx.add(provenance)
    await tx.flush()


async def drop_provenance(tx: Transaction, version_id: UUID) -> None:
    """The version has none any more."""
    gone = delete(Provenance).where(col(Provenance.version_id) == version_id)
    await tx.execute(gone.execution_options(synchronize_session=False))


async def take_signatures(tx: Transaction, key_id: UUID, fault: str) -> Sequence[tuple[UUID, int]]:
    """Takes away all that the key vouched for; gives the versions and the sizes of their provenances."""
    taken = (
        update(Provenance)
        .where(col(Provenance.signing_key_id) == key_id)
        .values(signing_key_id=None, fault=fault)
        .returning(col(Provenance.version_id), col(Provenance.size))
        .execution_options(synchronize_session=False)
    )
    return (await tx.execute(taken)).all()


async def unsigned_in(tx: Transaction, workspace_id: UUID, limit: int) -> Sequence[tuple[UUID, int]]:
    """Versions of the workspace whose provenance no key vouches for, newest first, with its size."""
    found = (
        select(col(Provenance.version_id), col(Provenance.size))
        .where(col(Provenance.workspace_id) == workspace_id, col(Provenance.signing_key_id).is_(None))
        .order_by(col(Provenance.created_at).desc(), col(Provenance.version_id))
        .limit(limit)
    )
    return (await tx.execute(found)).all()


async def kept_of(tx: Transaction, version_ids: Sequence[UUID]) -> list[Kept]:
    """What these versions have of provenance, where it is of a live version's present package."""
    same_package = (col(Version.id) == col(Provenance.version_id)) & (
        col(Version.package_digest) == col(Provenance.package_digest)
    )
    found = (
        select(
            col(Provenance.version_id),
            col(TextBlob.text),
            col(Package.chart_name),
            col(Package.chart_version),
            col(Package.digest),
        )
        .join(TextBlob, col(TextBlob.digest) == col(Provenance.text_digest))
        .join(Version, same_package)
        .join(Package, col(Package.digest) == col(Version.package_digest))
        .where(any_of(col(Provenance.version_id), version_ids), col(Version.deleted_at).is_(None))
        .order_by(col(Provenance.version_id))
    )
    return [Kept(*row) for row in (await tx.execute(found))]


async def set_verdict(tx: Transaction, version_id: UUID, key_id: UUID | None, fault: str | None) -> None:
    """By which key the version's provenance holds, or why by none."""
    judged = update(Provenance).where(col(Provenance.version_id) == version_id)
    values = judged.values(signing_key_id=key_id, fault=fault)
    await tx.execute(values.execution_options(synchronize_session=False))
