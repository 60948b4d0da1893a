"""Pictures: what is taken comes out plain, and what attacks the decoder does not get to it."""

import struct
import subprocess
import sys
import time
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from uploads.faults import ImageInvalid
from uploads.image import Image, read_image

ROOT = Path(__file__).resolve().parents[2]
SECRET = b"GPS-position-of-the-author"
SCRIPT = b"*/=1;alert(document.domain)//<script>alert(1)</script>"


def picture(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    Pillow.new(mode, size, options.pop("color", 0)).save(out, kind, **options)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def webp_header(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + sides


def opened(image: Image) -> Pillow.Image:
    return Pillow.open(BytesIO(image.content))


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("PNG", "image/png"), ("GIF", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")],
)
def test_each_of_the_four_kinds_is_taken(kind: str, content_type: str) -> None:
    image = read_image(picture(kind))

    assert (image.content_type, image.width, image.height) == (content_type, 30, 20)
    assert Pillow.MIME[opened(image).format or ""] == content_type


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_depth_of_png_is_taken(mode: str) -> None:
    assert opened(read_image(picture("PNG", mode=mode))).mode in ("RGB", "RGBA")


def test_sixteen_bits_of_grey_become_eight_and_keep_their_shade() -> None:
    image = read_image(picture("PNG", mode="I;16", color=0x8000))

    assert opened(image).getpixel((0, 0)) == (128, 128, 128)


def test_a_jpeg_for_print_becomes_one_for_screens() -> None:
    assert opened(read_image(picture("JPEG", mode="CMYK"))).mode == "RGB"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_transparency_is_kept(kind: str) -> None:
    data = picture(kind, mode="RGBA", color=(255, 0, 0, 0))

    pixel = opened(read_image(data)).getpixel((0, 0))

    assert isinstance(pixel, tuple) and pixel[3] == 0


def test_a_photograph_is_turned_upright_and_loses_what_its_camera_wrote() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # orientation: turn by a quarter
    exif[0x010E] = SECRET.decode()

    image = read_image(picture("JPEG", exif=exif, comment=SECRET, icc_profile=SECRET * 9))

    assert (image.width, image.height) == (20, 30)
    assert SECRET not in image.content
    assert not opened(image).getexif()


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {"icc_profile": SECRET, "exif": b"Exif\0\0" + SECRET}),
        ("GIF", {"comment": SECRET}),
        ("WEBP", {"xmp": SECRET}),
    ],
)
def test_metadata_is_dropped(kind: str, options: dict[str, Any]) -> None:
    data = picture(kind, **options)

    image = read_image(data)

    assert SECRET not in image.content
    assert not set(opened(image).info) & {"comment", "icc_profile", "exif", "xmp"}


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_59_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    frames = [Pillow.new("RGB", (9, 9), color) for color in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], **({"lossless": True} if kind == "WEBP" else {}))

    result = opened(read_image(out.getvalue()))

    pixel = result.convert("RGB").getpixel((4, 4))
    assert getattr(result, "n_frames", 1) == 1
    assert isinstance(pixel, tuple) and pixel[0] > 200 and pixel[1] < 50


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
def test_59_a_second_file_behind_the_picture_is_dropped(kind: str) -> None:
    image = read_image(picture(kind) + SCRIPT)

    assert SCRIPT not in image.content


def test_59_a_script_in_a_gifs_comment_is_dropped() -> None:
    assert b"alert" not in read_image(picture("GIF", comment=SCRIPT)).content


@pytest.mark.parametrize(
    "data",
    [
        png_header(65_535, 65_535),
        png_header(2**31 - 1, 1),
        b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(20),
        webp_header(16_384, 16_384),
        b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f",
        b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\xff\xff\xff\x0f" + bytes(9),
        picture("JPEG", (4097, 1)),
        picture("PNG", (1, 4097)),
    ],
    ids=["png", "png-wide", "gif", "webp", "vp8", "vp8l", "jpeg-wide", "png-high"],
)
def test_59_a_picture_too_large_is_refused_before_it_is_decoded(data: bytes) -> None:
    tracemalloc.start()
    started = time.monotonic()

    with pytest.raises(ImageInvalid, match="pixels"):
        read_image(data)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024
    assert time.monotonic() - started < 0.5


def test_59_a_jpeg_that_claims_the_largest_size_is_refused() -> None:
    data = bytearray(picture("JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65_535, 65_535)

    with pytest.raises(ImageInvalid, match="pixels"):
        read_image(bytes(data))


def test_59_a_gif_frame_larger_than_its_screen_is_refused() -> None:
    data = bytearray(picture("GIF"))
    at = data.index(b"\x2c", 13 + 3 * 2 ** ((data[10] & 7) + 1))
    data[at + 5 : at + 9] = struct.pack("<HH", 65_535, 65_535)

    with pytest.raises(ImageInvalid):
        read_image(bytes(data))


def test_59_a_compressed_text_bomb_in_a_png_is_refused_or_dropped() -> None:
    bomb = b"zTXt" + b"Comment\0\0" + zlib.compress(bytes(50 * 1024 * 1024))
    data = picture("PNG")
    chunk = struct.pack(">I", len(bomb) - 4) + bomb + struct.pack(">I", zlib.crc32(bomb))
    tracemalloc.start()

    try:
        read_image(data[:33] + chunk + data[33:])
    except ImageInvalid:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 8 * 1024 * 1024


def test_the_largest_size_is_taken() -> None:
    assert read_image(picture("PNG", (4096, 16))).width == 4096
    with pytest.raises(ImageInvalid, match="1 to 4096 pixels"):
        read_image(picture("PNG", (4097, 16)))


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><SVG>&x;</SVG>',
        b"<svg><foreignObject/><style>@import url(http://x.example.com)</style></svg>",
    ],
)
def test_58_svg_is_refused_with_the_reason(data: bytes) -> None:
    with pytest.raises(ImageInvalid, match="it can carry scripts"):
        read_image(data)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM"])
def test_other_kinds_are_refused(kind: str) -> None:
    with pytest.raises(ImageInvalid, match="PNG, JPEG, WebP or GIF"):
        read_image(picture(kind, (16, 16)))


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
@pytest.mark.parametrize("keep", [8, 12, 20, 40, 0.5])
def test_a_picture_that_is_cut_off_is_refused(kind: str, keep: float) -> None:
    data = picture(kind, (300, 200), color=(1, 200, 3))

    with pytest.raises(ImageInvalid):
        read_image(data[: int(keep if keep > 1 else len(data) * keep)])


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
def test_a_broken_picture_is_refused_and_raises_nothing_else(kind: str) -> None:
    data = picture(kind, (16, 16), color=(1, 200, 3))

    for at in range(0, len(data), max(1, len(data) // 60)):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            image = read_image(broken)
        except ImageInvalid as refusal:
            assert refusal.message
        else:
            assert opened(image).size == (image.width, image.height)


@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"GIF89a", b"RIFF1234WEBP", b"\xff\xd8\xff", b"not a picture"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageInvalid):
        read_image(data)


def test_a_webp_loads_no_decoder_for_what_is_not_taken() -> None:
    script = (
        "import sys; from uploads.image import read_image; read_image(sys.stdin.buffer.read()); print(*sys.modules)"
    )
    command = [sys.executable, "-c", script]

    done = subprocess.run(command, input=picture("WEBP"), cwd=ROOT, capture_output=True, check=True)

    loaded = done.stdout.decode().split()
    assert "PIL.WebPImagePlugin" in loaded
    assert "PIL.PsdImagePlugin" not in loaded
