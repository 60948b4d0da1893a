"""Opens a repository, whatever it speaks. What it lists and gives is the same for all: outbound/reading.py."""

from typing import assert_never

from domain.upstream import RepositoryCredentials, RepositoryKind
from outbound.classic import ClassicSource, with_password
from outbound.client import Outbound
from outbound.oci import RegistrySource
from outbound.reading import Source
from outbound.s3 import bucket_source


def open_source(
    outbound: Outbound, kind: RepositoryKind, url: str, credentials: RepositoryCredentials | None
) -> Source:
    """The source at a URL that `parse_repository_url` has given. Nothing is asked yet."""
    match kind:
        case RepositoryKind.HELM:
            return ClassicSource(outbound, url, credentials, with_password(url, credentials))
        case RepositoryKind.S3:
            return bucket_source(outbound, url, credentials)
        case RepositoryKind.OCI:
            return RegistrySource(outbound, url, credentials)
        case _:
            assert_never(kind)
