"""What a picture takes: the limit holds for what is kept, not only for what was sent."""

import random
from io import BytesIO

import pytest
from PIL import Image as Pillow

from domain.errors import FaultCode, Rejected
from services.packages import read_picture
from uploads.received import ReceivedFile

pytestmark = pytest.mark.anyio

SIDE = 400


def noise(kind: str, quality: int = 60) -> bytes:
    """A picture that compresses badly, and the worse the higher the quality."""
    out = BytesIO()
    Pillow.frombytes("RGB", (SIDE, SIDE), random.Random(1).randbytes(SIDE * SIDE * 3)).save(out, kind, quality=quality)
    return out.getvalue()


def received(data: bytes) -> ReceivedFile:
    return ReceivedFile(BytesIO(data), len(data), "sha256:x", "x")


async def test_a_jpeg_that_grows_when_encoded_anew_is_kept_coarser() -> None:
    data = noise("JPEG", 75)
    limit = len(data) + 1_000

    finest = await read_picture(received(data), 10 * limit, "icon")
    kept = await read_picture(received(data), limit, "icon")

    assert finest.row.size > limit
    assert kept.row.size == len(kept.content) <= limit


@pytest.mark.parametrize("data", [noise("JPEG", 20), noise("GIF")], ids=["JPEG", "GIF"])
async def test_a_picture_that_is_too_large_as_it_would_be_kept_is_refused(data: bytes) -> None:
    with pytest.raises(Rejected) as refused:
        await read_picture(received(data), len(data), "icon")

    (fault,) = refused.value.faults
    assert fault.code is FaultCode.TOO_LARGE
    assert "scale it down" in fault.message
    assert fault.path == ("icon",)
