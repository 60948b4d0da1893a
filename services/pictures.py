"""A template's icon and screenshots: a change of the working copy that the store shows once republished."""

from collections.abc import Sequence
from uuid import UUID

from domain.errors import FaultCode, reject
from domain.ids import Kind
from policies.rights import UPDATE_TEMPLATE
from services.access import seen_with
from services.call import Call
from services.packages import ICON_BYTES, SCREENSHOT_BYTES, read_picture, store
from services.templates import record_template
from storage.tables import Template
from storage.transaction import Transaction
from storage.writes.packages import keep_image
from storage.writes.templates import replace_screenshots, screenshots_of, set_template
from uploads.received import ReceivedFile

MOST_SCREENSHOTS = 6


async def set_icon(call: Call, template_id: str, received: ReceivedFile | None) -> UUID:
    """The id of the template with the icon, or without one. TOO_LARGE, IMAGE_INVALID."""
    async with call.database.write() as tx:
        await _template_for(call, tx, template_id)
    picture = None if received is None else await read_picture(received, ICON_BYTES, "icon")
    if picture is not None:
        await store(call, picture.stored)
    async with call.database.write() as tx:
        template = await _template_for(call, tx, template_id)
        if picture is not None:
            await keep_image(tx, picture.row)
        await set_template(tx, template.id, icon_digest=None if picture is None else picture.row.digest)
        record_template(call, tx, template, "template.set_icon", message=picture.row.digest if picture else "removed")
    return template.id


async def set_screenshots(call: Call, template_id: str, keep: Sequence[str], received: Sequence[ReceivedFile]) -> UUID:
    """The id of the template with the screenshots: the kept ones (by digest, in order), then the added, each once."""
    async with call.database.write() as tx:
        template = await _template_for(call, tx, template_id)
        await _check_kept(tx, template, keep, len(received))
    pictures = [await read_picture(file, SCREENSHOT_BYTES, "add", str(n)) for n, file in enumerate(received)]
    if pictures:
        await store(call, *(picture.stored for picture in pictures))
    async with call.database.write() as tx:
        template = await _template_for(call, tx, template_id)
        await _check_kept(tx, template, keep, len(received))
        for picture in sorted(pictures, key=lambda picture: picture.row.digest):
            await keep_image(tx, picture.row)
        digests = list(dict.fromkeys([*keep, *(picture.row.digest for picture in pictures)]))
        await replace_screenshots(tx, template.id, digests)
        await set_template(tx, template.id)
        record_template(call, tx, template, "template.set_screenshots", message=f"{len(digests)} screenshots")
    return template.id


async def _template_for(call: Call, tx: Transaction, template_id: str) -> Template:
    template: Template = await seen_with(call, tx, Kind.TEMPLATE, template_id, UPDATE_TEMPLATE)
    return template


async def _check_kept(tx: Transaction, template: Template, keep: Sequence[str], added: int) -> None:
    if len(keep) + added > MOST_SCREENSHOTS:
        message = f"{len(keep) + added} screenshots; at most {MOST_SCREENSHOTS} fit."
        raise reject(FaultCode.LIMIT_EXCEEDED, message, "add")
    present = await screenshots_of(tx, template.id)
    for digest in keep:
        if digest not in present or list(keep).count(digest) > 1:
            raise reject(FaultCode.INVALID, f"keep names {digest!r}, which is not a screenshot of it, once.", "keep")
