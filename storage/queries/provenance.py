"""Provenance as it is shown. Reached from versions that the caller sees, of whose present package it is."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlmodel import col

from storage.queries.rows import any_of, pairs_of
from storage.tables import Provenance, SigningKey
from storage.transaction import Transaction


async def provenances_of(
    session: Transaction, packages: Sequence[tuple[UUID, str]]
) -> Mapping[tuple[UUID, str], Provenance]:
    """The provenance for each pair of a version and the digest of its package."""
    version, package = col(Provenance.version_id), col(Provenance.package_digest)
    wanted = tuple_(version, package).in_(pairs_of(version, package, packages))
    rows = await session.scalars(select(Provenance).where(wanted))
    return {(row.version_id, row.package_digest): row for row in rows}


async def fingerprints_of(session: Transaction, key_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The fingerprints of keys, whoever asks: they are facts of what the keys signed."""
    found = select(col(SigningKey.id), col(SigningKey.fingerprint)).where(any_of(col(SigningKey.id), key_ids))
    return dict((await session.execute(found)).all())
