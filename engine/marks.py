"""Fills into an answer's bytes, in one pass, what only this process can make: signed cursors and links.

A mark stands between control characters, which JSON text never holds unescaped: no data can pass for one.
"""

import json
import re
from collections.abc import Callable
from uuid import UUID

from engine.catalog.images import IMAGE
from engine.catalog.leaves import END, MARK
from engine.catalog.packages import DOWNLOAD
from engine.lists import CURSOR
from services.call import Links

_MARK = re.compile(rb"%s(.)([^%s]*)%s" % (MARK.encode(), END.encode(), END.encode()), re.DOTALL)


def fill(body: bytes, links: Links, viewer_id: UUID | None) -> bytes:
    """The bytes with every mark replaced by the JSON text of what it stands for."""

    def package(payload: bytes) -> str:
        version, state, digest = payload.decode().split("|")
        return links.package_url(UUID(version), digest, state == "SUSPENDED", viewer_id)

    def image(payload: bytes) -> str:
        owner, digest = payload.decode().split("|")
        return links.image_url(owner, digest, viewer_id)

    makers: dict[bytes, Callable[[bytes], str]] = {
        CURSOR.encode(): links.sign_cursor,
        DOWNLOAD.encode(): package,
        IMAGE.encode(): image,
    }
    return _MARK.sub(lambda found: json.dumps(makers[found[1]](found[2])).encode(), body)
