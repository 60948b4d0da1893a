"""Versions."""

from datetime import datetime

import resolvers.audit
import resolvers.packages
import resolvers.provenance
import resolvers.reviews
import resolvers.store
import resolvers.templates
import resolvers.users
import resolvers.versions
from domain.lifecycle import VersionAction, VersionState
from policies import rights
from schema.bind import column, field
from schema.scalars import JSON
from schema.types.audit import AuditEvent
from schema.types.charts import ChartFile, ChartMetadata, ChartPackage
from schema.types.connections import Connection
from schema.types.node import Node, node_type
from schema.types.provenance import Provenance
from schema.types.reviews import Review
from schema.types.store import StoreApp
from schema.types.templates import AppTemplate
from schema.types.users import User
from storage.tables import Version as Row


@node_type(Row, "One package of a template, with its own lifecycle.")
class AppVersion(Node):
    """A version row."""

    template = field(
        AppTemplate | None,
        resolvers.templates.of_version,
        "Null for those who see the version in the store and may not see the working copy.",
    )
    store_app = field(StoreApp | None, resolvers.store.of_version)
    version = column(str, "The chart's version exactly as Chart.yaml has it; a leading v is kept.")
    app_version = column(str | None)
    description = column(str, "What changed: the update log.")
    state = column(VersionState)
    state_message = column(
        str | None,
        "The reason given with the last rejection or suspension; null once it is submitted, published or restored.",
        needs=rights.SEES_TEMPLATES,
    )
    state_changed_at = column(datetime)
    package = field(ChartPackage, resolvers.packages.package)
    signed = field(
        bool,
        resolvers.provenance.is_signed,
        "True when a key that the workspace trusts signed this chart, this version and the digest of this package.",
    )
    provenance = field(
        Provenance | None, resolvers.provenance.of_version, "What came with the package, believed or not."
    )
    chart = field(ChartMetadata, resolvers.packages.chart)
    readme = field(str | None, resolvers.packages.readme)
    values = field(str, resolvers.packages.values, "values.yaml as text; empty when the chart has none.")
    values_schema = field(JSON | None, resolvers.packages.values_schema)
    files = field(
        list[ChartFile], resolvers.packages.files, "Every file of the package, by path from the chart's root."
    )
    file = field(ChartFile | None, resolvers.packages.file)
    reviews = field(Connection[Review], resolvers.reviews.of_version, "Newest first.")
    review = field(
        Review | None,
        resolvers.reviews.latest_of_version,
        "The review in progress or last decided; null before the first submission.",
    )
    audit = field(Connection[AuditEvent], resolvers.audit.of_version, "Newest first.")
    downloads = field(
        int,
        resolvers.versions.downloads,
        "How often its package was downloaded, by Helm or by a link; a download shows some ten seconds later.",
    )
    created_by = field(User | None, resolvers.users.creator)
    created_at = column(datetime)
    updated_at = column(datetime)
    revision = column(int)
    viewer_actions = field(
        list[VersionAction],
        resolvers.versions.viewer_actions,
        "What the viewer may do to it now, by permission and by state.",
        needs=rights.ACT_ON_VERSION,
    )
