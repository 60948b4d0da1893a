"""Asks OCI registries, by distribution-spec 1.1: the authentication that they want, pages, manifests and blobs.

A registry may send us elsewhere for a token (`WWW-Authenticate: Bearer realm=...`), as clients of registries expect.
That goes through the same guard, and the password only where it may (realms.py). A token goes to the registry only.
What a registry says is read on the event loop: bounded in its size and in how much is in it.
"""

import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
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
from outbound.realms import may_have_password
from outbound.urls import Origin, UrlFault, origin_of, reference_of
from outbound.words import refusal
from uploads.received import ReceivedFile
from uploads.spool import Spool

MAX_JSON_BYTES = 2 * 1024 * 1024
MAX_VALUES = 100_000
MAX_PAGES = 100
MAX_LISTS_BYTES = 32 * 1024 * 1024
MAX_TOKEN_BYTES = 256 * 1024
MAX_HEADER_CHARACTERS = 8 * 1024
UNAUTHORIZED = 401
NOT_FOUND = 404
WITHHELD = frozenset({403, NOT_FOUND, 410})
"""What a registry may answer of one thing, and of no other: it is gone, or is not for us."""

# RFC 9110 11.2, and what stands without quotes though it is no token, as an address. Nothing is looked at twice.
_PARAMETER = re.compile(
    r"""(?<![\w!#$%&'*+.^`|~-])([\w!#$%&'*+.^`|~-]++)[ \t]*+=[ \t]*+(?:"((?:[^"\\]|\\.)*+)"|([^\s",]++))""", re.ASCII
)
_QUOTED = re.compile(r"\\(.)")
_TOKEN = re.compile(r"[!-~]{1,65536}")
_NEXT = re.compile(r';\s*rel\s*=\s*"?next"?\s*(?:[;,]|$)', re.IGNORECASE)


class NotGiven(Unreachable):
    """The registry does not give this one thing; the status says why."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TooLarge(Unreachable):
    """The registry says more than what is read at once."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with its body."""

    answer: Answer
    body: bytes
    digest: str

    def json(self) -> dict[str, Any]:
        """The object that it is. TooLarge, before it takes long to read; Unreachable when it is none."""
        host = origin_of(self.answer.url)[1]
        if values_in(self.body) > MAX_VALUES:
            raise TooLarge(f"{host} says more at once than can be read.")
        try:
            document = json.loads(self.body)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise Unreachable(f"{host} does not answer as a registry does.")
        return document


