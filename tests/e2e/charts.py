"""The charts of the tutorial: the real EMQ X packages where they lie beside the repository, else ones like them."""

from io import BytesIO

from PIL import Image

from tests.data import DATA
from tests.uploads.builder import make_chart

README = b"# EMQ X\n\nAn MQTT broker.\n\n## Prerequisites\n\nKubernetes 1.16.\n"


def emqx(version: str) -> bytes:
    """The package of an EMQ X version, for example v4.0.2."""
    real = DATA / "charts" / f"emqx-{version}.tgz"
    if real.exists():
        return real.read_bytes()
    files = {"README.md": README} if version == "v4.0.2" else {}
    return make_chart("emqx", version, files=files, appVersion=version, description="A Helm chart for Emqx")


def picture(name: str) -> bytes:
    """A PNG: the tutorial's own where it is there."""
    real = DATA / "images" / name
    return real.read_bytes() if real.exists() else _plain_png()


def _plain_png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (96, 96), (20, 120, 80)).save(buffer, "PNG")
    return buffer.getvalue()
