"""How icons and screenshots come from tables. A link to one stands and falls with what shows it."""

from domain.ids import Kind
from engine.catalog.declare import Asking, Many, One, Row, Type, Value
from engine.catalog.leaves import mark, number, text
from engine.catalog.lists import by, of_parent
from engine.sql import Json

IMAGE = "i"
OWNERS = {"template": Kind.TEMPLATE, "store_app": Kind.STORE_APP}
ICON = One("Image", by("icon_digest", "digest"))


def screenshots(table: str, column: str) -> Many:
    """The images of a table of screenshots, by place."""
    return Many("Image", of_parent(column), ("position",), 6, beside=(table, "image_digest", "digest"))


def _url(row: Row, _: Asking) -> Json:
    owner = row.above
    return mark(IMAGE, OWNERS[owner.table].value, "_", owner["id"], "|", row["digest"])


TYPES = {
    "Image": Type(
        table="image",
        is_fact=True,
        fields={
            "url": Value(_url, 512),
            "contentType": text("content_type"),
            "size": number("size"),
            "width": number("width"),
            "height": number("height"),
            "digest": text("digest"),
        },
    )
}
