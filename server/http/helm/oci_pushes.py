"""What writes to the OCI registry: blobs, whole or piece by piece, and manifests, which come last."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil
from uuid import UUID

from domain.digests import digest_of, is_digest
from domain.oci import (
    MAX_DOCUMENT_BYTES,
    Problem,
    RegistryFault,
    chart_manifest,
    checked_digest,
    read_manifest,
    repository_name,
)
from server.http.body import BodyLimits, chunks, whole
from server.http.helm.oci_exchange import Exchange
from server.http.seats import Full
from services.access import signed_in
from services.registry_artifacts import charts_stay, delete_artifact, push_artifact
from services.registry_pushes import push_chart
from services.registry_uploads import (
    MOST_PARTS,
    append,
    begin_upload,
    cancel_upload,
    check_blob,
    check_place,
    check_upload,
    drop_empty_upload,
    finish_upload,
    most_blob_bytes,
    mount_blob,
    put_blob,
    upload_size,
)
from uploads.received import ReceivedFile
from uploads.spool import Spool

MOST_AT_ONCE = 10
"""Bodies of one user, in a process: so that as much as so many of the largest blobs lies on its disk at most. And as
many manifests, in a line of their own: they are small, come last, and are not to wait behind other charts' blobs."""
MOST_WAITING = 100
"""In each line. What waits is not read: its sender is held back, who often, as Helm, could not send it again."""
PATIENCE_S = 50
"""For a turn: less than the minute after which proxies take a server that says nothing for dead."""
_RANGE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")


async def begin(exchange: Exchange) -> None:
    """A new upload; or the blob at once, where it comes along or is mounted."""
    call, name, query = exchange.call, exchange.name, exchange.query
    signed_in(call)
    if "digest" in query:
        digest = checked_digest(query["digest"])
        await check_blob(call, name, _announced(exchange, most_blob_bytes(call)))
        async with _received(exchange, most_blob_bytes(call)) as received:
            await put_blob(call, name, received, digest)
        await _blob_is_there(exchange, digest)
        return
    if query.get("mount") and query.get("from"):
        digest = checked_digest(query["mount"])
        if await mount_blob(call, name, digest, repository_name(query["from"])):
            await _blob_is_there(exchange, digest)
            return
    upload_id = await begin_upload(call, name)
    least = ceil(most_blob_bytes(call) / MOST_PARTS)
    await exchange.answer(202, {**_progress(exchange, upload_id, 0), "OCI-Chunk-Min-Length": str(least)})


async def _blob_is_there(exchange: Exchange, digest: str) -> None:
    headers = {"Location": f"/v2/{exchange.name}/blobs/{digest}", "Docker-Content-Digest": digest}
    await exchange.answer(201, headers)


def _progress(exchange: Exchange, upload_id: UUID, size: int) -> dict[str, str]:
    """Of nothing yet, `0-0` is told: that form has no other way to say so."""
    return {
        "Location": f"/v2/{exchange.name}/blobs/uploads/{upload_id}",
        "Range": f"0-{max(size - 1, 0)}",
        "Docker-Upload-UUID": str(upload_id),
    }


def _upload_id(exchange: Exchange) -> UUID:
    try:
        return UUID(exchange.path("upload"))
    except ValueError:
        raise RegistryFault(Problem.UPLOAD_UNKNOWN, "There is no such upload of yours, or not any more.") from None


async def tell_progress(exchange: Exchange) -> None:
    """How far an upload has come."""
    upload_id = _upload_id(exchange)
    await exchange.call.reader.close()
    size = await upload_size(exchange.call, exchange.name, upload_id)
    await exchange.answer(204, _progress(exchange, upload_id, size))


async def append_piece(exchange: Exchange) -> None:
    """The next piece of an upload, of whatever length."""
    call, name, upload_id = exchange.call, exchange.name, _upload_id(exchange)
    start, length = _range(exchange)
    room = await check_upload(call, name, upload_id, start, _announced(exchange, most_blob_bytes(call)))
    async with _received(exchange, room, upload_id) as received:
        _check_length(received, length)
        size = await append(call, name, upload_id, received, start)
    await exchange.answer(202, _progress(exchange, upload_id, size))


async def finish(exchange: Exchange) -> None:
    """The end of an upload, with its last piece, its only one, or none."""
    call, name, upload_id = exchange.call, exchange.name, _upload_id(exchange)
    signed_in(call)
    digest = checked_digest(exchange.query.get("digest", ""))
    start, length = _range(exchange)
    room = await check_upload(call, name, upload_id, start, _announced(exchange, most_blob_bytes(call)))
    async with _received(exchange, room, upload_id) as received:
        _check_length(received, length)
        await finish_upload(call, name, upload_id, received, start, digest)
    await _blob_is_there(exchange, digest)


async def cancel(exchange: Exchange) -> None:
    """Gives an upload up."""
    await cancel_upload(exchange.call, exchange.name, _upload_id(exchange))
    await exchange.answer(204)


