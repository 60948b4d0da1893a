"""Packages with provenance on a stage, and what became of them."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from domain.commands.signing_keys import AddSigningKey
from domain.commands.templates import CreateTemplate
from domain.ids import Kind, encode_id
from services import signing_keys, templates
from services.call import Call
from storage.tables import Provenance
from tests.openpgp import Key, said_of
from tests.services.stage import Stage, received
from tests.uploads.builder import make_chart
from uploads.received import ReceivedFile

ADA = Key()
EVE = Key("Eve <eve@example.com>", seed=b"\2" * 32)


def package_of(name: str = "emqx", version: str = "v1.0.0") -> bytes:
    """A package; the same each time."""
    return make_chart(name, version)


def signed(key: Key, package: bytes, name: str = "emqx", version: str = "v1.0.0") -> ReceivedFile:
    """The provenance of the package, by the key."""
    return received(key.clear_sign(said_of(package, name, version)).encode(), f"{name}-{version}.tgz.prov")


async def trust(stage: Stage, key: Key, call: Call | None = None) -> str:
    """The global id of the key, which the workspace trusts now."""
    command = AddSigningKey(encode_id(Kind.WORKSPACE, stage.workspace_id), key.public)
    return encode_id(Kind.SIGNING_KEY, await signing_keys.add_signing_key(call or stage.isv, command))


async def upload(stage: Stage, provenance: ReceivedFile | None, name: str = "emqx", version: str = "v1.0.0") -> UUID:
    """The id of the first version of a new template, with the provenance."""
    command = CreateTemplate(encode_id(Kind.WORKSPACE, stage.workspace_id))
    package = received(package_of(name, version))
    template_id = await templates.create_template(stage.isv, command, package, None, provenance)
    (first,) = await stage.versions_of(template_id)
    return first.id


async def provenance_of(stage: Stage, version_id: UUID) -> Provenance | None:
    """What is kept of it."""
    async with stage.database.write() as tx:
        found = await tx.scalars(select(Provenance).where(col(Provenance.version_id) == version_id))
        return found.one_or_none()


async def is_signed(stage: Stage, version_id: UUID) -> bool:
    """Whether a key vouches for it."""
    found = await provenance_of(stage, version_id)
    return found is not None and found.signing_key_id is not None


async def fault_of(stage: Stage, version_id: UUID) -> str:
    """Why none does."""
    found = await provenance_of(stage, version_id)
    assert found is not None
    return found.fault or ""
