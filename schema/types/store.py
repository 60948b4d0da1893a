"""The store: published apps and their shelves."""

from datetime import datetime

import resolvers.images
import resolvers.publishers
import resolvers.store
import resolvers.templates
import resolvers.versions
from schema.bind import column, field
from schema.types import refs
from schema.types.charts import Maintainer
from schema.types.connections import Connection
from schema.types.images import Image
from schema.types.node import Node, node_type
from schema.types.workspaces import Publisher
from storage.tables import Category as CategoryRow
from storage.tables import StoreApp as StoreAppRow


@node_type(CategoryRow, "A shelf of the store.")
class Category(Node):
    """A category row."""

    name = column(str, "Unique, at most 20 characters. `uncategorized` always exists and cannot be deleted.")
    display_name = column(str)
    description = column(str)
    icon = column(str)
    store_app_count = field(int, resolvers.store.store_app_count, "Apps that the store shows in it now.")


@node_type(StoreAppRow, "A published product as reviewed: a snapshot that only publishing (or republishing) changes.")
class StoreApp(Node):
    """A store app row."""

    name = column(str)
    display_name = column(str)
    summary = column(str)
    description = column(str)
    home = column(str)
    keywords = column(list[str])
    sources = column(list[str])
    maintainers = column(list[Maintainer])
    icon = field(Image | None, resolvers.images.icon)
    screenshots = field(list[Image], resolvers.images.screenshots)
    category = field(Category, resolvers.templates.category)
    publisher = field(Publisher, resolvers.publishers.of_thing)
    versions = field(
        Connection[refs.AppVersion],
        resolvers.versions.of_store_app,
        "ACTIVE versions only, newest first by semantic version.",
    )
    latest_version = field(refs.AppVersion, resolvers.versions.latest_of_store_app)
    downloads = field(
        int, resolvers.store.downloads, "How often packages of it were downloaded, of versions that are gone too."
    )
    published_at = column(datetime)
    updated_at = column(datetime)