def _range(exchange: Exchange) -> tuple[int | None, int | None]:
    """Where a piece begins and how long it is, by its Content-Range; None where that is not said."""
    given = exchange.header(b"content-range")
    if given is None:
        return None, None
    found = _RANGE.fullmatch(given.strip())
    if found is None or int(found[1]) > int(found[2]):
        raise RegistryFault(Problem.UPLOAD_INVALID, "Content-Range must be <first byte>-<last byte>.")
    return int(found[1]), int(found[2]) - int(found[1]) + 1


def _check_length(received: ReceivedFile, length: int | None) -> None:
    if length is not None and not received.is_oversized and received.size != length:
        message = f"{received.size} bytes came; Content-Range says {length}."
        raise RegistryFault(Problem.SIZE_INVALID, message)


@asynccontextmanager
async def _received(exchange: Exchange, most_bytes: int, upload_id: UUID | None = None) -> AsyncIterator[ReceivedFile]:
    """The body, measured and hashed; removed when the context ends. HttpFault 408, 413; ClientDisconnect; TOO_MANY.

    It is asked before whether it may come. While it waits for its turn and while it comes no connection to the database
    is held; who sends it is looked up anew when it has come.
    """
    _announced(exchange, most_bytes)
    async with _turn(exchange, "blob", upload_id):
        spool = Spool("blob", most_bytes)
        try:
            async for piece in chunks(exchange.receive, BodyLimits(most_bytes)):
                await spool.write(piece)
            await exchange.call.look_up_again()
            yield await spool.received()
        finally:
            spool.close()


@asynccontextmanager
async def _turn(exchange: Exchange, kind: str, upload_id: UUID | None = None) -> AsyncIterator[None]:
    """While it lasts the caller sends one thing of this kind more; it may have to wait for that. TOO_MANY.

    An upload of which nothing has come is over then: who cannot send a body again forgets it, and it would stay.
    """
    try:
        async with exchange.turns.taken((kind, signed_in(exchange.call))):
            yield
    except Full as full:
        if upload_id is not None:
            await drop_empty_upload(exchange.call, exchange.name, upload_id)
        message = f"Of what you send here, {full}; push again when some of it has come."
        raise RegistryFault(Problem.TOO_MANY, message) from None


def _announced(exchange: Exchange, most_bytes: int) -> int:
    """How many bytes are to come, by what the request says: 1 when it does not say how many, and 0 for none at all.

    What says itself that it is too large is refused before it is sent.
    """
    if exchange.header(b"transfer-encoding") is not None:
        return 1
    announced = exchange.header(b"content-length") or "0"
    size = int(announced[:18]) if announced.isascii() and announced.isdigit() else 1
    if size > most_bytes:
        raise RegistryFault(Problem.TOO_LARGE, f"At most {most_bytes} bytes more are taken.")
    return size


async def push_manifest(exchange: Exchange) -> None:
    """A chart by its tag, or what speaks of one by its digest."""
    _announced(exchange, MAX_DOCUMENT_BYTES)
    await check_place(exchange.call, exchange.name)
    async with _turn(exchange, "manifest"):
        content = await whole(exchange.receive, BodyLimits(MAX_DOCUMENT_BYTES))
        await exchange.call.look_up_again()
        headers = await _push_manifest(exchange, content)
    await exchange.answer(201, headers)


async def _push_manifest(exchange: Exchange, content: bytes) -> dict[str, str]:
    """What the answer says of the manifest, which is kept now."""
    call, name, reference = exchange.call, exchange.name, exchange.path("reference")
    content_type = (exchange.header(b"content-type") or "").partition(";")[0].strip().lower()
    if ":" in reference and digest_of(content) != checked_digest(reference):
        raise RegistryFault(Problem.DIGEST_INVALID, f"The manifest has the digest {digest_of(content)}.")
    manifest = read_manifest(content, content_type)
    headers = {"Location": f"/v2/{name}/manifests/{reference}", "Docker-Content-Digest": manifest.digest}
    if manifest.subject is not None:
        if not is_digest(reference):
            message = "What has a subject is pushed by its digest: tags are for charts alone."
            raise RegistryFault(Problem.UNSUPPORTED, message)
        await push_artifact(call, name, manifest, manifest.subject)
        headers["OCI-Subject"] = manifest.subject.digest
    else:
        await push_chart(call, name, None if is_digest(reference) else reference, chart_manifest(manifest))
    return headers


async def delete_manifest(exchange: Exchange) -> None:
    """What speaks of a chart can be deleted; a chart cannot, neither by its tag nor by its digest."""
    signed_in(exchange.call)
    reference = exchange.path("reference")
    if not is_digest(reference):
        raise charts_stay()
    await delete_artifact(exchange.call, exchange.name, reference)
    await exchange.answer(202)


async def no_deletion(exchange: Exchange) -> None:
    """Blobs go with what is made of them."""
    signed_in(exchange.call)
    raise charts_stay()
