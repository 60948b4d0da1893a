"""Blobs on their way into the OCI registry: in one piece or in several, into any process, and from other repositories.

Each piece is a blob of its own, put into the bucket before a row refers to it, as packages are. What came in whole is
*staged*: its uploader, and nobody else, has it in that one repository for an hour, until a manifest is made of it.
What is never finished is forgotten after that hour, and swept.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from uuid import UUID

import anyio.to_thread

from domain.errors import Forbidden
from domain.oci import MAX_DOCUMENT_BYTES, Problem, RegistryFault, RepositoryName, name_unknown
from policies.predicate import Thing
from policies.rights import CREATE_TEMPLATE
from services.access import signed_in
from services.call import Call
from services.packages import Stored, store
from services.registry import KEPT, look_for_kept_blob, place_for
from storage.queries.registry import SMALL, is_repository
from storage.queries.workspaces import workspace_seen
from storage.tables import OciUpload
from storage.transaction import Transaction
from storage.writes.registry import (
    NewStaged,
    add_part,
    add_upload,
    end_upload,
    find_upload,
    hold_pending,
    parts_of_upload,
    stage_blob,
    touch_kept_blob,
)
from uploads.received import ReceivedFile
from uploads.spool import BATCH_BYTES, Spool

MOST_UPLOADS = 100
"""Of one user, at once: as charts are pushed in parallel, each with several. `MOST_PACKAGES` bounds their bytes."""
MOST_PACKAGES = 10
"""As much as so many packages at most may a user have on its way in."""
MOST_PARTS = 1_000
BLOB_TYPE = "application/octet-stream"


def most_blob_bytes(call: Call) -> int:
    """The largest blob that is taken: a package, or a document where these may be larger."""
    return max(call.rules.max_package_bytes, MAX_DOCUMENT_BYTES)


async def place_of(call: Call, tx: Transaction, name: RepositoryName) -> UUID:
    """The id of the workspace, into which the caller may push by this name: to make or to extend a template.

    Unauthenticated; NAME_UNKNOWN where they see neither workspace nor repository; Forbidden.
    """
    signed_in(call)
    place = await place_for(call, tx, name)
    if place is not None:
        return place
    workspace = await workspace_seen(tx, call.scope(Thing.WORKSPACE), name.workspace)
    if workspace is None and not await is_repository(tx, call.scope(Thing.VERSION), name):
        raise name_unknown()
    raise Forbidden(f"To push to {name} needs the permission {CREATE_TEMPLATE.permission.value} in this workspace.")


async def check_place(call: Call, name: RepositoryName) -> None:
    """Passes when the caller may push by this name. As `place_of`."""
    async with call.database.write() as tx:
        await place_of(call, tx, name)


async def begin_upload(call: Call, name: RepositoryName) -> UUID:
    """The id of a new upload. As `place_of`; TOO_MANY."""
    async with call.database.write() as tx:
        workspace_id = await place_of(call, tx, name)
        await _check_room(call, tx, 0)
        return await add_upload(tx, signed_in(call), workspace_id, name.chart)


async def _check_room(call: Call, tx: Transaction, coming: int) -> None:
    """Passes when the user may have so many bytes more on their way in, or with none of them, an upload more."""
    pending = await hold_pending(tx, signed_in(call), KEPT)
    if not coming and pending.uploads >= MOST_UPLOADS:
        message = f"You have {MOST_UPLOADS} uploads under way; finish or cancel some, or wait an hour."
        raise RegistryFault(Problem.TOO_MANY, message)
    most = MOST_PACKAGES * most_blob_bytes(call)
    if pending.stored_bytes + coming > most:
        message = f"You have more than {most} bytes on their way in; push the manifests that they are for."
        raise RegistryFault(Problem.TOO_MANY, message)


async def upload_size(call: Call, name: RepositoryName, upload_id: UUID) -> int:
    """How far the caller's upload has come. UPLOAD_UNKNOWN for anybody else's."""
    async with call.database.write() as tx:
        return (await _hold(call, tx, name, upload_id)).size


async def _hold(call: Call, tx: Transaction, name: RepositoryName, upload_id: UUID) -> OciUpload:
    workspace_id = await place_of(call, tx, name)
    found = await find_upload(tx, signed_in(call), workspace_id, name.chart, upload_id, KEPT)
    if found is None:
        raise RegistryFault(Problem.UPLOAD_UNKNOWN, "There is no such upload of yours, or not any more.")
    return found


async def check_blob(call: Call, name: RepositoryName, coming: int) -> None:
    """Passes when the caller may send a blob of so many bytes. As `place_of`; TOO_MANY."""
    async with call.database.write() as tx:
        await place_of(call, tx, name)
        await _check_room(call, tx, coming or 1)


async def check_upload(call: Call, name: RepositoryName, upload_id: UUID, start: int | None, coming: int) -> int:
    """How many bytes may come yet, from `start` on where that is said. UPLOAD_UNKNOWN; OUT_OF_ORDER; TOO_MANY."""
    async with call.database.write() as tx:
        upload = await _hold(call, tx, name, upload_id)
        _check_order(upload.size, start)
        if coming:
            await _check_room(call, tx, coming)
    return most_blob_bytes(call) - upload.size


def _check_order(size: int, start: int | None) -> None:
    if start is not None and start != size:
        raise RegistryFault(Problem.OUT_OF_ORDER, f"The next piece begins at {size}, not {start}.")


async def append(call: Call, name: RepositoryName, upload_id: UUID, received: ReceivedFile, start: int | None) -> int:
    """How far the upload has come with this piece. Of two that send the next piece at once, one is OUT_OF_ORDER."""
    async with call.database.write() as tx:
        upload = await _hold(call, tx, name, upload_id)
        await _check_piece(call, tx, upload, received, start)
        await _check_number(tx, upload)
    expected = upload.size
    if received.size == 0:
        return expected
    await store(call, Stored(received.digest, received.body, received.size, BLOB_TYPE))
    async with call.database.write() as tx:
        upload = await _hold(call, tx, name, upload_id)
        _check_order(upload.size, expected)
        await _check_piece(call, tx, upload, received, start)
        await _check_number(tx, upload)
        await add_part(tx, upload, received.digest, received.size)
    return expected + received.size


async def _check_piece(
    call: Call, tx: Transaction, upload: OciUpload, received: ReceivedFile, start: int | None
) -> None:
    _check_order(upload.size, start)
    if received.is_oversized or upload.size + received.size > most_blob_bytes(call):
        raise RegistryFault(Problem.TOO_LARGE, f"A blob may have at most {most_blob_bytes(call)} bytes.")
    if received.size:
        await _check_room(call, tx, received.size)


async def _check_number(tx: Transaction, upload: OciUpload) -> None:
    if len(await parts_of_upload(tx, upload.id)) >= MOST_PARTS:
        raise RegistryFault(Problem.UPLOAD_INVALID, f"An upload has at most {MOST_PARTS} pieces; send larger ones.")


async def finish_upload(
    call: Call, name: RepositoryName, upload_id: UUID, received: ReceivedFile, start: int | None, digest: str
) -> None:
    """The upload's last piece, often its only one, or none; then the blob is there, if it has this digest.

    DIGEST_INVALID otherwise; the upload is then where it was, and its end may be tried again.
    """
    async with call.database.write() as tx:
        upload = await _hold(call, tx, name, upload_id)
        await _check_piece(call, tx, upload, received, start)
        parts = [part.digest for part in await parts_of_upload(tx, upload_id)]
    if not parts:
        await _stage_received(call, name, received, digest, upload_id)
        return
    size = upload.size + received.size
    if parts == [digest] and not received.size:
        await _stage(call, name, digest, size, upload_id)
        return
    async with joined(call, parts, size, "blob", received) as whole:
        _check_digest(whole.digest, digest)
        await store(call, Stored(digest, whole.body, whole.size, BLOB_TYPE))
    await _stage(call, name, digest, size, upload_id)


@asynccontextmanager
async def joined(
    call: Call, digests: Sequence[str], size: int, file_name: str, last: ReceivedFile | None = None
) -> AsyncIterator[ReceivedFile]:
    """The blobs as one file, one after the other, and what has just come at the end: in constant memory."""
    spool = Spool(file_name, size)
    try:
        for digest in digests:
            async with aclosing(call.blobs.pieces(digest)) as pieces:
                async for piece in pieces:
                    await spool.write(piece)
        while last is not None and (piece := await anyio.to_thread.run_sync(last.body.read, BATCH_BYTES)):
            await spool.write(piece)
        yield await spool.received()
    finally:
        spool.close()


def _check_digest(found: str, digest: str) -> None:
    if found != digest:
        raise RegistryFault(Problem.DIGEST_INVALID, f"The bytes that came have the digest {found}, not {digest}.")


async def put_blob(call: Call, name: RepositoryName, received: ReceivedFile, digest: str) -> None:
    """The blob is there, from one request. As `begin_upload` and `finish_upload`."""
    await check_place(call, name)
    await _stage_received(call, name, received, digest, None)


async def _stage_received(
    call: Call, name: RepositoryName, received: ReceivedFile, digest: str, upload_id: UUID | None
) -> None:
    if received.is_oversized or received.size > most_blob_bytes(call):
        raise RegistryFault(Problem.TOO_LARGE, f"A blob may have at most {most_blob_bytes(call)} bytes.")
    _check_digest(received.digest, digest)
    async with call.database.write() as tx:
        await _check_room(call, tx, received.size or 1)
    await store(call, Stored(digest, received.body, received.size, BLOB_TYPE))
    await _stage(call, name, digest, received.size, upload_id)


async def _stage(call: Call, name: RepositoryName, digest: str, size: int, upload_id: UUID | None) -> None:
    """The caller has the blob in the repository now, and its upload is over. Counted anew, as others may have come."""
    async with call.database.write() as tx:
        workspace_id = await place_of(call, tx, name)
        if upload_id is not None and not await end_upload(tx, upload_id):
            raise RegistryFault(Problem.UPLOAD_UNKNOWN, "The upload was finished or cancelled meanwhile.")
        await _check_room(call, tx, size or 1)
        await stage_blob(tx, signed_in(call), workspace_id, name.chart, NewStaged(digest, size), KEPT)


async def cancel_upload(call: Call, name: RepositoryName, upload_id: UUID) -> None:
    """The upload is over; what came of it is swept. UPLOAD_UNKNOWN."""
    async with call.database.write() as tx:
        upload = await _hold(call, tx, name, upload_id)
        await end_upload(tx, upload.id)


async def drop_empty_upload(call: Call, name: RepositoryName, upload_id: UUID) -> None:
    """The upload is over if nothing of it has come. UPLOAD_UNKNOWN."""
    async with call.database.write() as tx:
        upload = await _hold(call, tx, name, upload_id)
        if not upload.size:
            await end_upload(tx, upload.id)


async def mount_blob(call: Call, name: RepositoryName, digest: str, source: RepositoryName) -> bool:
    """Whether the blob is there now without being sent: a manifest that the caller sees in another repository has it.

    It is there for as long as they see it in that one. What does not lie in the bucket, a chart's config and
    provenance, is not mounted: it is small. As `place_of`.
    """
    await check_place(call, name)
    found = await look_for_kept_blob(call, source, digest)
    await call.reader.close()
    if found is None or found.kind == SMALL:
        return False
    async with call.database.write() as tx:
        workspace_id = await place_of(call, tx, name)
        if not await touch_kept_blob(tx, digest):
            return False
        await _check_room(call, tx, found.size or 1)
        mounted = NewStaged(digest, found.size, str(source))
        await stage_blob(tx, signed_in(call), workspace_id, name.chart, mounted, KEPT)
    return True
