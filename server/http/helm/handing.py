"""How a blob's bytes reach a Helm client: by a redirect to the bucket, or from here where that would not do.

Go's HTTP client, and so Helm and all its like, sends an Authorization header on to wherever it is redirected on the
same host or below it, whatever the port. The bucket refuses a link that comes with a second credential, and our
credentials are none of its business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import Send

from domain.errors import Unavailable
from server.http.head import Head
from server.http.held import in_pieces
from server.wiring import Parts

Headers = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes that are asked for, and what they are called."""

    digest: str
    size: int
    file_name: str
    content_type: str


async def hand_over(parts: Parts, head: Head, blob: Blob, send: Send, *, is_head: bool, headers: Headers = ()) -> None:
    """Answers with a redirect to the bytes, or with the bytes. Unavailable."""
    url = parts.blobs.link(blob.digest, blob.file_name, blob.content_type, head=is_head)
    if not _goes_along(head, parts.signing.public_host, url):
        await send_head(send, 307, [(b"location", url.encode()), (b"content-length", b"0"), *headers])
        await send({"type": "http.response.body", "body": b""})
        return
    disposition = f'attachment; filename="{blob.file_name}"'.encode()
    told = [(b"content-type", blob.content_type.encode()), (b"content-length", str(blob.size).encode())]
    start = [*told, (b"content-disposition", disposition), *headers]
    if is_head:
        await send_head(send, 200, start)
        await send({"type": "http.response.body", "body": b""})
        return
    await _stream(parts, blob, send, start)


async def _stream(parts: Parts, blob: Blob, send: Send, start: Headers) -> None:
    """Nothing is said before the first bytes are here, so that a bucket that does not answer can be told of."""
    pieces = parts.blobs.pieces(blob.digest)
    piece = await anext(pieces, b"")
    await send_head(send, 200, start)
    try:
        while piece:
            await in_pieces(piece, send, is_last=False)
            piece = await anext(pieces, b"")
    except Unavailable as error:
        raise ConnectionError("the bucket stopped in the middle of a package") from error
    finally:
        await pieces.aclose()
    await send({"type": "http.response.body", "body": b""})


async def send_head(send: Send, status: int, headers: Headers) -> None:
    """The beginning of an answer."""
    await send({"type": "http.response.start", "status": status, "headers": [*headers]})


def _goes_along(head: Head, public_host: str, url: str) -> bool:
    """Whether a client that is redirected there might send its credential along."""
    if b"authorization" not in head.last:
        return False
    there = urlsplit(url).hostname or ""
    try:
        asked = urlsplit("//" + head.last.get(b"host", b"").decode("latin-1")).hostname or ""
    except ValueError:  # what is not a host at all tells nothing of where the client will go
        return True
    return any(host and (there == host or there.endswith(f".{host}")) for host in (asked, public_host))
