"""`/v2/`: the store as an OCI registry (distribution-spec 1.1), whose repositories are `<workspace>/<chart>`.

The routes, and all that reads. The specification's names of endpoints stand beside them.
"""

from urllib.parse import quote

from starlette.routing import Route

from domain.oci import INDEX, MANIFEST, Problem, RegistryFault, checked_digest, write_json
from server.http.accept import takes
from server.http.errors import HttpFault
from server.http.helm.handing import Blob, hand_over
from server.http.helm.oci_exchange import API_VERSION, JSON, Endpoint, Exchange, Handler
from server.http.helm.oci_pushes import (
    MOST_AT_ONCE,
    MOST_WAITING,
    PATIENCE_S,
    append_piece,
    begin,
    cancel,
    delete_manifest,
    finish,
    no_deletion,
    push_manifest,
    tell_progress,
)
from server.http.seats import Turns
from server.wiring import Parts
from services.access import signed_in
from services.registry import (
    MOST_LISTED,
    Page,
    downloaded,
    find_blob,
    find_manifest,
    list_artifacts,
    list_repositories,
    list_tags,
)

BLOB_TYPE = "application/octet-stream"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""All come here, so that each refusal has the registry's form."""


def oci_routes(parts: Parts) -> list[Route]:
    """The routes; in the metrics each counts by its pattern."""
    paths: dict[str, dict[str, Handler]] = {
        "/v2": {"GET": check_credentials, "HEAD": check_credentials},
        "/v2/": {"GET": check_credentials, "HEAD": check_credentials},  # end-1
        "/v2/_catalog": {"GET": catalog},
        "/v2/{name:path}/tags/list": {"GET": tags},  # end-8a, end-8b
        "/v2/{name:path}/manifests/{reference}": {
            "GET": read_manifest,  # end-3
            "HEAD": read_manifest,
            "PUT": push_manifest,  # end-7
            "DELETE": delete_manifest,  # end-9
        },
        "/v2/{name:path}/referrers/{digest}": {"GET": referrers},  # end-12a, end-12b
        "/v2/{name:path}/blobs/uploads": {"POST": begin},
        "/v2/{name:path}/blobs/uploads/": {"POST": begin},  # end-4a, end-4b, end-11
        "/v2/{name:path}/blobs/uploads/{upload}": {
            "PATCH": append_piece,  # end-5
            "PUT": finish,  # end-6
            "GET": tell_progress,  # end-13
            "DELETE": cancel,
        },
        "/v2/{name:path}/blobs/{digest}": {
            "GET": read_blob,  # end-2
            "HEAD": read_blob,
            "DELETE": no_deletion,  # end-10
        },
        "/v2/{name:path}": dict.fromkeys(METHODS, nothing_there),
    }
    turns = Turns(MOST_AT_ONCE, MOST_WAITING, PATIENCE_S)
    return [Route(path, Endpoint(parts, handlers, turns)) for path, handlers in paths.items()]


async def nothing_there(exchange: Exchange) -> None:
    """No path of a registry."""
    raise RegistryFault(Problem.NAME_UNKNOWN, "A registry has no such path.")


async def check_credentials(exchange: Exchange) -> None:
    """200 to whoever has signed in; others are asked to, so that `helm registry login` finds out what it was given."""
    signed_in(exchange.call)
    await exchange.answer(200, {"Content-Type": JSON}, b"{}")


async def read_manifest(exchange: Exchange) -> None:
    """A manifest, byte for byte; its digest is its tag for caches."""
    found = await find_manifest(exchange.call, exchange.name, exchange.path("reference"))
    tag = f'"{found.digest}"'
    headers = {"Content-Type": MANIFEST, "Docker-Content-Digest": found.digest, "ETag": tag}
    accepted = exchange.head.values(b"accept")
    if any(map(bytes.strip, accepted)) and not takes(accepted, MANIFEST, "application/*", "*/*"):
        raise RegistryFault(
            Problem.MANIFEST_OF_OTHER_TYPE, f"The manifest is of the type {MANIFEST}; Accept leaves that out."
        )
    if exchange.head.has_tag(tag):
        await exchange.answer(304, headers)
        return
    await exchange.answer(200, headers, found.content)


async def read_blob(exchange: Exchange) -> None:
    """A blob: small ones from here, others by way of the bucket. To fetch a chart is to download it."""
    digest = checked_digest(exchange.path("digest"))
    found = await find_blob(exchange.call, exchange.name, digest)
    await exchange.call.reader.close()
    told = {"Content-Type": BLOB_TYPE, "Docker-Content-Digest": digest, "ETag": f'"{digest}"'}
    if exchange.is_head:
        await exchange.answer(200, told, size=found.size)
        return
    if found.content is not None:
        await exchange.answer(200, told, found.content)
        return
    version_id = downloaded(found)
    if version_id is not None:
        exchange.parts.downloads.count(version_id)
    blob = Blob(digest, found.size, f"{exchange.name.chart}.tgz" if version_id else "blob", BLOB_TYPE)
    headers = [(b"docker-content-digest", digest.encode()), API_VERSION]
    await hand_over(exchange.parts, exchange.head, blob, exchange.send, is_head=False, headers=headers)


async def tags(exchange: Exchange) -> None:
    """The tags, some at a time."""
    most = _most(exchange)
    page = await list_tags(exchange.call, exchange.name, exchange.query.get("last"), most)
    body = write_json({"name": str(exchange.name), "tags": page.names})
    await exchange.answer(200, _told_of(exchange, page, most), body)


async def catalog(exchange: Exchange) -> None:
    """The names of repositories, as the caller sees them; no part of the specification, but widely spoken."""
    most = _most(exchange)
    page = await list_repositories(exchange.call, exchange.query.get("last"), most)
    await exchange.answer(200, _told_of(exchange, page, most), write_json({"repositories": page.names}))


def _most(exchange: Exchange) -> int:
    given = exchange.query.get("n", str(MOST_LISTED))
    if not (given.isascii() and given.isdigit()):
        raise HttpFault(400, "n must be a number.")
    return min(int(given[:9]), MOST_LISTED)


def _told_of(exchange: Exchange, page: Page, most: int) -> dict[str, str]:
    """The headers of a list, with the way to the next part of it (RFC 8288)."""
    headers = {"Content-Type": JSON}
    if page.names and not page.is_last:
        last = quote(page.names[-1], safe="")
        headers["Link"] = f'<{exchange.scope["path"]}?n={most}&last={last}>; rel="next"'
    return headers


async def referrers(exchange: Exchange) -> None:
    """What speaks of a manifest; nothing does of one that is not there."""
    digest, kind = checked_digest(exchange.path("digest")), exchange.query.get("artifactType")
    body = await list_artifacts(exchange.call, exchange.name, digest, kind or None)
    filtered = {"OCI-Filters-Applied": "artifactType"} if kind else {}
    await exchange.answer(200, {"Content-Type": INDEX, **filtered}, body)
