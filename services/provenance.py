"""Provenance: read with the package that it is of, judged by the workspace's keys, kept with the version.

A version is `signed` when all of it holds at once: a signature by a key that the workspace trusts, over a text that
names this chart, this version and the digest of this very package. It is judged when it is uploaded, and again whenever
the workspace's keys change; so a key that expires later takes nothing away from what it vouched for in time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import anyio.to_thread
from anyio import CapacityLimiter

from domain.errors import FaultCode, Rejected, reject
from services.packages import ReadPackage
from storage.tables import Provenance as Row
from storage.tables import SigningKey, Version
from storage.transaction import Transaction
from storage.writes.provenance import Kept, drop_provenance, hold_keys, keep_provenance, kept_of, set_verdict
from uploads.openpgp import Keyring, Verdict
from uploads.provenance import MAX_PROVENANCE_BYTES, Provenance, ProvenanceInvalid, read_provenance
from uploads.received import ReceivedFile

BATCH = 16  # texts, of a mebibyte at most each, that are judged at a time
MOST_JUDGED = 10_000
MOST_JUDGED_BYTES = 64 * 1024 * 1024

# A signed text may have as much YAML as a chart: one at a time bounds the time that others wait for the interpreter.
_READING = CapacityLimiter(1)


@dataclass(frozen=True, slots=True)
class ReadProvenance:
    """A provenance that is of the package it came with, by its own words; whose words they are is not known yet."""

    file: Provenance
    size: int


async def read_for(package: ReadPackage, received: ReceivedFile | None) -> ReadProvenance | None:
    """The provenance of the package, where one came. TOO_LARGE; PROVENANCE_INVALID when it is none, or of another."""
    if received is None:
        return None
    if received.is_oversized or received.size > MAX_PROVENANCE_BYTES:
        raise reject(FaultCode.TOO_LARGE, f"The provenance is larger than {MAX_PROVENANCE_BYTES} bytes.", "provenance")
    received.body.seek(0)
    data = received.body.read(MAX_PROVENANCE_BYTES + 1)
    file = await anyio.to_thread.run_sync(partial(_read, package, data), limiter=_READING)
    return ReadProvenance(file, len(data))


def _read(package: ReadPackage, data: bytes) -> Provenance:
    metadata = package.chart.metadata
    try:
        file = read_provenance(data)
        fault = file.claims().fault_of(metadata.name, metadata.version, package.digest)
    except ProvenanceInvalid as error:
        raise _invalid(str(error)) from error
    if fault is not None:
        raise _invalid(fault)
    return file


def _invalid(reason: str) -> Rejected:
    return reject(FaultCode.PROVENANCE_INVALID, f"This is not the package's provenance: {reason}.", "provenance")


async def hold_keys_for(tx: Transaction, workspace_id: UUID, provenance: ReadProvenance | None) -> Sequence[SigningKey]:
    """The keys by which the provenance will be judged. Asked before a template is held; without one nothing is held."""
    return () if provenance is None else await hold_keys(tx, workspace_id)


async def set_provenance(
    tx: Transaction, version: Version, package_digest: str, read: ReadProvenance | None, keys: Sequence[SigningKey]
) -> None:
    """The version has this provenance of this package, judged by the keys, which are held; or has none any more."""
    if read is None:
        await drop_provenance(tx, version.id)
        return
    verdict = await anyio.to_thread.run_sync(read.file.judge, keyring_of(keys))
    row = Row(
        version_id=version.id,
        workspace_id=version.workspace_id,
        package_digest=package_digest,
        size=read.size,
        signing_key_id=_key_id(keys, verdict),
        fault=verdict.fault,
    )
    await keep_provenance(tx, row, read.file.text)


async def judge_again(tx: Transaction, found: Iterable[tuple[UUID, int]], keys: Sequence[SigningKey]) -> int:
    """How many of these versions are signed now, by the workspace's keys, which are held.

    `found` has versions and the sizes of their provenances. At most 10,000 are judged, of 64 MiB in all; the others
    stay unsigned until the keys change again.
    """
    wanted = list(_within_bounds(found))
    keyring = keyring_of(keys)
    signed = 0
    for start in range(0, len(wanted), BATCH):
        batch = await kept_of(tx, wanted[start : start + BATCH])
        verdicts = await anyio.to_thread.run_sync(_judge_all, batch, keyring)
        for kept, verdict in zip(batch, verdicts, strict=True):
            await set_verdict(tx, kept.version_id, _key_id(keys, verdict), verdict.fault)
            signed += verdict.fingerprint is not None
    return signed


def _within_bounds(found: Iterable[tuple[UUID, int]]) -> Iterable[UUID]:
    count = total = 0
    for version_id, size in found:
        count, total = count + 1, total + size
        if count > MOST_JUDGED or total > MOST_JUDGED_BYTES:
            return
        yield version_id


def _judge_all(batch: Sequence[Kept], keyring: Keyring) -> list[Verdict]:
    return [_judge(kept, keyring) for kept in batch]


def _judge(kept: Kept, keyring: Keyring) -> Verdict:
    """The signature first, as most hold by no key: what the text says is read only where it counts."""
    try:
        file = read_provenance(kept.text.encode())
        verdict = file.judge(keyring)
        if verdict.fingerprint is None:
            return verdict
        fault = file.claims().fault_of(kept.chart_name, kept.chart_version, kept.package_digest)
    except ProvenanceInvalid as error:
        fault = str(error)
    return verdict if fault is None else Verdict(None, f"This is not the package's provenance: {fault}.")


def keyring_of(keys: Sequence[SigningKey]) -> Keyring:
    """The keys as signatures are held against them."""
    return Keyring((key.fingerprint, key.public_key) for key in keys)


def _key_id(keys: Sequence[SigningKey], verdict: Verdict) -> UUID | None:
    return next((key.id for key in keys if key.fingerprint == verdict.fingerprint), None)
