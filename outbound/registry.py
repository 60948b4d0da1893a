"""Asks OCI registries, by distribution-spec 1.1: the authentication that they want, pages, manifests and blobs.

A registry may send us elsewhere for a token (`WWW-Authenticate: Bearer realm=...`), as clients of registries expect.
That goes through the same guard; the password goes along where the realm speaks TLS, or is the registry's own host and
the registry speaks no TLS either; else a token is asked for without it. A token goes to the registry only.
"""

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from domain.digests import is_digest
from domain.oci import CHARTS, CONFIG, MANIFEST
from domain.upstream import RepositoryCredentials, Unreachable
from outbound.client import OK, Answer, Outbound, Secret, Session
from outbound.passwords import basic
from outbound.reading import held_to
from outbound.urls import UrlFault, origin_of, reference_of
from outbound.words import refusal
from uploads.received import ReceivedFile
from uploads.spool import Spool

MAX_JSON_BYTES = 4 * 1024 * 1024
MAX_TOKEN_BYTES = 256 * 1024
UNAUTHORIZED = 401
NOT_FOUND = 404

_CHALLENGE = re.compile(r'([A-Za-z]+)="([^"]*)"')
_TOKEN = re.compile(r"[!-~]{1,65536}")
_NEXT = re.compile(r'<([^<>]+)>\s*;(?:[^,]*;)?\s*rel="?next"?', re.IGNORECASE)


class NotThere(Unreachable):
    """The registry has no such thing."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with its body."""

    answer: Answer
    body: bytes
    digest: str

    def json(self) -> dict[str, Any]:
        """The object that it is. Unreachable when it is none."""
        try:
            document = json.loads(self.body)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise Unreachable(f"{origin_of(self.answer.url)[1]} does not answer as a registry does.")
        return document


@asynccontextmanager
async def open_registry(
    outbound: Outbound, home: str, credentials: RepositoryCredentials | None
) -> AsyncIterator["Registry"]:
    """The registry at a web address, for one use of it."""
    async with outbound.session(home, credentials) as session:
        yield Registry(session, home, credentials)


async def fetch_chart(
    outbound: Outbound,
    url: str,
    manifest_digest: str | None,
    max_bytes: int,
    credentials: RepositoryCredentials | None = None,
) -> ReceivedFile:
    """The package of `oci://host/path:tag`; where its manifest's digest is given, of just that. Unreachable,
    PackageInvalid."""
    try:
        reference = reference_of(url)
    except UrlFault as fault:
        raise Unreachable(f"The package's address {fault}.") from None
    async with open_registry(outbound, reference.home, credentials) as registry:
        said = await registry.manifest(reference.name, manifest_digest or reference.tag)
        layer = chart_layer(said.json())
        if layer is None:
            raise Unreachable(f"{registry.host} has something there that is not a Helm chart.")
        name = f"{reference.name.rpartition('/')[2]}-{reference.tag}.tgz"
        return await registry.blob(reference.name, layer, Spool(name, max_bytes))


def chart_layer(manifest: Mapping[str, Any]) -> str | None:
    """The digest of the package that a manifest names; None when it is no chart's."""
    for layer in _objects(manifest.get("layers")):
        digest = layer.get("digest")
        if layer.get("mediaType") in CHARTS and isinstance(digest, str) and is_digest(digest):
            return digest
    return None


def chart_config(manifest: Mapping[str, Any]) -> str | None:
    """The digest of a chart's metadata that a manifest names; None when it is no chart's."""
    config = manifest.get("config")
    if not isinstance(config, dict) or config.get("mediaType") != CONFIG:
        return None
    digest = config.get("digest")
    return digest if isinstance(digest, str) and is_digest(digest) else None


