"""Sign-in by a provider as this process has it: the parts of server/auth/oidc put together, for routes and requests."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.auth.cookies import Cookies
from server.auth.keys import derived_key
from server.auth.oidc.flow import Client, Flow
from server.auth.oidc.outbound import Web
from server.auth.oidc.pending import PendingSignIns
from server.auth.oidc.people import identity_in
from server.auth.oidc.provider import Provider
from server.auth.oidc.tokens import Bearers
from server.settings import Settings
from services.identities import Terms, admit
from storage.database import Database, Reader
from storage.queries.identities import user_id_of_identity

CALLBACK = "/auth/oidc/callback"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One provider, and what its word is good for here."""

    database: Database
    flow: Flow
    bearers: Bearers
    terms: Terms
    groups_claim: str | None
    cookies: Cookies

    async def user_of(self, reader: Reader, bearer: str) -> tuple[UUID, datetime]:
        """The user of a bearer token, made when the provider's person is new here, and until when the token counts.

        A token changes nobody's role: it may be older than what the provider said at the last sign-in.
        Unauthenticated for a token that is not good; Unavailable.
        """
        vouched = await self.bearers.read(bearer)
        identity = identity_in(vouched.claims, self.groups_claim)
        user_id = await reader.run(lambda session: user_id_of_identity(session, identity.issuer, identity.subject))
        if user_id is None:
            await reader.close()
            user_id = await admit(self.database, identity, self.terms)
        return user_id, vouched.expires_at


def sign_in_by(settings: Settings, secret: str, database: Database) -> SignIn | None:
    """Sign-in as the operator has set it; None when they have not. Asks the provider nothing yet."""
    if settings.oidc_discovery_url is None or settings.oidc_client_id is None:
        return None
    web = Web()
    provider = Provider(web, settings.oidc_discovery_url)
    client = Client(
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_scopes,
        settings.public_url + CALLBACK,
        settings.oidc_groups_claim,
    )
    return SignIn(
        database=database,
        flow=Flow(web, provider, client, PendingSignIns(derived_key(secret, "sign-ins"))),
        bearers=Bearers(provider, settings.oidc_audience or settings.oidc_client_id),
        terms=Terms(settings.oidc_name, settings.oidc_default_role, settings.oidc_group_roles or ()),
        groups_claim=settings.oidc_groups_claim,
        cookies=Cookies(settings.public_url),
    )
