"""The authorization code flow with PKCE: RFC 6749 4.1, RFC 7636, RFC 9700 2.1; OpenID Connect Core 1.0, 3.1."""

import asyncio
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.client import OAuth2Client

from domain.commands.identities import Identity
from domain.errors import Unavailable
from server.auth.oidc.outbound import TOTAL_S, Web, object_in, outages
from server.auth.oidc.pending import Pending, PendingSignIns
from server.auth.oidc.people import identity_in, is_silent
from server.auth.oidc.provider import Metadata, Provider
from server.auth.oidc.tokens import BadToken, verified_id_token

# Errors of RFC 6749 4.1.2.1 that say: not now.
OUTAGES = frozenset({"server_error", "temporarily_unavailable"})
# Errors of RFC 6749 5.2 that are about the code, and not about us.
BAD_CODE = frozenset({"invalid_grant", "invalid_request"})
_LOG = logging.getLogger(__name__)


class BadSignIn(Exception):
    """The sign-in cannot be completed; beginning again is right. The message says why, and holds no secret."""


@dataclass(frozen=True, slots=True)
class Client:
    """What the provider knows us as."""

    client_id: str
    client_secret: str | None = field(repr=False)
    scopes: str
    redirect_uri: str
    groups_claim: str | None


class Flow:
    """Sends browsers to the provider and takes them back."""

    def __init__(self, web: Web, provider: Provider, client: Client, pending: PendingSignIns) -> None:
        self._web = web
        self._provider = provider
        self._client = client
        self._pending = pending

    async def begin(self, return_to: str) -> tuple[str, str]:
        """Where to send the browser, and what it has to bring back. Unavailable."""
        metadata = await self._provider.metadata()
        pending, sealed = self._pending.begin(return_to)
        url, _ = OAuth2Client(None, code_challenge_method="S256", **self._named()).create_authorization_url(
            metadata.authorization_endpoint,
            state=pending.state,
            nonce=pending.nonce,
            code_verifier=pending.verifier,
        )
        return url, sealed

    async def returned(self, sealed: str | None, answer: Mapping[str, str]) -> Pending:
        """The sign-in that the browser brings back with the provider's answer to it. BadSignIn, Unavailable.

        Nothing that the answer says counts before it is known to be one to this browser's own request.
        """
        pending = None if sealed is None else self._pending.open(sealed)
        if pending is None:
            raise BadSignIn("This sign-in was not begun in this browser, or it took longer than ten minutes.")
        if not hmac.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
            raise BadSignIn("The provider's answer is to another sign-in than the one begun in this browser.")
        metadata = await self._provider.metadata()
        if answer.get("iss", metadata.issuer if not metadata.names_itself else None) != metadata.issuer:
            raise BadSignIn("The answer comes from another provider.")
        _refuse(answer.get("error"))
        return pending

    async def identify(self, pending: Pending, code: str) -> Identity:
        """Who has signed in: the code is exchanged for a token that says it. BadSignIn, Unavailable."""
        metadata = await self._provider.metadata()
        async with self._session(metadata) as session:
            tokens = await self._exchange(session, metadata, pending, code)
            claims = await self._vouched(tokens, pending)
            if (
                tokens.get("access_token")
                and metadata.userinfo_endpoint
                and is_silent(claims, self._client.groups_claim)
            ):
                claims = await self._told(session, metadata.userinfo_endpoint, claims)
        return identity_in(claims, self._client.groups_claim)

    async def _vouched(self, tokens: Mapping[str, Any], pending: Pending) -> dict[str, Any]:
        access_token, id_token = tokens.get("access_token"), tokens.get("id_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str | None):
            raise Unavailable("The sign-in provider told nothing of who you are.")
        client_id, nonce = self._client.client_id, pending.nonce
        try:
            vouched = await verified_id_token(self._provider, id_token, client_id, nonce, access_token)
        except BadToken as fault:
            _LOG.warning("An identity of the sign-in provider was refused: %s", fault)
            raise BadSignIn("The provider's word on who you are could not be verified.") from None
        return vouched.claims

    async def _exchange(
        self, session: AsyncOAuth2Client, metadata: Metadata, pending: Pending, code: str
    ) -> Mapping[str, Any]:
        try:
            with outages(metadata.token_endpoint):
                async with asyncio.timeout(TOTAL_S):
                    tokens: Mapping[str, Any] = await session.fetch_token(
                        metadata.token_endpoint, code=code, code_verifier=pending.verifier
                    )
                    return tokens
        except OAuthError as error:
            if error.error in BAD_CODE:
                raise BadSignIn("The provider does not take its code back: it was used, or is too old.") from None
            _LOG.warning("The sign-in provider refuses us a token: %.100r", error.error)
            raise Unavailable("The sign-in provider does not take our word; the operator can see why.") from None

    async def _told(self, session: AsyncOAuth2Client, url: str, claims: dict[str, Any]) -> dict[str, Any]:
        """What the token says, and what it leaves out but the provider tells of the same person (Core 5.3.2)."""
        try:
            with outages(url):
                async with asyncio.timeout(TOTAL_S):
                    told = object_in(await session.get(url))
        except OAuthError:
            raise Unavailable("The sign-in provider told nothing of who you are.") from None
        if told.get("sub") != claims["sub"]:
            raise BadSignIn("The provider tells of another person.")
        return {**told, **claims}

    def _session(self, metadata: Metadata) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_secret=self._client.client_secret,
            token_endpoint_auth_method=_auth_method(self._client, metadata),
            **self._named(),
            **self._web.client_options(),
        )

    def _named(self) -> dict[str, str]:
        client = self._client
        return {"client_id": client.client_id, "scope": client.scopes, "redirect_uri": client.redirect_uri}


def _auth_method(client: Client, metadata: Metadata) -> str:
    """How we say who we are: as the provider takes it, by a header where it does not say (Discovery 1.0, 3)."""
    if client.client_secret is None:
        return "none"
    only_in_body = metadata.auth_methods and "client_secret_basic" not in metadata.auth_methods
    return "client_secret_post" if only_in_body else "client_secret_basic"


def _refuse(error: str | None) -> None:
    if error in OUTAGES:
        raise Unavailable("The sign-in provider cannot sign anyone in at the moment; try again later.")
    if error is not None:
        raise BadSignIn("The provider did not sign you in." if error == "access_denied" else "The provider said no.")
