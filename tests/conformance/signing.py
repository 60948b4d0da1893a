"""The world's signing keys, and what is signed.

acme     two keys, of which one has nothing that need not be; 4.0.0+b1 is signed, 4.0.0-rc.1 has a provenance that
         nobody vouches for, and so has 4.1.0, whose key is gone
other    a key of the same fingerprint; v1.0.0 is signed; what nginx has is of a package that it has no more
dark     a key in a workspace that few know
"""

from typing import Any

from tests.conformance.naming import HARD, at, digest, row_id

Rows = dict[str, list[dict[str, Any]]]
TEXT = f"-----BEGIN PGP SIGNED MESSAGE-----\n{HARD}"
TEXT_DIGEST = digest(14)


def signing() -> Rows:
    """Their rows, by table. The text of each provenance is the world's text 14."""
    return {
        "signing_key": [
            _key("acme", "ada", "ad" * 20, owners=["Ada", HARD, 'a,"b"', "{c}", ""], expires_at=at(24 * 9))
            | {"public_key": f"-----BEGIN PGP PUBLIC KEY BLOCK-----\n{HARD}"},
            _key("acme", "bare", "", created_by=None),
            _key("other", "ada", "ad" * 20),
            _key("dark", "secret", "5e" * 20),
        ],
        "provenance": [
            _provenance("acme/emqx 4.0.0+b1", key="acme/ada"),
            _provenance("acme/emqx 4.0.0-rc.1", package=5, fault=f"The signature is by {HARD}."),
            _provenance("acme/emqx 4.1.0"),
            _provenance("other/emqx v1.0.0", key="other/ada"),
            _provenance("other/nginx 1.0.0", key="other/ada"),
        ],
    }


def _key(workspace: str, name: str, fingerprint: str, **columns: Any) -> dict[str, Any]:
    made = {"id": row_id(f"key {workspace}/{name}"), "workspace_id": row_id(workspace), "fingerprint": fingerprint}
    return {**made, "created_by": row_id("dev"), "created_at": at(1), **columns}


def _provenance(version: str, package: int = 1, key: str | None = None, fault: str | None = None) -> dict[str, Any]:
    return {
        "version_id": row_id(version),
        "workspace_id": row_id(version.partition("/")[0]),
        "package_digest": digest(package),
        "text_digest": TEXT_DIGEST,
        "size": len(TEXT.encode()),
        "signing_key_id": None if key is None else row_id(f"key {key}"),
        "fault": fault,
        "created_at": at(2),
    }
