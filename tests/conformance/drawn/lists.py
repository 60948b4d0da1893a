"""Cursors of every list, made of the rows of a store by hand: what the contract's cursors hold, told once more."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.calls import SIGNING


class Listed(NamedTuple):
    """Of a list: its tag, the table of its rows, the columns of its orders, and the order that it has by itself."""

    tag: str
    table: str
    orders: Mapping[str, str]
    default: tuple[str, str]


_MADE = {"CREATED_AT": "created_at"}
_CHANGED = {**_MADE, "UPDATED_AT": "updated_at"}
_SHOWN = {"PUBLISHED_AT": "published_at", "UPDATED_AT": "updated_at", "DOWNLOADS": "downloads"}
_VERSION = {"VERSION": "sort_key created_at"}
_SUBMITTED = {"SUBMITTED_AT": "submitted_at"}
_BEGUN = {"STARTED_AT": "started_at"}
_OF_A_CHART = ("repository_chart_version", {"VERSION": "sort_key"})
LISTS = {
    "Query.workspaces": Listed("workspaces", "workspace", {"NAME": "name", **_MADE}, ("NAME", "ASC")),
    "Query.users": Listed("users", "app_user", {"USERNAME": "username"}, ("USERNAME", "ASC")),
    "Query.reviews": Listed("reviews", "review", _SUBMITTED, ("SUBMITTED_AT", "ASC")),
    "Query.auditEvents": Listed("auditEvents", "audit_event", {"AT": "at"}, ("AT", "DESC")),
    "Query.templates": Listed("templates", "template", {"NAME": "name", **_CHANGED}, ("NAME", "ASC")),
    "Query.storeApps": Listed("storeApps", "store_app", {"NAME": "name", **_SHOWN}, ("PUBLISHED_AT", "DESC")),
    "Workspace.members": Listed("Workspace.members", "membership", _MADE, ("CREATED_AT", "ASC")),
    "Workspace.templates": Listed("Workspace.templates", "template", {"NAME": "name", **_CHANGED}, ("NAME", "ASC")),
    "AppTemplate.versions": Listed("AppTemplate.versions", "version", {**_VERSION, **_MADE}, ("VERSION", "DESC")),
    "StoreApp.versions": Listed("StoreApp.versions", "version", _VERSION, ("VERSION", "DESC")),
    "AppVersion.reviews": Listed("AppVersion.reviews", "review", _SUBMITTED, ("SUBMITTED_AT", "DESC")),
    "Workspace.repositories": Listed("Workspace.repositories", "repository", {"NAME": "name"}, ("NAME", "ASC")),
    "HelmRepository.charts": Listed("HelmRepository.charts", "repository_chart", {"NAME": "name"}, ("NAME", "ASC")),
    "HelmRepository.syncs": Listed("HelmRepository.syncs", "repository_sync", _BEGUN, ("STARTED_AT", "DESC")),
    "RepositoryChart.versions": Listed("RepositoryChart.versions", *_OF_A_CHART, ("VERSION", "DESC")),
    "AppVersion.audit": Listed("AppVersion.audit", "audit_event", {"AT": "at"}, ("AT", "DESC")),
}


def cursor_of(listed: Listed, row: Mapping[str, Any], by: str, direction: str) -> str:
    """The cursor of the row in the list in this order."""
    keys = (_key(row[column]) for column in listed.orders[by].split())
    payload = [f"{listed.tag}:{by}:{direction}", *keys, str(row["id"])]
    return SIGNING.sign_cursor(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())


def _key(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
    return value
