"""Icons and screenshots."""

import resolvers.images
from schema.bind import column, field, object_type


@object_type("An icon or a screenshot, re-encoded.")
class Image:
    """See resolvers.images.ShownImage."""

    url = field(str, resolvers.images.url, "A time-limited link to the bytes that needs no further credentials.")
    content_type = column(str)
    size = column(int)
    width = column(int)
    height = column(int)
    digest = column(str, "sha256:<hex> of the bytes.")
