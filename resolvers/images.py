"""Images: icons and screenshots of templates and of store apps."""

import asyncio
from dataclasses import dataclass
from typing import Any

from domain.ids import Kind, encode_id
from resolvers.loading import fact
from services.call import Call
from storage.queries.packages import images_by_digest
from storage.queries.templates import screenshots_of_store_apps, screenshots_of_templates
from storage.tables import Image, StoreApp, Template


@dataclass(frozen=True, slots=True)
class ShownImage:
    """An image and the global id of what shows it, which is what a link to it stands and falls with."""

    owner: str
    image: Image

    @property
    def digest(self) -> str:
        """sha256 of the bytes."""
        return self.image.digest

    @property
    def content_type(self) -> str:
        """The media type."""
        return self.image.content_type

    @property
    def size(self) -> int:
        """In bytes."""
        return self.image.size

    @property
    def width(self) -> int:
        """In pixels."""
        return self.image.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self.image.height


def url(call: Call, root: ShownImage) -> str:
    """A time-limited link for this viewer."""
    return call.links.image_url(root.owner, root.digest, call.principal.user_id)


async def icon(call: Call, root: Template | StoreApp) -> ShownImage | None:
    """The icon, when there is one."""
    image = await fact(call, images_by_digest, root.icon_digest)
    return None if image is None else ShownImage(_owner(root), image)


async def screenshots(call: Call, root: Template | StoreApp) -> list[ShownImage]:
    """The screenshots, in order."""
    batch = screenshots_of_templates if isinstance(root, Template) else screenshots_of_store_apps
    digests: list[str] = await fact(call, batch, root.id) or []
    images = await asyncio.gather(*(fact(call, images_by_digest, digest) for digest in digests))
    return [ShownImage(_owner(root), image) for image in images]


def _owner(root: Any) -> str:
    return encode_id(Kind.TEMPLATE if isinstance(root, Template) else Kind.STORE_APP, root.id)
