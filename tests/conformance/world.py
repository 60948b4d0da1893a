"""The store that the corpus asks about, the same to the last byte each time, and the people who ask.

acme     emqx    every field has something; one version in each state; in the store as `EMQ X`, changed since
         redis   nothing has anything that need not; a draft, never submitted
         kafka   suspended as a whole, listed no more
         ghost   deleted
other    emqx    equal names in two workspaces; submitted
         nginx   in the store, with nothing that need not be
dark     secret  a workspace that few know
gone             deleted, with an app in it

Third-party repositories are in tests/conformance/repositories.py, keys and what is signed in signing.py.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.lifecycle import VersionState
from domain.semver import sort_key
from policies.principal import Assumed, Principal, anonymous, narrowed
from policies.vocabulary import BUILTIN_ROLES, Permission
from services.principals import builtin_permissions
from storage.database import Database
from tests.calls import principal_by_id
from tests.conformance.naming import HARD, at, digest, global_id, row_id
from tests.conformance.repositories import repositories
from tests.conformance.rows import put
from tests.conformance.signing import TEXT, signing

PEOPLE = {
    "admin": "platform-admin",
    "manager": "workspace-manager",
    "reviewer": "app-reviewer",
    "dev": "platform-regular",
    "vera": "platform-regular",
    "tess": "platform-regular",
    "nobody": "platform-regular",
    "left": "platform-regular",
}
MEMBERS = (
    ("acme", "admin", "workspace-admin"),
    ("acme", "dev", "workspace-developer"),
    ("acme", "vera", "workspace-viewer"),
    ("acme", "tess", "tester"),
    ("other", "dev", "workspace-viewer"),
    ("dark", "left", "workspace-admin"),
)
CHART = {
    "apiVersion": "v2",
    "name": "emqx",
    "version": "4.0.0",
    "appVersion": "4.0.0-beta",
    "kubeVersion": ">=1.20.0-0",
    "type": "library",
    "description": HARD,
    "home": "https://emqx.example",
    "sources": ["https://git.example/emqx", HARD],
    "keywords": ["mqtt", ""],
    "maintainers": [{"name": "Ann", "email": "ann@example.com", "url": "https://ann.example"}, {"name": HARD}, {}],
    "icon": "https://emqx.example/icon.png",
    "deprecated": True,
    "annotations": {"b": "2", "a": HARD, "": ""},
    "dependencies": [
        {
            "name": "common",
            "version": "1.x",
            "repository": "https://charts.example",
            "condition": "common.enabled",
            "tags": ["base", "x"],
            "alias": "shared",
        },
        {"name": "bare", "version": "*"},
    ],
}
SCHEMA = {"type": "object", "properties": {"n": {"minimum": -1.5e-7, "maximum": 9007199254740993}}, "$": [None, True]}
SHOWN = {
    "display_name": f"EMQ X {HARD}",
    "summary": "MQTT broker",
    "description": f"Scalable **messaging**.\n{HARD}",
    "home": "https://emqx.example",
    "keywords": ["mqtt", "", "NULL", 'a,"b"', "{c}", HARD],
    "sources": ["https://git.example/emqx"],
    "maintainers": [{"name": "Ann", "email": "ann@example.com", "url": None}, {"name": HARD}],
}


PUBLISHED = {"summary": "MQTT broker as published", "downloads": 2**31}
"""Of these, what the store shows otherwise; more downloads than GraphQL's Int can say."""


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of the store, by table."""
    return _people() | _packages() | _apps() | _reviews() | {"audit_event": _events()} | repositories() | signing()


def _people() -> dict[str, list[dict[str, Any]]]:
    held = builtin_permissions()
    roles = [
        {
            "id": row_id(role.name),
            "name": role.name,
            "display_name": role.display_name,
            "description": role.description,
            "scope": role.scope.value,
            "builtin": True,
            "permissions": sorted(held[role.name]),
        }
        for role in BUILTIN_ROLES
    ]
    own = {"scope": "WORKSPACE", "permissions": ["TEMPLATES_READ", "A_WORD_OF_THE_PAST", "AUDIT_READ"]}
    return {
        "workspace": [
            _named("acme", 0, display_name="Acme Inc.", description=f"Makes brokers. {HARD}", revision=2**31 - 1),
            _named("other", 0, display_name="Other"),
            _named("dark", 2),
            _named("gone", 3, deleted_at=at(4)),
        ],
        "role": [
            *roles,
            {"id": row_id("tester"), "workspace_id": row_id("acme"), "name": "tester", "display_name": HARD, **own},
            {"id": row_id("auditor"), "name": "auditor", "scope": "PLATFORM", "permissions": ["AUDIT_READ"]},
        ],
        "app_user": [
            {
                "id": row_id(name),
                "username": name,
                "display_name": HARD if name == "vera" else name.title(),
                "email": "" if name == "vera" else f"{name}@example.com",
                "platform_role_id": row_id(role),
                "disabled": name == "left",
                "created_at": at(0),
            }
            for name, role in PEOPLE.items()
        ],
        "membership": [
            {
                "id": row_id(f"{workspace}/{user}"),
                "workspace_id": row_id(workspace),
                "user_id": row_id(user),
                "role_id": row_id(role),
                "created_at": at(number // 2),
            }
            for number, (workspace, user, role) in enumerate(MEMBERS)
        ],
        "session": [
            _session("dev"),
            _session("reviewer"),
            _session("dev in acme", parent="dev", role="workspace-developer", workspace="acme"),
            _session("reviewing", user="reviewer", parent="reviewer", role="app-reviewer"),
        ],
        "api_token": [
            _token("ci", permissions=["TEMPLATES_READ", "A_WORD_OF_THE_PAST"], workspace_id=row_id("acme")),
            _token("all", last_used_at=at(1), expires_at=datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
            _token("none", permissions=[], workspace_id=row_id("gone")),
        ],
    }


def _session(name: str, parent: str | None = None, **narrowed: str) -> dict[str, Any]:
    references = {f"{key}_id": row_id(value) for key, value in narrowed.items() if key != "user"}
    parent_id = None if parent is None else row_id(f"session {parent}")
    user_id = row_id(narrowed.get("user", name if parent is None else parent))
    blank = {"role_id": None, "workspace_id": None}
    made = {"id": row_id(f"session {name}"), "user_id": user_id, "parent_id": parent_id, "expires_at": at(24 * 365)}
    return {**made, **blank, **references}


def _token(name: str, **columns: Any) -> dict[str, Any]:
    made = {"id": row_id(f"token {name}"), "user_id": row_id("admin"), "name": name, "prefix": f"chy_{name}"}
    return {**made, "secret_hash": name.encode(), "created_at": at(5), **columns}


def _named(name: str, hours: float, **columns: Any) -> dict[str, Any]:
    return {"id": row_id(name), "name": name, "created_at": at(hours), "updated_at": at(hours), **columns}


def _packages() -> dict[str, list[dict[str, Any]]]:
    texts = {11: f"# EMQ X\n{HARD}", 12: "replicas: 1\n", 13: "", 14: TEXT}
    sizes = {1: 100, 2: 200, 3: 300, 4: 400, 5: 2**31 - 1}
    return {
        "blob": [{"digest": digest(n), "size": size, "content_type": "x/y"} for n, size in sizes.items()],
        "text_blob": [{"digest": digest(n), "text": text} for n, text in texts.items()],
        "package": [
            {
                "digest": digest(1),
                "size": 100,
                "chart_name": "emqx",
                "chart_version": "4.0.0",
                "chart": CHART,
                "readme_digest": digest(11),
                "values_digest": digest(12),
                "values_schema": SCHEMA,
            },
            {"digest": digest(5), "size": 2**31 - 1, "chart": {"annotations": None}, "values_digest": digest(13)},
        ],
        "package_file": [
            {"package_digest": digest(1), "path": path, "size": size, "text_digest": text}
            for path, size, text in (
                ("values.yaml", 12, digest(12)),
                ("README.md", 40, digest(11)),
                ("logo.bin", 9, None),
                (f"{HARD}.txt", 0, digest(13)),
            )
        ],
        "image": [
            {"digest": digest(n), "content_type": "image/png", "size": n * 100, "width": n, "height": n * 2}
            for n in (2, 3, 4)
        ],
    }


def _apps() -> dict[str, list[dict[str, Any]]]:
    return {
        "category": [
            {"id": row_id("uncategorized"), "name": "uncategorized", "display_name": "Uncategorized"},
            {
                "id": row_id("messaging"),
                "name": "messaging",
                "display_name": "Messaging",
                "description": HARD,
                "icon": "mail",
            },
            {"id": row_id("empty"), "name": "empty"},
        ],
        "template": [
            _template("acme", "emqx", 0, state="ACTIVE", first_submitted_at=at(0), icon_digest=digest(2), **SHOWN),
            _template("acme", "redis", 1, category_id=row_id("uncategorized"), created_by=None),
            _template("acme", "kafka", 1, state="SUSPENDED", first_submitted_at=at(0), suspended_at=at(2)),
            _template("acme", "ghost", 2, first_submitted_at=at(0), deleted_at=at(3)),
            _template("other", "emqx", 2, first_submitted_at=at(0)),
            _template("other", "nginx", 3, state="ACTIVE", first_submitted_at=at(0)),
            _template("dark", "secret", 4, display_name="Secret broker"),
            _template("gone", "relic", 5, first_submitted_at=at(0), deleted_at=at(6)),
        ],
        "template_screenshot": [_shot("template_id", "acme/emqx", place, n) for place, n in enumerate((4, 3, 4))],
        "version": _versions(),
        "store_app": [
            _store_app("acme", "emqx", 10, **{**SHOWN, **PUBLISHED}, icon_digest=digest(3)),
            _store_app("other", "nginx", 10, downloads=7),
            _store_app("acme", "kafka", 12, listed=False),
        ],
        "store_screenshot": [_shot("store_app_id", "store acme/emqx", place, n) for place, n in enumerate((4, 3))],
    }


def _template(workspace: str, name: str, hours: float, **columns: Any) -> dict[str, Any]:
    made = _named(f"{workspace}/{name}", hours, workspace_id=row_id(workspace), category_id=row_id("messaging"))
    return {**made, "name": name, "created_by": row_id("dev"), "maintainers": [], **columns}


def _store_app(workspace: str, name: str, hours: float, **columns: Any) -> dict[str, Any]:
    made = {"id": row_id(f"store {workspace}/{name}"), "template_id": row_id(f"{workspace}/{name}"), "name": name}
    place = {"workspace_id": row_id(workspace), "category_id": row_id("messaging"), "maintainers": []}
    return {**made, **place, "published_at": at(hours), "updated_at": at(hours), **columns}


def _shot(column: str, owner: str, position: int, image: int) -> dict[str, Any]:
    return {column: row_id(owner), "position": position, "image_digest": digest(image)}


def _versions() -> list[dict[str, Any]]:
    emqx = [
        _version("acme/emqx", f"4.{number}.0", state.value, number)
        for number, state in enumerate(VersionState)
        if state is not VersionState.ACTIVE
    ]
    more = {"app_version": HARD, "description": f"First. {HARD}", "uploaders": [], "review_id": row_id("review passed")}
    more["downloads"] = 2**40
    return [
        *emqx,
        _version("acme/emqx", "4.0.0+b1", "ACTIVE", 0, **more),
        _version("acme/emqx", "4.0.0-rc.1", "ACTIVE", 0, created_by=None, package_digest=digest(5)),
        _version("acme/emqx", "9.0.0", "DRAFT", 9, deleted_at=at(9)),
        _version("acme/redis", "1.0.0", "DRAFT", 1, first_submitted_at=None),
        _version("acme/kafka", "2.0.0", "SUSPENDED", 2, state_message=HARD, hidden_by_template=True),
        _version("other/emqx", "v1.0.0", "SUBMITTED", 3, review_id=row_id("review other")),
        _version("other/nginx", "1.0.0", "ACTIVE", 4, package_digest=digest(5)),
        _version("dark/secret", "0.1.0", "DRAFT", 5, first_submitted_at=None),
        _version("gone/relic", "0.1.0", "SUBMITTED", 5, deleted_at=at(6), review_id=row_id("review gone")),
    ]


def _version(template: str, version: str, state: str, hours: float, **columns: Any) -> dict[str, Any]:
    pending = {"SUBMITTED": "review open", "IN_REVIEW": "review business", "PASSED": "review passed"}
    made = _named(f"{template} {version}", hours, template_id=row_id(template), version=version, state=state)
    made |= {"workspace_id": row_id(template.partition("/")[0]), "package_digest": digest(1)}
    made |= {"sort_key": sort_key(version), "first_submitted_at": at(0), "state_changed_at": at(hours)}
    made |= {"created_by": row_id("dev"), "uploaders": [row_id("dev")]}
    review = pending.get(state)
    del made["name"]
    return {**made, **({"review_id": row_id(review)} if review else {}), **columns}


def _reviews() -> dict[str, list[dict[str, Any]]]:
    return {
        "review": [
            _review("review passed", "acme/emqx 4.3.0", "PASSED", 1, decided_at=at(2)),
            _review("review rejected", "acme/emqx 4.2.0", "REJECTED", 1, decided_at=at(2), submitted_by=None),
            _review("review open", "acme/emqx 4.1.0", "SUBMITTED", 3),
            _review("review business", "acme/emqx 4.2.0", "IN_REVIEW", 4, uploaders=[]),
            _review("review withdrawn", "acme/emqx 4.0.0", "WITHDRAWN", 4, submitted_by=row_id("left")),
            _review("review other", "other/emqx v1.0.0", "SUBMITTED", 5, template_name=HARD, publisher_name="was"),
            _review("review gone", "gone/relic 0.1.0", "SUBMITTED", 6),
        ],
        "review_phase": [
            _phase("review passed", 0, "TECHNICAL", "PASSED", reviewer_id=row_id("reviewer"), message=HARD),
            _phase("review rejected", 0, "TECHNICAL", "REJECTED", reviewer_id=row_id("left"), decided_at=at(2)),
            _phase("review open", 0, "ISV", "PENDING"),
            _phase("review open", 1, "BUSINESS", "PENDING"),
            _phase("review open", 2, "TECHNICAL", "PENDING"),
            _phase("review business", 0, "ISV", "PASSED", started_at=at(1), decided_at=at(2)),
            _phase("review business", 1, "BUSINESS", "IN_REVIEW", reviewer_id=row_id("reviewer"), started_at=at(3)),
            _phase("review business", 2, "TECHNICAL", "PENDING"),
            _phase("review other", 0, "TECHNICAL", "PENDING"),
        ],
    }


def _review(name: str, version: str, state: str, hours: float, **columns: Any) -> dict[str, Any]:
    template, _, number = version.partition(" ")
    workspace, _, app = template.partition("/")
    made = {"id": row_id(name), "version_id": row_id(version), "template_id": row_id(template), "state": state}
    made |= {"workspace_id": row_id(workspace), "template_name": app, "version_name": number}
    made |= {"publisher_name": workspace, "publisher_display_name": f"{workspace} as it was"}
    made |= {"package_digest": digest(1), "submitted_by": row_id("dev"), "uploaders": [row_id("dev")]}
    return {**made, "submitted_at": at(hours), **columns}


def _phase(review: str, position: int, name: str, state: str, **columns: Any) -> dict[str, Any]:
    return {"review_id": row_id(review), "position": position, "name": name, "state": state, **columns}


def _events() -> list[dict[str, Any]]:
    subject, elsewhere = global_id("ver", "acme/emqx 4.0.0+b1"), global_id("usr", "dev")
    first, past = datetime(1, 1, 1, microsecond=1, tzinfo=UTC), {"actor": "system", "message": HARD}
    return [
        _event("submit", at(0), "version.submit", subject, "acme", from_state="DRAFT", to_state="SUBMITTED"),
        _event("start", at(1), "version.start_review", subject, "acme", message=HARD),
        _event("pass", at(1), "version.pass", subject, "acme", actor="reviewer", to_state="PASSED"),
        _event("create user", at(2), "user.create", elsewhere, None, actor="admin"),
        _event("first of all", first, "template.create", global_id("tpl", "dark/secret"), "dark", **past),
        _event("in what is gone", at(3), "version.submit", global_id("ver", "gone/relic 0.1.0"), "gone"),
    ]


def _event(
    name: str, moment: datetime, action: str, subject: str, workspace: str | None, **columns: Any
) -> dict[str, Any]:
    made = {"id": row_id(f"event {name}"), "at": moment, "actor": "dev", "action": action, "subject": subject}
    place = None if workspace is None else row_id(workspace)
    return {**made, "subject_name": f"the {name}", "workspace_id": place, **columns}


async def build_world(database: Database) -> None:
    """Puts the store into an empty database."""
    await put(database, rows())


async def callers(database: Database) -> Mapping[str, Principal]:
    """Those who ask, by name, with what they hold now."""
    known = {name: await principal_by_id(database, row_id(name)) for name in PEOPLE if name != "left"}
    narrow = frozenset({Permission.TEMPLATES_READ, Permission.WORKSPACES_READ, Permission.STORE_READ})
    return {
        **known,
        "token": narrowed(known["admin"], narrow, row_id("acme")),
        "blind-token": narrowed(known["admin"], frozenset(), None),
        "assumed": _assumed(known["dev"], "dev in acme", "workspace-developer", "acme"),
        "assumed-on-platform": _assumed(known["reviewer"], "reviewing", "app-reviewer", None),
        "anonymous": anonymous(store_public=True),
        "locked-out": anonymous(store_public=False),
    }


def _assumed(person: Principal, session: str, role: str, workspace: str | None) -> Principal:
    place = None if workspace is None else row_id(workspace)
    cut = replace(person, workspaces={}) if place is None else narrowed(person, None, place)
    return replace(cut, assumed=Assumed(row_id(role), place), session_id=row_id(f"session {session}"))
