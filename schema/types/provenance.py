"""Who vouches for packages: a workspace's keys, and the provenance that came with a version's package."""

from datetime import datetime

import resolvers.provenance
import resolvers.signing_keys
import resolvers.users
from policies import rights
from schema.bind import column, field, object_type
from schema.types.node import Node, node_type
from schema.types.users import User
from storage.tables import SigningKey as Row


@node_type(Row, "An OpenPGP public key that a workspace trusts for its packages.")
class SigningKey(Node):
    """A signing key row."""

    fingerprint = column(str, "Of the primary key, in lower-case hexadecimal digits.")
    owners = column(list[str], "The user ids that the key itself tells.")
    public_key = field(str, resolvers.signing_keys.public_key, "ASCII-armoured.")
    expires_at = column(datetime | None, "From then on it vouches for nothing new; null: it does not expire.")
    created_by = field(User | None, resolvers.users.creator)
    created_at = column(datetime)


@object_type("The provenance file that came with a version's package, and whether it is believed.")
class Provenance:
    """A provenance row."""

    text = field(str, resolvers.provenance.text, "As it was sent: what Helm expects beside the package, as .prov.")
    signed_by = field(
        SigningKey | None,
        resolvers.provenance.signed_by,
        "The key by which all of it holds; null where none does, and for those who may not see the workspace.",
        needs=rights.SEES_SIGNERS,
    )
    fingerprint = field(
        str | None,
        resolvers.provenance.fingerprint,
        "The fingerprint of the key by which all of it holds; null where none does.",
    )
    message = field(str | None, resolvers.provenance.message, "Why it is not believed; null where it is.")
    created_at = column(datetime)
