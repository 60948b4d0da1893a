"""Provenance: whether a version is signed, by whom, and the file that says so."""

from policies.predicate import Thing
from resolvers.budget import shown_text
from resolvers.loading import fact, row
from services.call import Call
from storage.queries.provenance import fingerprints_of, provenances_of
from storage.tables import Provenance, SigningKey, Version


async def of_version(call: Call, root: Version) -> Provenance | None:
    """The provenance of the version's present package."""
    found: Provenance | None = await fact(call, provenances_of, (root.id, root.package_digest))
    return found


async def is_signed(call: Call, root: Version) -> bool:
    """Whether a key vouches for the version's present package."""
    found = await of_version(call, root)
    return found is not None and found.signing_key_id is not None


async def text(call: Call, root: Provenance) -> str | None:
    """The file as it was sent."""
    return await shown_text(call, root.text_digest, root.size)


async def signed_by(call: Call, root: Provenance) -> SigningKey | None:
    """The key, when the viewer may see it."""
    found: SigningKey | None = await row(call, Thing.SIGNING_KEY, root.signing_key_id)
    return found


async def fingerprint(call: Call, root: Provenance) -> str | None:
    """The key's fingerprint, which whoever sees the version may know."""
    found: str | None = await fact(call, fingerprints_of, root.signing_key_id)
    return found


def message(_call: Call, root: Provenance) -> str | None:
    """Why it is not believed."""
    return root.fault