class Registry:
    """A registry that is being asked."""

    def __init__(self, session: Session, home: str, credentials: RepositoryCredentials | None) -> None:
        self.host = origin_of(home)[1]
        self._session = session
        self._home = home
        self._credentials = credentials
        self._opened: dict[str, Secret | None] = {}

    async def manifest(self, name: str, reference: str) -> Said:
        """A manifest by its tag or digest. NotThere; Unreachable also when it is another one."""
        url = f"{self._home}/v2/{name}/manifests/{reference}"
        said = await self.read(url, name, accept=MANIFEST)
        if said.answer.status == NOT_FOUND:
            raise NotThere(f"{self.host} has no {name} of that version.")
        if said.answer.status != OK:
            raise refusal(self.host, said.answer.status)
        if is_digest(reference) and said.digest != reference:
            raise Unreachable(f"{self.host} gives another manifest than the one that was asked for.")
        return said

    async def manifest_digest(self, name: str, tag: str) -> str | None:
        """The digest of a tag's manifest, without reading it where the registry says it; None when there is none."""
        url = f"{self._home}/v2/{name}/manifests/{tag}"
        said = await self.read(url, name, accept=MANIFEST, method="HEAD")
        digest = said.answer.header("docker-content-digest")
        if said.answer.status == OK and digest and is_digest(digest):
            return digest
        if said.answer.status not in (OK, 404, 405):
            raise refusal(self.host, said.answer.status)
        said = await self.read(url, name, accept=MANIFEST)
        return said.digest if said.answer.status == OK else None

    async def blob(self, name: str, digest: str, spool: Spool) -> ReceivedFile:
        """A blob, held to its digest. Unreachable, PackageInvalid; then nothing of it is kept."""
        try:
            answer = await self._ask(f"{self._home}/v2/{name}/blobs/{digest}", name, spool, {}, "GET")
            if answer.status != OK:
                raise refusal(self.host, answer.status)
            return held_to(await spool.received(), digest)
        except BaseException:
            spool.close()
            raise

    async def pages(self, path: str, name: str, most: int) -> AsyncIterator[Said]:
        """The pages of a list; the first whatever its status, and those after it as the registry links them."""
        url: str | None = f"{self._home}/v2/{path}?n=1000"
        for _ in range(most):
            said = await self.read(url or "", name)
            yield said
            url = self._next(said.answer)
            if url is None or said.answer.status != OK:
                return
        raise Unreachable(f"{self.host} lists more than can be read.")

    async def read(self, url: str, name: str, *, accept: str = "application/json", method: str = "GET") -> Said:
        """An answer with its body, which must be small. Unreachable."""
        spool = Spool("answer", MAX_JSON_BYTES)
        try:
            answer = await self._ask(url, name, spool, {"Accept": accept}, method)
            file = await spool.received()
            if file.is_oversized:
                raise Unreachable(
                    f"{self.host} sends more than {MAX_JSON_BYTES // 2**20} MiB where little is expected."
                )
            return Said(answer, file.body.read(), file.digest)
        finally:
            spool.close()

    def _next(self, answer: Answer) -> str | None:
        """Where the next page is. Unreachable when that is not here."""
        match = _NEXT.search(answer.header("link") or "")
        if match is None:
            return None
        try:
            url = str(httpx2.URL(answer.url).join(match[1]))
            is_here = origin_of(url) == self._session.home
        except (UrlFault, httpx2.InvalidURL):
            is_here = False
        if not is_here:
            raise Unreachable(f"{self.host} continues its list elsewhere, which is not followed.")
        return url

    async def _ask(self, url: str, name: str, spool: Spool, headers: Mapping[str, str], method: str) -> Answer:
        """The answer; where authentication is wanted, with it. What opened a path opens it again."""
        secret = self._opened.get(name)
        answer = await self._session.get(url, spool, headers=headers, secret=secret, method=method, is_packed=False)
        if answer.status != UNAUTHORIZED or origin_of(answer.url) != self._session.home:
            return answer
        self._opened[name] = await self._authenticated(answer, name)
        if self._opened[name] is None:
            return answer
        return await self._session.get(
            url, spool, headers=headers, secret=self._opened[name], method=method, is_packed=False
        )

    async def _authenticated(self, answer: Answer, name: str) -> Secret | None:
        """What a challenge asks for; None when there is nothing to give."""
        challenges = [value for key, value in answer.headers if key == "www-authenticate"]
        for challenge in challenges:
            scheme, _, rest = challenge.strip().partition(" ")
            if scheme.lower() == "bearer":
                return await self._token(dict(_CHALLENGE.findall(rest)), name)
        if any(challenge.strip().lower().startswith("basic") for challenge in challenges):
            return basic(self._home, self._credentials)
        return None

    async def _token(self, said: Mapping[str, str], name: str) -> Secret:
        """The token that the realm gives for reading."""
        realm = said.get("realm", "")
        try:
            origin = origin_of(realm)
        except UrlFault:
            raise Unreachable(f"{self.host} names no address to get a token from.") from None
        scope = said.get("scope") or ("registry:catalog:*" if name == "" else f"repository:{name}:pull")
        wanted = {"service": said.get("service", ""), "scope": scope}
        url = str(httpx2.URL(realm).copy_merge_params({key: value for key, value in wanted.items() if value}))
        spool = Spool("token", MAX_TOKEN_BYTES)
        try:
            opened = basic(realm, self._credentials) if self._may_have_password(origin) else None
            answer = await self._session.get(url, spool, headers={"Accept": "application/json"}, secret=opened)
            if answer.status != OK or spool.is_oversized:
                raise refusal(origin[1], answer.status)
            document = Said(answer, (await spool.received()).body.read(), "").json()
        finally:
            spool.close()
        token = document.get("token") or document.get("access_token")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise Unreachable(f"{origin[1]} gives no token.")
        return Secret(self._session.home, {"Authorization": f"Bearer {token}"})

    def _may_have_password(self, realm: tuple[str, str, int]) -> bool:
        home = self._session.home
        return realm[0] == "https" or (home[0] == "http" and realm[1] == home[1])


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
