"""How the fields of provenance and of signing keys come from tables."""

from domain.ids import Kind
from engine.catalog.declare import Arguments, Asking, Many, One, Row, Type, Value
from engine.catalog.leaves import (
    broken_if_null,
    either,
    global_id,
    moment,
    moment_or_null,
    nullable,
    text,
    text_json,
    text_or_null,
    texts,
)
from engine.catalog.lists import of_parent, seen
from engine.sql import Fragment, Json, sql
from policies.predicate import Thing

MOST_TEXT = 1024 * 1024
MOST_KEY = 64 * 1024
MOST_KEYS = 50

KEYS = Many("SigningKey", of_parent("workspace_id"), ("created_at", "id"), MOST_KEYS)


def _of_present_package(row: Row, version: Row, _arguments: Arguments, _asking: Asking) -> Fragment:
    return sql(
        "{version} = {id} AND {package} = {present}",
        version=row["version_id"],
        id=version["id"],
        package=row["package_digest"],
        present=version["package_digest"],
    )


PROVENANCE = One("Provenance", _of_present_package)


def _is_signed(row: Row, _: Asking) -> Fragment:
    return sql(
        """EXISTS (SELECT FROM provenance x WHERE x.version_id = {id} AND x.package_digest = {package}
 AND x.signing_key_id IS NOT NULL)""",
        id=row["id"],
        package=row["package_digest"],
    )


SIGNED = either(_is_signed)


def _text(row: Row, _: Asking) -> Json:
    found = sql("(SELECT to_json(b.text)::text FROM text_blob b WHERE b.digest = {own})", own=row["text_digest"])
    return (broken_if_null(found),)


def _fingerprint(row: Row, _: Asking) -> Json:
    """A fact of what was signed, whoever sees the key."""
    found = sql("(SELECT k.fingerprint FROM signing_key k WHERE k.id = {own})", own=row["signing_key_id"])
    return (nullable(text_json(found)),)


TYPES = {
    "Provenance": Type(
        table="provenance",
        is_fact=True,
        fields={
            "text": Value(_text, MOST_TEXT, lambda row: row["size"]),
            "signedBy": seen("SigningKey", "signing_key_id"),
            "fingerprint": Value(_fingerprint),
            "message": text_or_null("fault", 4000),
            "createdAt": moment("created_at"),
        },
    ),
    "SigningKey": Type(
        table="signing_key",
        thing=Thing.SIGNING_KEY,
        kind=Kind.SIGNING_KEY,
        fields={
            "id": global_id(Kind.SIGNING_KEY),
            "fingerprint": text("fingerprint"),
            "owners": texts("owners", 20_000),
            "publicKey": text("public_key", MOST_KEY),
            "expiresAt": moment_or_null("expires_at"),
            "createdBy": seen("User", "created_by"),
            "createdAt": moment("created_at"),
        },
    ),
}
