"""How the fields of reviews and of the audit log come from tables."""

from domain.ids import Kind
from engine.catalog.declare import Asking, Filter, Inline, Key, Many, Row, Type
from engine.catalog.leaves import global_id, moment, moment_or_null, text, text_or_null, word
from engine.catalog.lists import document_of, equals, in_workspace_named, of_parent, one_of, seen, time_key
from engine.parameters import Moment, Text
from engine.sql import Fragment, bind, sql
from policies.access import Seen
from policies.predicate import Thing

ORDERS: dict[str, tuple[Key, ...]] = {"SUBMITTED_AT": (time_key("submitted_at"),)}
DOCUMENT = document_of("template_name", "version_name", "publisher_name", "publisher_display_name")
FILTERS: dict[str, Filter] = {"states": one_of("state"), "workspace": in_workspace_named}


def _publisher(row: Row, _: Asking) -> dict[str, Fragment]:
    """The face that the workspace had at submission."""
    return {"name": row["publisher_name"], "display_name": row["publisher_display_name"]}


def _in_visible_workspace(row: Row, name: object, asking: Asking) -> Fragment:
    """Events of the visible workspace of that name; of any other name there are none."""
    workspace = Row("w")
    return sql(
        "{column} = (SELECT w.id FROM workspace w WHERE w.name = {name} AND {live} AND {seen})",
        column=row["workspace_id"],
        name=bind(Text(name)),  # type: ignore[arg-type]  # the planner gives texts as what is read later
        live=asking.live("workspace", workspace),
        seen=asking.where(Seen(Thing.WORKSPACE), workspace),
    )


AUDIT_ORDERS: dict[str, tuple[Key, ...]] = {"AT": (time_key("at"),)}
AUDIT_FILTERS: dict[str, Filter] = {
    "workspace": _in_visible_workspace,
    "subject": equals("subject"),
    "actor": equals("actor"),
    "action": equals("action"),
    "since": lambda row, value, _: sql("{at} >= {since}", at=row["at"], since=bind(Moment(value))),
    "until": lambda row, value, _: sql("{at} < {until}", at=row["at"], until=bind(Moment(value))),
}

TYPES = {
    "Review": Type(
        table="review",
        thing=Thing.REVIEW,
        kind=Kind.REVIEW,
        fields={
            "id": global_id(Kind.REVIEW),
            "version": seen("AppVersion", "version_id", is_nullable=False),
            "templateName": text("template_name"),
            "versionName": text("version_name"),
            "publisher": Inline("Publisher", _publisher),
            "state": word("state"),
            "submittedBy": seen("User", "submitted_by"),
            "submittedAt": moment("submitted_at"),
            "decidedAt": moment_or_null("decided_at"),
            "phases": Many("ReviewPhase", of_parent("review_id"), ("position",), 3),
        },
    ),
    "ReviewPhase": Type(
        table="review_phase",
        is_fact=True,
        fields={
            "name": word("name"),
            "state": word("state"),
            "reviewer": seen("User", "reviewer_id"),
            "startedAt": moment_or_null("started_at"),
            "decidedAt": moment_or_null("decided_at"),
            "message": text_or_null("message", 8000),
        },
    ),
    "AuditEvent": Type(
        table="audit_event",
        thing=Thing.AUDIT_EVENT,
        kind=Kind.AUDIT_EVENT,
        fields={
            "id": global_id(Kind.AUDIT_EVENT),
            "at": moment("at"),
            "actor": text("actor"),
            "action": text("action"),
            "subject": text("subject"),
            "subjectName": text("subject_name", 1000),
            "workspace": seen("Workspace", "workspace_id"),
            "fromState": text_or_null("from_state"),
            "toState": text_or_null("to_state"),
            "message": text_or_null("message", 8000),
        },
    ),
}