def values_in(body: bytes) -> int:
    """How many values JSON has, at most."""
    return 1 + body.count(b",") + body.count(b"[") + body.count(b"{")


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
        self._listed_bytes = 0

    async def manifest(self, name: str, reference: str) -> Said:
        """A manifest by its tag or digest. NotGiven, TooLarge; Unreachable also when it is another one."""
        url = f"{self._home}/v2/{name}/manifests/{reference}"
        said = await self.read(url, name, accept=MANIFEST)
        if said.answer.status == NOT_FOUND:
            raise NotGiven(f"{self.host} has no {name} of that version.", NOT_FOUND)
        if said.answer.status != OK:
            raise self._refused(said.answer)
        if is_digest(reference) and said.digest != reference:
            raise Unreachable(f"{self.host} gives another manifest than the one that was asked for.")
        return said

    async def manifest_digest(self, name: str, tag: str) -> str | None:
        """The digest of a tag's manifest, without reading it where the registry says it; None when it gives none."""
        url = f"{self._home}/v2/{name}/manifests/{tag}"
        said = await self.read(url, name, accept=MANIFEST, method="HEAD")
        digest = said.answer.header("docker-content-digest")
        if said.answer.status == OK and digest and is_digest(digest):
            return digest
        if said.answer.status not in (OK, 405, *WITHHELD):
            raise refusal(self.host, said.answer.status)
        try:
            return (await self.manifest(name, tag)).digest
        except (NotGiven, TooLarge):
            return None

    async def blob(self, name: str, digest: str, spool: Spool) -> ReceivedFile:
        """A blob, held to its digest. NotGiven, Unreachable, PackageInvalid; then nothing of it is kept."""
        try:
            answer = await self._ask(f"{self._home}/v2/{name}/blobs/{digest}", name, spool, {}, "GET")
            if answer.status != OK:
                raise self._refused(answer)
            return held_to(await spool.received(), digest)
        except BaseException:
            spool.close()
            raise

    async def pages(self, path: str, name: str) -> AsyncGenerator[Said, None]:
        """The pages of a list; the first whatever its status, and those after it as the registry links them."""
        url: str | None = f"{self._home}/v2/{path}?n=1000"
        for _ in range(MAX_PAGES):
            said = await self.read(url or "", name)
            self._listed_bytes += len(said.body)
            if self._listed_bytes > MAX_LISTS_BYTES:
                break
            yield said
            url = self._next(said.answer)
            if url is None or said.answer.status != OK:
                return
        raise Unreachable(f"{self.host} lists more than can be read.")

    async def read(self, url: str, name: str, *, accept: str = "application/json", method: str = "GET") -> Said:
        """An answer with its body, which must be small. TooLarge, Unreachable."""
        spool = Spool("answer", MAX_JSON_BYTES)
        try:
            answer = await self._ask(url, name, spool, {"Accept": accept}, method)
            file = await spool.received()
            if file.is_oversized:
                raise TooLarge(f"{self.host} sends more than {MAX_JSON_BYTES // 2**20} MiB where little is expected.")
            return Said(answer, file.body.read(), file.digest)
        finally:
            spool.close()

    def _refused(self, answer: Answer) -> Unreachable:
        """What a status other than the hoped for means of one thing. NotGiven where it means no more than that."""
        refused = refusal(self.host, answer.status)
        return NotGiven(str(refused), answer.status) if answer.status in WITHHELD else refused

    def _next(self, answer: Answer) -> str | None:
        """Where the next page is. Unreachable when that is not here."""
        linked = _linked(answer.header("link") or "")
        if linked is None:
            return None
        try:
            url = str(httpx2.URL(answer.url).join(linked))
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
                return await self._token(parameters_of(rest[:MAX_HEADER_CHARACTERS]), name)
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
            opened = self._opening(realm, origin)
            answer = await self._session.get(url, spool, headers={"Accept": "application/json"}, secret=opened)
            if spool.is_oversized:
                raise TooLarge(f"{origin[1]} sends more than {MAX_TOKEN_BYTES // 1024} KiB where a token is expected.")
            if answer.status != OK:
                raise refusal(origin[1], answer.status)
            document = Said(answer, (await spool.received()).body.read(), "").json()
        finally:
            spool.close()
        token = document.get("token") or document.get("access_token")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise Unreachable(f"{origin[1]} gives no token.")
        return Secret(self._session.home, {"Authorization": f"Bearer {token}"})

    def _opening(self, realm: str, origin: Origin) -> Secret | None:
        """The password, for a realm that may have it. Unreachable for any other, but where there is no password."""
        opened = basic(realm, self._credentials)
        if opened is not None and not may_have_password(self._session.home, origin):
            raise Unreachable(
                f"{self.host} wants the password sent to {origin[0]}://{origin[1]}:{origin[2]}. It goes to the "
                "registry's own host or domain by https, to its own host by http where it has no TLS, and nowhere else."
            )
        return opened


def parameters_of(challenge: str) -> dict[str, str]:
    """What a challenge says, by names in lowercase; of a name that stands twice the first, since others follow it."""
    said: dict[str, str] = {}
    for name, quoted, bare in _PARAMETER.findall(challenge):
        said.setdefault(name.lower(), _QUOTED.sub(r"\1", quoted) or bare)
    return said


def _linked(header: str) -> str | None:
    """The next page that a Link header names (RFC 8288); None where it names none."""
    for link in header[:MAX_HEADER_CHARACTERS].split("<")[1:]:
        target, end, parameters = link.partition(">")
        if end and target and _NEXT.search(parameters):
            return target
    return None


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
