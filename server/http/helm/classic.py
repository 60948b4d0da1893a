"""`/helm/store` and `/helm/workspaces/{name}`: repositories as `helm repo add` takes them: an index, and packages.

What a caller may not see is answered alike whether it is there or not: 401 to those who have not signed in, with the
challenge that Helm's `--username` answers, and 404 to all others.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from domain.errors import LimitExceeded, NotFound, Unauthenticated, Unavailable
from domain.semver import is_version
from policies.predicate import Thing
from server.http.accept import takes
from server.http.errors import HttpFault, fault_response
from server.http.head import Head, read_head
from server.http.held import in_pieces
from server.http.helm.handing import Blob, hand_over, send_head
from server.http.helm.who import SIGN_IN, Client, client_of, unauthenticated
from server.http.links import CHART_TYPE, package_file_name
from server.wiring import Parts
from services.call import Call
from services.indexes import Index, Indexes, Outdated, Wanted
from storage.queries.charts import FoundChart, chart_named, provenance_of, published_chart_named
from storage.queries.links import LinkedPackage

INDEX_COST = 1_000
PACKAGE_COST = 100
"""What a request takes from its caller's budget, the one that GraphQL takes from."""
STORE = "/helm/store"
WORKSPACE = "/helm/workspaces/{workspace}"
METHODS = ("GET", "HEAD")
PROVENANCE_TYPE = b"text/plain; charset=utf-8"
TRIES = 3
_PACKAGE, _PROVENANCE = ".tgz", ".tgz.prov"
_VARY = (b"vary", b"Authorization, Accept-Encoding")
_REVALIDATED = (b"cache-control", b"private, no-cache")
_INDEX_TYPE = (b"content-type", b"application/json; charset=utf-8")


def classic_routes(parts: Parts, indexes: Indexes) -> list[Route]:
    """The routes; in the metrics each counts by its pattern."""
    return [
        Route(f"{STORE}/index.yaml", IndexEndpoint(parts, indexes)),
        Route(f"{WORKSPACE}/index.yaml", IndexEndpoint(parts, indexes)),
        Route(f"{STORE}/charts/{{publisher}}/{{chart}}/{{file}}", PackageEndpoint(parts)),
        Route(f"{WORKSPACE}/charts/{{chart}}/{{file}}", PackageEndpoint(parts)),
    ]


@dataclass(frozen=True, eq=False)
class IndexEndpoint:
    """The ASGI app of an index."""

    parts: Parts
    indexes: Indexes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        head = read_head(scope)
        try:
            _check_method(scope)
            index = await self._index(client_of(scope, head, self.parts), _wanted(scope))
        except (HttpFault, Unauthenticated, Unavailable, LimitExceeded) as error:
            await fault_response(_fault_of(error))(scope, receive, send)
            return
        await _send_index(index, head, send, is_head=scope["method"] == "HEAD")

    async def _index(self, client: Client, wanted: Wanted) -> Index:
        """The index as the caller sees it now: as last known, where that still holds, else as they are found to be."""
        access = client.recall() or await client.identify()
        client.charge(access.principal, INDEX_COST)
        for _ in range(TRIES):
            try:
                return await self.indexes.read(wanted, access)
            except Outdated:
                access = await client.identify()
            except NotFound:
                raise _not_there(access.principal.is_signed_in) from None
        raise Unavailable("Rights change faster than they can be looked up; try again.")


