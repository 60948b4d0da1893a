"""What third-party repositories hold, in our words: how they are reached, and the charts that they list."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RepositoryKind(StrEnum):
    """How a repository speaks; the contract's RepositoryKind."""

    HELM = "HELM"
    S3 = "S3"
    OCI = "OCI"


class SyncState(StrEnum):
    """How far a sync is; the contract's SyncState."""

    PENDING = "PENDING"
    SYNCING = "SYNCING"
    SUCCESSFUL = "SUCCESSFUL"
    FAILED = "FAILED"


LEAST_PERIOD_S = 180
FIRST_RETRY_S, LONGEST_RETRY_S = 60, 600


@dataclass(frozen=True, slots=True)
class RepositoryCredentials:
    """What opens a repository. Never shown again, never logged, never sent to another host than the repository's, but
    for a registry's own place for tokens (outbound/realms.py)."""

    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    access_key_id: str | None = field(default=None, repr=False)
    secret_access_key: str | None = field(default=None, repr=False)
    ca_certificate: str | None = field(default=None, repr=False)
    client_certificate: str | None = field(default=None, repr=False)
    client_key: str | None = field(default=None, repr=False)
    insecure_skip_tls_verify: bool = False


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """One version of a chart as an index lists it. `urls` are as written: relative ones are to the repository's URL."""

    name: str
    version: str
    app_version: str | None
    description: str
    icon: str | None
    home: str
    keywords: tuple[str, ...]
    deprecated: bool
    created_at: datetime | None
    digest: str | None
    """`sha256:<hex>` of the package (of the manifest, from an OCI registry); None where the index does not say."""
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryFault:
    """An entry that cannot be used, and why; the others are kept."""

    chart: str
    version: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an index since it was last read: where nothing of this has changed, nothing is to be done."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


class UpstreamError(Exception):
    """The repository cannot be read; the text says why, in words that name no credential."""


class Unreachable(UpstreamError):
    """It does not answer, refuses, is not allowed to be asked, or sends too much or too slowly."""


class IndexInvalid(UpstreamError):
    """It answers with something that is not an index."""


def next_pause_s(period_s: int, failures: int) -> int | None:
    """How long after a sync the next one is due; None where syncs are only asked for.

    After so many failures in a row that is a minute for each of them, ten at most, and never longer than the period.
    """
    if period_s == 0:
        return None
    if failures == 0:
        return period_s
    return min(FIRST_RETRY_S * failures, LONGEST_RETRY_S, period_s)


class PackageInvalid(UpstreamError):
    """A package is not the one that the index speaks of."""
