"""Templates."""

from datetime import datetime

import resolvers.images
import resolvers.publishers
import resolvers.store
import resolvers.templates
import resolvers.users
import resolvers.versions
import resolvers.workspaces
from domain.lifecycle import TemplateAction, TemplateState
from policies import rights
from schema.bind import column, field
from schema.orders import VersionOrder
from schema.types import refs
from schema.types.charts import Maintainer
from schema.types.connections import Connection
from schema.types.images import Image
from schema.types.node import Node, node_type
from schema.types.store import Category, StoreApp
from schema.types.users import User
from schema.types.workspaces import Publisher, Workspace
from storage.tables import Template as Row


@node_type(
    Row,
    "A product that a workspace develops: its working copy, seen by that workspace and, once submitted, by reviewers.",
)
class AppTemplate(Node):
    """A template row."""

    workspace = field(
        Workspace | None, resolvers.workspaces.of_thing, "Null for a reviewer who may not see the workspace itself."
    )
    publisher = field(Publisher, resolvers.publishers.of_thing)
    name = column(str, "The chart's name; unique in the workspace; the same in every version.")
    display_name = column(str)
    summary = column(str)
    description = column(str)
    home = column(str)
    keywords = column(list[str])
    sources = column(list[str])
    maintainers = column(list[Maintainer])
    icon = field(Image | None, resolvers.images.icon)
    screenshots = field(list[Image], resolvers.images.screenshots, "At most six, in order.")
    category = field(Category, resolvers.templates.category)
    state = column(TemplateState, "ACTIVE while any version is; else SUSPENDED while any version is; else DRAFT.")
    versions = field(
        Connection[refs.AppVersion],
        resolvers.versions.of_template,
        "Newest first by semantic version unless ordered otherwise.",
        order_by=VersionOrder | None,
    )
    version = field(refs.AppVersion | None, resolvers.versions.by_name)
    latest_version = field(
        refs.AppVersion | None,
        resolvers.versions.latest_of_template,
        "The highest semantic version among those the viewer may see (and, where given, in these states).",
    )
    store_app = field(
        StoreApp | None, resolvers.store.of_template, "What the store shows of it; null when it is not in the store."
    )
    changed_since_published = field(
        bool,
        resolvers.templates.changed_since_published,
        "True when the working copy differs from what the store shows.",
    )
    created_by = field(User | None, resolvers.users.creator)
    created_at = column(datetime)
    updated_at = column(datetime)
    revision = column(int)
    viewer_actions = field(
        list[TemplateAction],
        resolvers.templates.viewer_actions,
        "What the viewer may do to it now, by permission and by state.",
        needs=rights.ACT_ON_TEMPLATE,
    )