@dataclass(frozen=True, eq=False)
class PackageEndpoint:
    """The ASGI app of a package, and of the provenance file beside it."""

    parts: Parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request: by a redirect for a package, by its text for a provenance file."""
        head, is_head = read_head(scope), scope["method"] == "HEAD"
        try:
            _check_method(scope)
            found, provenance = await self._found(client_of(scope, head, self.parts), scope["path_params"])
            if provenance is not None:
                await _send_provenance(provenance, send, is_head=is_head)
                return
            blob = Blob(found.digest, found.size, package_file_name(_named(scope["path_params"])), CHART_TYPE)
            if not is_head:
                self.parts.downloads.count(found.version_id)
            await hand_over(self.parts, head, blob, send, is_head=is_head, headers=[(b"cache-control", b"no-store")])
        except (HttpFault, Unauthenticated, Unavailable) as error:
            await fault_response(_fault_of(error))(scope, receive, send)

    async def _found(self, client: Client, names: dict[str, str]) -> tuple[FoundChart, str | None]:
        """The version's package under the caller's rights, in the snapshot that has both; its provenance if asked."""
        async with client.call() as call:
            client.charge(call.principal, PACKAGE_COST)
            found = await _look_up(call, names)
            if found is None:
                is_open = "publisher" in names and call.principal.store_public
                raise _not_there(call.principal.is_signed_in or is_open)
            if not names["file"].endswith(_PROVENANCE):
                return found, None
            text = await call.reader.run(lambda session: provenance_of(session, found))
            if text is None:
                raise HttpFault(404, "This version has no provenance file.")
            return found, text


async def _look_up(call: Call, names: dict[str, str]) -> FoundChart | None:
    chart, version = names["chart"], _named(names).chart_version
    if not is_version(version) or any("\0" in name for name in names.values()):
        return None
    if "publisher" in names:
        apps = call.scope(Thing.STORE_APP)
        return await call.reader.run(lambda tx: published_chart_named(tx, apps, names["publisher"], chart, version))
    versions = call.scope(Thing.VERSION)
    return await call.reader.run(lambda tx: chart_named(tx, versions, names["workspace"], chart, version))


def _named(names: dict[str, str]) -> LinkedPackage:
    """The chart and the version that a file `<chart>-<version>.tgz` has; no version where it is called otherwise."""
    stem = names["file"].removesuffix(".prov").removesuffix(_PACKAGE)
    prefix = names["chart"] + "-"
    is_ours = names["file"] in (stem + _PACKAGE, stem + _PROVENANCE) and stem.startswith(prefix)
    return LinkedPackage(names["chart"], stem.removeprefix(prefix) if is_ours else "")


def _wanted(scope: Scope) -> Wanted:
    said = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)).get("drafts", "false")
    if said not in ("true", "false"):
        raise HttpFault(400, "drafts must be true or false.")
    return Wanted(scope["path_params"].get("workspace"), said == "true")


def _check_method(scope: Scope) -> None:
    if scope["method"] not in METHODS:
        raise HttpFault(405, "Send GET or HEAD.", {"Allow": ", ".join(METHODS)})


def _not_there(is_final: bool) -> HttpFault:
    """The one answer for what never was, what is gone, and what is not for this caller."""
    if is_final:
        return HttpFault(404, "There is no such repository or package, or not for you.")
    return unauthenticated(Unauthenticated(SIGN_IN))


def _fault_of(error: HttpFault | Unauthenticated | Unavailable | LimitExceeded) -> HttpFault:
    match error:
        case Unauthenticated():
            return unauthenticated(error)
        case Unavailable():
            return HttpFault(503, str(error))
        case LimitExceeded():
            return HttpFault(413, str(error))
        case _:
            return error


async def _send_index(index: Index, head: Head, send: Send, *, is_head: bool) -> None:
    headers = [(b"etag", index.tag.encode()), _REVALIDATED, _VARY]
    if head.has_tag(index.tag.removeprefix("W/")):
        await send_head(send, 304, headers)
        await send({"type": "http.response.body", "body": b""})
        return
    is_packed = takes(head.values(b"accept-encoding"), "gzip", "x-gzip", "*")
    size = len(index.packed) if is_packed else index.size
    headers += [_INDEX_TYPE, (b"content-length", str(size).encode())]
    await send_head(send, 200, [*headers, (b"content-encoding", b"gzip")] if is_packed else headers)
    if not is_head:
        for piece in (index.packed,) if is_packed else index.pieces():
            await in_pieces(piece, send, is_last=False)
    await send({"type": "http.response.body", "body": b""})


async def _send_provenance(text: str, send: Send, *, is_head: bool) -> None:
    body = text.encode()
    headers = [(b"content-type", PROVENANCE_TYPE), (b"content-length", str(len(body)).encode())]
    await send_head(send, 200, [*headers, (b"cache-control", b"private, no-cache")])
    await send({"type": "http.response.body", "body": b"" if is_head else body})
