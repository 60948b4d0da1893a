"""What is known of the provider: its discovery document and its keys. Both are asked for when first needed.

OpenID Connect Discovery 1.0; JSON Web Key (RFC 7517).
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, OKPKey, RSAKey

from domain.errors import Unavailable
from server.auth.oidc.kept import Kept
from server.auth.oidc.outbound import Web, is_web_address, texts_in

WELL_KNOWN = "/.well-known/openid-configuration"
# What signs a token, and the type of its key. Never `none`, and nothing whose key is not secret to the provider alone.
ALGORITHMS: Mapping[str, str] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSAKey.key_type),
    **dict.fromkeys(("ES256", "ES384", "ES512"), ECKey.key_type),
    **dict.fromkeys(("EdDSA", "Ed25519"), OKPKey.key_type),
}
MAX_KEYS = 100


@dataclass(frozen=True, slots=True)
class Metadata:
    """What of the discovery document is gone by."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    names_itself: bool
    """Whether it says in its answers who it is (RFC 9207)."""
    auth_methods: tuple[str, ...]


class Provider:
    """The provider behind a discovery URL. Nothing is asked of it before it is needed: it may be down when we start."""

    def __init__(self, web: Web, discovery_url: str, now: Callable[[], float] = time.monotonic) -> None:
        self._web = web
        self._discovery_url = discovery_url
        self._metadata = Kept(self._discover, now)
        self._keys = Kept(self._fetch_keys, now)

    async def metadata(self) -> Metadata:
        """The discovery document. Unavailable."""
        return await self._metadata.get()

    async def key(self, algorithm: str, key_id: str | None) -> Key | None:
        """The key that may have signed; one that is not known yet is asked for, now and then. Unavailable."""
        return _pick(await self._keys.get(), algorithm, key_id) or _pick(await self._keys.renewed(), algorithm, key_id)

    async def _discover(self) -> Metadata:
        document = await self._web.fetch_json(self._discovery_url)
        needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        bad = [name for name in needed if not is_web_address(document.get(name), self._discovery_url)]
        # Discovery 4.3: whoever could write another issuer into it would speak for that one.
        if bad or f"{document['issuer'].rstrip('/')}{WELL_KNOWN}" != self._discovery_url:
            raise _unusable(f"{self._discovery_url} has no good {', '.join(bad) or 'issuer: it names another one'}")
        return _read(document, self._discovery_url)

    async def _fetch_keys(self) -> tuple[Key, ...]:
        document = await self._web.fetch_json((await self.metadata()).jwks_uri)
        given = document.get("keys")
        keys = [_key(one) for one in given[:MAX_KEYS]] if isinstance(given, list) else []
        return tuple(key for key in keys if key is not None)


def _read(document: Mapping[str, Any], discovery_url: str) -> Metadata:
    userinfo = document.get("userinfo_endpoint")
    return Metadata(
        issuer=document["issuer"],
        authorization_endpoint=document["authorization_endpoint"],
        token_endpoint=document["token_endpoint"],
        jwks_uri=document["jwks_uri"],
        userinfo_endpoint=userinfo if is_web_address(userinfo, discovery_url) else None,
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        auth_methods=texts_in(document, "token_endpoint_auth_methods_supported"),
    )


def _key(given: Any) -> Key | None:
    """A public key for signatures, or None for any other and for what cannot be read (RFC 7517 5)."""
    if not isinstance(given, dict) or given.get("kty") not in ALGORITHMS.values() or given.get("use") == "enc":
        return None
    try:
        return JWKRegistry.import_key(given)
    except (JoseError, ValueError, TypeError):
        return None


def _pick(keys: tuple[Key, ...], algorithm: str, key_id: str | None) -> Key | None:
    """The key of that id; without an id, the only one that fits."""
    fitting = [key for key in keys if key.key_type == ALGORITHMS[algorithm] and key.get("alg") in (None, algorithm)]
    named = fitting if key_id is None else [key for key in fitting if key.kid == key_id]
    return named[0] if len(named) == 1 or (named and key_id is not None) else None


def _unusable(why: str) -> Unavailable:
    failure = Unavailable("The sign-in provider does not answer as it should; try again later.")
    failure.add_note(why)
    return failure
