"""How the fields of versions come from tables."""

from collections.abc import Iterable

from domain.ids import Kind
from domain.lifecycle import VersionAction, VersionState, legal_actions
from engine.catalog.declare import Asking, Key, One, Page, Row, Type, Value
from engine.catalog.leaves import count, global_id, list_json, moment, number, text, text_or_null, word
from engine.catalog.lists import by, by_argument, name_key, of_parent, seen, time_key
from engine.catalog.packages import CHART, FILES, PACKAGE, README, VALUES, VALUES_SCHEMA
from engine.catalog.provenance import PROVENANCE, SIGNED
from engine.sql import Fragment, Json, all_of, joined, literal, sql
from policies.access import Held
from policies.predicate import Thing
from services.actions import INTO_STORE, PHASE_BEFORE, PHASE_PERMISSIONS, REVIEWING, VERSION_PERMISSIONS

ORDERS: dict[str, tuple[Key, ...]] = {
    "VERSION": (name_key("sort_key"), time_key("created_at")),
    "CREATED_AT": (time_key("created_at"),),
}
NEWEST = ("sort_key", "created_at", "id")


def _viewer_actions(row: Row, asking: Asking) -> Json:
    """As services.actions.version_actions: by the version's state, in the order of the lifecycle's table."""
    cases = (
        sql("WHEN {state} THEN {actions}", state=literal(state.value), actions=_possible(row, asking, state))
        for state in VersionState
    )
    return list_json(sql("CASE {state} {cases} END", state=row["state"], cases=joined(" ", cases)))


def _possible(row: Row, asking: Asking, state: VersionState) -> Fragment:
    actions = (
        sql("CASE WHEN {may} THEN {action} END", may=_may(row, asking, action), action=literal(f'"{action.value}"'))
        for action in legal_actions(state)
    )
    return sql("concat_ws(',', {actions})", actions=joined(", ", actions))


def _may(row: Row, asking: Asking, action: VersionAction) -> Fragment:
    if action in REVIEWING:
        return _may_review(row, asking, action)
    conditions = [asking.where(Held((VERSION_PERMISSIONS[action],)), row)]
    if action in INTO_STORE:
        conditions.append(
            sql(
                "NOT EXISTS (SELECT FROM template x WHERE x.id = {id} AND x.suspended_at IS NOT NULL)",
                id=row["template_id"],
            )
        )
    return all_of(conditions)


def _may_review(row: Row, asking: Asking, action: VersionAction) -> Fragment:
    """The phase that is due waits for this, its permission is held, and the review is not of the caller's own."""
    review = Row("x")
    return sql(
        """EXISTS (SELECT FROM review x, LATERAL (SELECT y.name, y.state FROM review_phase y
 WHERE y.review_id = x.id AND y.state <> 'PASSED' ORDER BY y.position LIMIT 1) due
 WHERE x.id = {review} AND due.state = {before} AND ({allowed})
 AND (x.submitted_by = {me}) IS NOT TRUE AND NOT {me} = ANY (x.uploaders))""",
        review=row["review_id"],
        before=literal(PHASE_BEFORE[action].value),
        allowed=joined(" OR ", _phases(review, asking)),
        me=asking.me,
    )


def _phases(review: Row, asking: Asking) -> Iterable[Fragment]:
    for phase, permission in PHASE_PERMISSIONS.items():
        held = asking.where(Held((permission,)), review)
        yield sql("(due.name = {phase} AND {held})", phase=literal(phase.value), held=held)


TYPES = {
    "AppVersion": Type(
        table="version",
        thing=Thing.VERSION,
        kind=Kind.VERSION,
        fields={
            "id": global_id(Kind.VERSION),
            "template": seen("AppTemplate", "template_id"),
            "storeApp": One("StoreApp", by("template_id", "template_id")),
            "version": text("version"),
            "appVersion": text_or_null("app_version", 1000),
            "description": text("description", 40_000),
            "state": word("state"),
            "stateMessage": text_or_null("state_message", 8000),
            "stateChangedAt": moment("state_changed_at"),
            "package": PACKAGE,
            "signed": SIGNED,
            "provenance": PROVENANCE,
            "chart": CHART,
            "readme": README,
            "values": VALUES,
            "valuesSchema": VALUES_SCHEMA,
            "files": FILES,
            "file": One("ChartFile", by_argument("path", "path", ("package_digest", "package_digest"))),
            "reviews": Page(
                tag="AppVersion.reviews",
                type="Review",
                orders={"SUBMITTED_AT": (time_key("submitted_at"),)},
                default=("SUBMITTED_AT", True),
                match=of_parent("version_id"),
            ),
            "review": seen("Review", "review_id"),
            "audit": Page(
                tag="AppVersion.audit",
                type="AuditEvent",
                orders={"AT": (time_key("at"),)},
                default=("AT", True),
                match=lambda row, version, *_: sql(
                    "{subject} = {prefix} || {id}::text",
                    subject=row["subject"],
                    prefix=literal(f"{Kind.VERSION.value}_"),
                    id=version["id"],
                ),
            ),
            "downloads": count("downloads"),
            "createdBy": seen("User", "created_by"),
            "createdAt": moment("created_at"),
            "updatedAt": moment("updated_at"),
            "revision": number("revision"),
            "viewerActions": Value(_viewer_actions),
        },
    )
}
