"""How the fields of third-party repositories come from tables."""

from domain.ids import Kind
from engine.catalog.declare import Asking, Key, One, Page, Row, Type
from engine.catalog.leaves import (
    either,
    flag,
    global_id,
    moment,
    moment_or_null,
    number,
    text,
    text_or_null,
    texts,
    word,
)
from engine.catalog.lists import by, by_argument, name_key, of_parent, time_key
from engine.sql import Fragment, sql
from policies.predicate import Thing

ORDERS: dict[str, tuple[Key, ...]] = {"NAME": (name_key("name"),)}
SYNC_ORDERS: dict[str, tuple[Key, ...]] = {"STARTED_AT": (time_key("started_at"),)}
VERSION_ORDERS: dict[str, tuple[Key, ...]] = {"VERSION": (name_key("sort_key"),)}


def document(row: Row) -> Fragment:
    """What repositories are found by: also by the single words of their URLs."""
    return sql(
        "to_tsvector('simple', {name} || ' ' || {description} || ' ' || {url} || ' ' || "
        "translate({url}, '/.:-_?=&', '        '))",
        name=row["name"],
        description=row["description"],
        url=row["url"],
    )


def _document_of_chart(row: Row) -> Fragment:
    return sql(
        "to_tsvector('simple', {name} || ' ' || array_to_string({keywords}, ' ') || ' ' || {description})",
        name=row["name"],
        keywords=row["keywords"],
        description=row["description"],
    )


def _is_sealed(row: Row, _: Asking) -> Fragment:
    return sql("{credentials} IS NOT NULL", credentials=row["credentials"])


TYPES = {
    "HelmRepository": Type(
        table="repository",
        thing=Thing.REPOSITORY,
        kind=Kind.REPOSITORY,
        fields={
            "id": global_id(Kind.REPOSITORY),
            "name": text("name"),
            "description": text("description", 4000),
            "url": text("url", 8000),
            "kind": word("kind"),
            "hasCredentials": either(_is_sealed),
            "syncPeriod": number("sync_period"),
            "state": word("state"),
            "stateMessage": text_or_null("state_message", 8000),
            "lastSyncedAt": moment_or_null("last_synced_at"),
            "syncs": Page(
                tag="HelmRepository.syncs",
                type="RepositorySync",
                orders=SYNC_ORDERS,
                default=("STARTED_AT", True),
                match=of_parent("repository_id"),
            ),
            "charts": Page(
                tag="HelmRepository.charts",
                type="RepositoryChart",
                orders=ORDERS,
                default=("NAME", False),
                match=of_parent("repository_id"),
                document=_document_of_chart,
            ),
            "chart": One("RepositoryChart", by_argument("name", "name", ("repository_id", "id"))),
            "createdAt": moment("created_at"),
            "revision": number("revision"),
        },
    ),
    "RepositorySync": Type(
        table="repository_sync",
        thing=Thing.REPOSITORY_SYNC,
        fields={
            "state": word("state"),
            "startedAt": moment("started_at"),
            "finishedAt": moment_or_null("finished_at"),
            "message": text_or_null("message", 8000),
            "chartsAdded": number("charts_added"),
            "chartsRemoved": number("charts_removed"),
            "versionsAdded": number("versions_added"),
            "versionsChanged": number("versions_changed"),
            "versionsRemoved": number("versions_removed"),
            "entriesSkipped": number("entries_skipped"),
        },
    ),
    "RepositoryChart": Type(
        table="repository_chart",
        thing=Thing.REPOSITORY_CHART,
        kind=Kind.REPOSITORY_CHART,
        fields={
            "id": global_id(Kind.REPOSITORY_CHART),
            "name": text("name", 1000),
            "description": text("description", 40_000),
            "icon": text_or_null("icon", 8000),
            "home": text("home", 8000),
            "keywords": texts("keywords"),
            "deprecated": flag("deprecated"),
            "versions": Page(
                tag="RepositoryChart.versions",
                type="RepositoryChartVersion",
                orders=VERSION_ORDERS,
                default=("VERSION", True),
                match=of_parent("chart_id"),
            ),
            "latestVersion": One("RepositoryChartVersion", by("id", "chart_id"), newest_by=("sort_key", "id")),
        },
    ),
    "RepositoryChartVersion": Type(
        table="repository_chart_version",
        thing=Thing.REPOSITORY_CHART_VERSION,
        kind=Kind.REPOSITORY_CHART_VERSION,
        fields={
            "id": global_id(Kind.REPOSITORY_CHART_VERSION),
            "version": text("version", 1000),
            "appVersion": text_or_null("app_version", 1000),
            "createdAt": moment_or_null("created_at"),
            "digest": text_or_null("digest"),
            "urls": texts("urls", 24_000),
        },
    ),
}
