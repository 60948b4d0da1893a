"""How the fields of users, roles and API tokens come from tables."""

from domain.ids import Kind
from engine.catalog.declare import Asking, Many, One, Row, Type, Value
from engine.catalog.leaves import end_or_null, flag, global_id, moment, moment_or_null, nullable, text, text_json, word
from engine.catalog.lists import document_of, name_key, seen
from engine.parameters import MySession, PermissionsOnPlatform
from engine.sql import Fragment, Json, bind, equal, joined, literal, sql
from policies.access import HeldOnPlatform
from policies.predicate import Thing
from policies.vocabulary import Permission

ORDERS = {"USERNAME": (name_key("username"),)}
DOCUMENT = document_of("username", "display_name")


def _email(row: Row, asking: Asking) -> Json:
    """For the user, and for holders of USERS_READ on the platform."""
    may_know = sql(
        "({id} = {me} OR {held})",
        id=row["id"],
        me=asking.me,
        held=asking.where(HeldOnPlatform(Permission.USERS_READ), row),
    )
    told = sql("CASE WHEN {may} THEN nullif({email}, '') END", may=may_know, email=row["email"])
    return (nullable(text_json(told)),)


def _known(names: Fragment) -> Fragment:
    """A JSON list of the permissions that these texts name, in the order of the enum."""
    every = sql("ARRAY[{names}]", names=joined(", ", (literal(permission.value) for permission in Permission)))
    return sql(
        """(SELECT concat('[', string_agg('"' || w.word || '"', ',' ORDER BY w.place), ']')
 FROM unnest({every}) WITH ORDINALITY AS w(word, place) WHERE w.word = ANY ({names}))""",
        every=every,
        names=names,
    )


def _permissions(row: Row, _: Asking) -> Json:
    return (_known(row["permissions"]),)


def _token_permissions(row: Row, _: Asking) -> Json:
    narrowed = row["permissions"]
    return (sql("CASE WHEN {some} IS NULL THEN 'null' ELSE {known} END", some=narrowed, known=_known(narrowed)),)


def _of_the_viewer(row: Row, _parent: Row, _arguments: object, asking: Asking) -> Fragment:
    return equal(row["user_id"], asking.me)


def _is_the_viewer(row: Row, _parent: Row, _arguments: object, asking: Asking) -> Fragment:
    return equal(row["id"], asking.me)


def _is_assumed(row: Row, *_: object) -> Fragment:
    return sql("{id} = {mine} AND {role} IS NOT NULL", id=row["id"], mine=bind(MySession()), role=row["role_id"])


TYPES = {
    "User": Type(
        table="app_user",
        thing=Thing.USER,
        kind=Kind.USER,
        fields={
            "id": global_id(Kind.USER),
            "username": text("username"),
            "displayName": text("display_name", 400),
            "email": Value(_email, 1024),
            "platformRole": seen("Role", "platform_role_id", is_nullable=False),
            "disabled": flag("disabled"),
            "createdAt": moment("created_at"),
        },
    ),
    "Role": Type(
        table="role",
        thing=Thing.ROLE,
        kind=Kind.ROLE,
        fields={
            "id": global_id(Kind.ROLE),
            "name": text("name"),
            "displayName": text("display_name", 400),
            "description": text("description", 4000),
            "scope": word("scope"),
            "builtin": flag("builtin"),
            "permissions": Value(_permissions, 1024),
        },
    ),
    "ApiToken": Type(
        table="api_token",
        thing=Thing.API_TOKEN,
        kind=Kind.API_TOKEN,
        fields={
            "id": global_id(Kind.API_TOKEN),
            "name": text("name", 400),
            "prefix": text("prefix"),
            "permissions": Value(_token_permissions, 1024),
            "workspace": seen("Workspace", "workspace_id"),
            "createdAt": moment("created_at"),
            "lastUsedAt": moment_or_null("last_used_at"),
            "expiresAt": end_or_null("expires_at"),
        },
    ),
    "AssumedRole": Type(
        table="session",
        is_fact=True,
        fields={
            "role": seen("Role", "role_id", is_nullable=False),
            "workspace": seen("Workspace", "workspace_id"),
        },
    ),
    "Viewer": Type(
        {
            "user": One("User", _is_the_viewer, is_nullable=False),
            "platformPermissions": Value(lambda _row, _asking: (bind(PermissionsOnPlatform()),), 1024),
            "assumedRole": One("AssumedRole", _is_assumed),
            "memberships": Many("Membership", _of_the_viewer, ("created_at", "id"), 1000),
            "apiTokens": Many("ApiToken", _of_the_viewer, ("created_at", "id"), 1000),
        }
    ),
}
