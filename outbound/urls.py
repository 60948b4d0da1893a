"""The addresses of repositories as people write them, and what they mean.

Owns the forms that are taken, the one spelling that each has here, and where the URLs of an index lead. Credentials are
taken out of an address as soon as it is read. Must not know how anything is fetched.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

import httpx2

from domain.addresses import address_of
from domain.oci import is_path, is_tag
from domain.upstream import RepositoryCredentials, RepositoryKind

Origin: TypeAlias = tuple[str, str, int]

MAX_CHARACTERS = 2_000
_INDEX = re.compile(r"(?:/|/index\.yaml(?=/|$))+$")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_KINDS = {
    "http": RepositoryKind.HELM,
    "https": RepositoryKind.HELM,
    "s3": RepositoryKind.S3,
    "s3+http": RepositoryKind.S3,
    "s3+https": RepositoryKind.S3,
    "oci": RepositoryKind.OCI,
    "oci+http": RepositoryKind.OCI,
}
_FORMS = "begin with https://, http://, s3:// or oci://"
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff\\]")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_HOST_6 = re.compile(r"[0-9a-f:]+(?::[0-9.]+)?")
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
# The names of repositories by the OCI distribution-spec 1.1, "Pulling manifests".
_DEFAULT_PORTS = {"http": 80, "https": 443}


class UrlFault(ValueError):
    """The address cannot be one of a repository; the text says why, and never shows a password."""


@dataclass(frozen=True, slots=True)
class RepositoryUrl:
    """`url` has one spelling: no credentials, no slash at its end, no `index.yaml`; a query stays."""

    kind: RepositoryKind
    url: str
    credentials: RepositoryCredentials | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A chart's version in a registry."""

    home: str
    """The registry, as the address of its API: https://host:port."""
    name: str
    tag: str


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket's folder or a registry's path: what speaks HTTP under it, and the path there, without slashes around."""

    endpoint: str
    host: str
    path: str


def parse_repository_url(text: str) -> RepositoryUrl:
    """What an address means. Raises UrlFault, whose text ends a sentence that begins with "url"."""
    text = text.strip()
    kind, scheme = _kind_of(text)
    parsed = _parsed(text, scheme)
    if parsed.fragment or "#" in text:
        raise UrlFault("must have no #fragment")
    url = _spelled(parsed, kind, scheme)
    if kind is not RepositoryKind.HELM:
        _check_place(kind, url)
    return RepositoryUrl(kind, url, _credentials_in(parsed, kind))


def index_url(repository_url: str) -> str:
    """Where the index of a classic repository is: `index.yaml` under its path, with its query kept, as Helm does."""
    url = httpx2.URL(repository_url)
    return str(url.copy_with(path=url.path.rstrip("/") + "/index.yaml"))


def package_url(repository_url: str, url: str) -> str:
    """Where a package of a classic repository is; the one of `urls` may be relative.

    As Helm has it (`ResolveReferenceURL`): relative to the repository's URL with a slash added, whose query is kept;
    but the query stays with its host. Raises UrlFault for what is no address of the web or of a registry.
    """
    if _FORBIDDEN.search(url) or not 0 < len(url) <= MAX_CHARACTERS:
        raise UrlFault(
            f"must be an address of at most {MAX_CHARACTERS} characters, without spaces and control characters"
        )
    scheme = _SCHEME.match(url)
    if scheme is not None and scheme[1].lower() not in ("http", "https", "oci"):
        raise UrlFault(f"must be relative, or begin with https://, http:// or oci://, not {scheme[1][:20]}:")
    try:
        base = httpx2.URL(repository_url)
        found = httpx2.URL(url) if scheme else _joined(base, url)
    except httpx2.InvalidURL:
        raise UrlFault("must be an address") from None
    check_host(found)
    return str(found.copy_with(username=None, password=None, fragment=None))


def place_of(url: str) -> Place:
    """The endpoint and path of an address of S3 or OCI that `parse_repository_url` has given.

    `oci://` speaks TLS, but for this machine itself. `s3://` does, unless it names a port other than 443, which is how
    people write the address of a MinIO. `s3+http://`, `s3+https://` and `oci+http://` say which it is.
    """
    scheme, _, rest = url.partition("://")
    authority, _, path = rest.partition("/")
    parsed = httpx2.URL(f"https://{authority}/")
    kind, _, transport = scheme.partition("+")
    transport = transport or _usual_transport(kind, parsed)
    return Place(f"{transport}://{authority}", parsed.host, path)


def reference_of(url: str) -> Reference:
    """What `oci://host/path:tag` names; a `+` of a version is a `_` of a tag. Raises UrlFault."""
    head, colon, tag = url.rpartition(":")
    tag = tag.replace("+", "_")
    if not colon or "://" not in head or not is_tag(tag):
        raise UrlFault("must name a version: oci://registry.example.org/charts/name:1.2.3")
    found = parse_repository_url(head)
    if found.kind is not RepositoryKind.OCI:
        raise UrlFault("must begin with oci://")
    place = place_of(found.url)
    return Reference(place.endpoint, place.path, tag)


def origin_of(url: str) -> Origin:
    """Scheme, host and port of a web address: whom credentials are for. Raises UrlFault when it is none."""
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL:
        raise UrlFault("must be an address") from None
    if parsed.scheme not in _DEFAULT_PORTS:
        raise UrlFault("must begin with https:// or http://")
    check_host(parsed)
    return parsed.scheme, parsed.raw_host.decode("ascii").lower(), parsed.port or _DEFAULT_PORTS[parsed.scheme]


def check_host(url: httpx2.URL) -> None:
    """Raises UrlFault unless it names a host, and a port that there is."""
    host = url.raw_host.decode("ascii").lower()
    if not host:
        raise UrlFault("must name a host")
    if not (_HOST.fullmatch(host) or _HOST_6.fullmatch(host)):
        raise UrlFault("must name a host such as charts.example.org")
    if url.port is not None and not 0 < url.port < 65_536:
        raise UrlFault("must have a port from 1 to 65535")


def _kind_of(text: str) -> tuple[RepositoryKind, str]:
    if not text:
        raise UrlFault(f"must {_FORMS}")
    if len(text) > MAX_CHARACTERS:
        raise UrlFault(f"must have at most {MAX_CHARACTERS:,} characters")
    if _FORBIDDEN.search(text):
        raise UrlFault("must have no spaces, backslashes and control characters; write them as %20")
    match = _SCHEME.match(text)
    scheme = match[1].lower() if match else ""
    if scheme not in _KINDS or not text[len(scheme) :].startswith("://"):
        raise UrlFault(f"must {_FORMS}")
    return _KINDS[scheme], scheme


def _parsed(text: str, scheme: str) -> httpx2.URL:
    """The address, read as one of the web whatever its scheme, so that one grammar goes for all."""
    try:
        parsed = httpx2.URL(("http" if scheme.endswith("http") else "https") + text[len(scheme) :])
    except httpx2.InvalidURL:
        raise UrlFault("must be an address such as https://charts.example.org/stable") from None
    check_host(parsed)
    return parsed


def _spelled(parsed: httpx2.URL, kind: RepositoryKind, scheme: str) -> str:
    """The one spelling of it."""
    if kind is not RepositoryKind.HELM and parsed.query:
        raise UrlFault("must have no ?query")
    host = parsed.raw_host.decode("ascii").lower()
    host = f"[{host}]" if ":" in host else host
    port = "" if parsed.port is None else f":{parsed.port}"
    path, question, query = parsed.raw_path.decode("ascii").partition("?")
    return f"{scheme}://{host}{port}{_folder(path)}{question}{query}"


def _folder(path: str) -> str:
    """The path without slashes at its end and without the `index.yaml`, however often, that people give with it."""
    return _INDEX.sub("", path)


def _check_place(kind: RepositoryKind, url: str) -> None:
    path = place_of(url).path
    if kind is RepositoryKind.OCI:
        if not path:
            raise UrlFault("must name a chart, or the path that charts are under: oci://registry.example.org/charts")
        if not is_path(path):
            raise UrlFault("must name a path of lowercase letters, digits, dots, dashes and underscores, without a tag")
        return
    if not _BUCKET.fullmatch(path.partition("/")[0]):
        raise UrlFault("must name a bucket: s3://endpoint/bucket/prefix")


def _credentials_in(parsed: httpx2.URL, kind: RepositoryKind) -> RepositoryCredentials | None:
    if not parsed.userinfo:
        return None
    user, _, password = parsed.userinfo.decode("ascii").partition(":")
    user, password = unquote(user), unquote(password)
    if kind is RepositoryKind.S3:
        return RepositoryCredentials(access_key_id=user, secret_access_key=password)
    return RepositoryCredentials(username=user, password=password)


def _joined(base: httpx2.URL, url: str) -> httpx2.URL:
    """A relative address under the repository's."""
    found = base.copy_with(path=base.path.rstrip("/") + "/").join(url)
    if origin_of(str(found)) != origin_of(str(base)):
        return found  # `//host/path`: the query may open the repository, and is for its host only
    return found.copy_with(query=base.query) if base.query else found


def _usual_transport(kind: str, parsed: httpx2.URL) -> str:
    if kind == "s3":
        return "https" if parsed.port is None else "http"
    is_here = parsed.host in ("localhost", "::1") or re.fullmatch(r"127\.[0-9]+\.[0-9]+\.[0-9]+", parsed.host)
    return "http" if is_here else "https"


def is_address(host: str) -> bool:
    """Whether it is no name: an address, in whatever way the system reads one."""
    # 127.1 and 0x7f.1 are addresses to the system.
    return address_of(host) is not None or host.rstrip(".").rpartition(".")[2][:1].isdigit()
