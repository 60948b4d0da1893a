"""Icons and screenshots: from untrusted bytes to a plain picture that was encoded here.

Owns which pictures are taken. Everything that comes out was decoded and encoded anew, so that nothing rides along:
metadata, colour profiles, comments, or a second file behind the first. The first frame stands for an animation. PNG and
GIF become PNG, JPEG stays JPEG and WebP stays WebP. Must not know where pictures are used; limits on bytes are the
caller's.
"""

import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from PIL import Image as Pillow
from PIL import (
    ImageOps,
    WebPImagePlugin,  # noqa: F401 - Pillow knows WebP by it; else the first one loads every decoder there is: 4 MB
)

from uploads.faults import ImageInvalid

MAX_PIXELS_A_SIDE = 4096
QUALITIES = (90, 75)  # the second for what would not fit otherwise; PNG knows none

_ENCODED_AS = {"PNG": "PNG", "GIF": "PNG", "JPEG": "JPEG", "WEBP": "WEBP"}
_CONTENT_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"))

# The second lock behind our own check of the header: Pillow then refuses by itself whatever turns out larger.
Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS_A_SIDE**2
warnings.simplefilter("error", Pillow.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as it is to be stored; `width` and `height` are after turning it upright."""

    content: bytes
    content_type: str
    width: int
    height: int


def read_image(data: bytes, max_bytes: int | None = None) -> Image:
    """The picture in `data`, upright and encoded anew; JPEG and WebP once more, coarser, when over `max_bytes`.

    Raises ImageInvalid for anything but a whole PNG, JPEG, WebP or GIF of at most `MAX_PIXELS_A_SIDE` each way. The
    size is read from the header and checked before a pixel is decoded; decoding takes about eight bytes a pixel.
    Whether what comes out is small enough in the end, the caller must look: a PNG is as large as it is.
    """
    kind = _kind(data)
    _check_size(_header_size(data, kind))
    try:
        return _encoded_anew(data, kind, max_bytes)
    except ImageInvalid:
        raise
    except Exception as error:  # Pillow's decoders raise whatever a broken file makes them trip over
        raise ImageInvalid(f"the picture is damaged and cannot be decoded as {kind}; export it again") from error


def _kind(data: bytes) -> str:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if b"<svg" in data[:4096].lower():
        raise ImageInvalid("SVG is not taken, because it can carry scripts and links; export it as PNG or WebP")
    raise ImageInvalid("the picture must be a PNG, JPEG, WebP or GIF file")


def _header_size(data: bytes, kind: str) -> tuple[int, int]:
    """Width and height by the file's header, read here but for JPEG's: WebP's decoder sets memory aside on opening."""
    if kind == "PNG":
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if kind == "GIF":
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return _webp_size(data) if kind == "WEBP" else _jpeg_size(data)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    try:
        with Pillow.open(BytesIO(data), formats=("JPEG",)) as picture:
            return picture.size
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise ImageInvalid(f"the picture has more than {Pillow.MAX_IMAGE_PIXELS} pixels; scale it down") from error
    except Exception as error:  # Pillow's parsers raise whatever a broken file makes them trip over
        raise ImageInvalid("the picture is damaged: it has no header of JPEG; export it again") from error


def _webp_size(data: bytes) -> tuple[int, int]:
    """Sources: the WebP container specification; RFC 6386 9.1 (VP8); the WebP lossless specification (VP8L)."""
    chunk, body = data[12:16], data[20:30]
    if len(body) == 10 and chunk == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if len(body) == 10 and chunk == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if len(body) == 10 and chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    raise ImageInvalid("the picture is damaged: it has no header of WEBP; export it again")


def _check_size(size: tuple[int, int]) -> None:
    if max(size) > MAX_PIXELS_A_SIDE or min(size) < 1:
        shown = f"{size[0]} x {size[1]}"
        raise ImageInvalid(f"the picture must be 1 to {MAX_PIXELS_A_SIDE} pixels wide and high, not {shown}")


def _encoded_anew(data: bytes, kind: str, max_bytes: int | None) -> Image:
    target = _ENCODED_AS[kind]
    with Pillow.open(BytesIO(data), formats=(kind,)) as picture:
        _check_size(picture.size)
        picture.load()
        _check_size(picture.size)  # a GIF's first frame may reach beyond what the header says
        plain = _plain(_upright(picture), has_alpha=target != "JPEG")
    content = _encoded(plain, target, QUALITIES[0])
    if target != "PNG" and max_bytes is not None and len(content) > max_bytes:
        content = _encoded(plain, target, QUALITIES[1])
    return Image(content, _CONTENT_TYPES[target], plain.width, plain.height)


def _encoded(plain: Pillow.Image, target: str, quality: int) -> bytes:
    out = BytesIO()
    plain.save(out, target, **({} if target == "PNG" else {"quality": quality}))
    return out.getvalue()


def _upright(picture: Pillow.Image) -> Pillow.Image:
    """Turned as its EXIF says. EXIF that cannot be read turns nothing: it is dropped in any case."""
    with suppress(Exception):  # Pillow's parsers raise whatever a broken file makes them trip over
        ImageOps.exif_transpose(picture, in_place=True)  # which copies nothing when there is nothing to turn
    return picture


def _plain(picture: Pillow.Image, has_alpha: bool) -> Pillow.Image:
    """The pixels alone: no palette, no depth beyond 8 bits, and an empty `info`, since encoders write what is in it."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    mode = "RGBA" if has_alpha and picture.has_transparency_data else "RGB"
    plain = picture if picture.mode == mode else picture.convert(mode)
    plain.info = {}
    return plain
