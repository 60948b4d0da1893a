"""Third-party repositories, and the charts that they list."""

from datetime import datetime

import resolvers.repositories
from domain.upstream import RepositoryKind, SyncState
from schema.bind import column, field, object_type
from schema.types.connections import Connection
from schema.types.node import Node, node_type
from storage.tables import Repository as Row
from storage.tables import RepositoryChart as ChartRow
from storage.tables import RepositoryChartVersion as VersionRow


@node_type(VersionRow, "A version as the repository's index lists it.")
class RepositoryChartVersion(Node):
    """A chart version row."""

    version = column(str)
    app_version = column(str | None)
    created_at = column(datetime | None, "Null where the index does not say.")
    digest = column(str | None, "sha256:<hex>; null where the index does not say.")
    urls = column(list[str], "As the index has them: relative ones are to the repository's URL.")


@node_type(ChartRow, "A chart as the repository's index lists it. Its id is stable across syncs.")
class RepositoryChart(Node):
    """A chart row."""

    name = column(str)
    description = column(str)
    icon = column(str | None)
    home = column(str)
    keywords = column(list[str])
    deprecated = column(bool)
    versions = field(
        Connection[RepositoryChartVersion], resolvers.repositories.versions, "Newest first by semantic version."
    )
    latest_version = field(RepositoryChartVersion | None, resolvers.repositories.latest_version)


@object_type("One run of a sync: what it found, or why it failed.")
class RepositorySync:
    """A sync row."""

    state = column(SyncState)
    started_at = column(datetime)
    finished_at = column(datetime | None)
    message = column(str | None)
    charts_added = column(int)
    charts_removed = column(int)
    versions_added = column(int)
    versions_changed = column(int)
    versions_removed = column(int)
    entries_skipped = column(int)


@node_type(Row, "A third-party chart repository that a workspace imports from.")
class HelmRepository(Node):
    """A repository row."""

    name = column(str, "DNS label, unique in the workspace.")
    description = column(str)
    url = column(str, "Without credentials, whatever was entered.")
    kind = column(RepositoryKind)
    has_credentials = field(bool, resolvers.repositories.has_credentials, "Credentials are write-only.")
    sync_period = column(int, "Seconds between syncs; 0: only on demand; else 180 at least.")
    state = column(SyncState)
    state_message = column(str | None, "The last failure's reason in words; null after a success.")
    last_synced_at = column(datetime | None)
    syncs = field(Connection[RepositorySync], resolvers.repositories.syncs, "Newest first.")
    charts = field(Connection[RepositoryChart], resolvers.repositories.charts)
    chart = field(RepositoryChart | None, resolvers.repositories.chart)
    created_at = column(datetime)
    revision = column(int)
