"""A small store, made row by row, in which every field of every type has something to show; and callers to look at it.

acme     emqx      4.0.0 ACTIVE, 4.0.1 SUSPENDED, 4.1.0-rc.1 IN_REVIEW, 5.0.0 DRAFT; in the store
         redis     1.0.0 DRAFT, never submitted
other    nginx     2.0.0 SUBMITTED
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.ids import Kind, encode_id
from domain.semver import sort_key
from policies.principal import Principal, anonymous
from policies.vocabulary import BUILTIN_ROLES, Permission
from schema.build import build_schema
from services.call import Call
from services.principals import builtin_permissions
from storage.database import Database
from storage.tables import (
    ApiToken,
    AuditEvent,
    Blob,
    Category,
    Image,
    Membership,
    Package,
    PackageFile,
    Provenance,
    Review,
    ReviewPhase,
    Role,
    SigningKey,
    StoreApp,
    StoreScreenshot,
    Template,
    TemplateScreenshot,
    TextBlob,
    User,
    Version,
    Workspace,
)
from tests.calls import call_as
from tests.resolvers.naming import START, digest
from tests.resolvers.repositories import repositories_of

SCHEMA = build_schema()
CHART = {
    "apiVersion": "v2",
    "name": "emqx",
    "version": "4.0.0",
    "appVersion": "4.0.0",
    "kubeVersion": ">=1.20.0",
    "type": "application",
    "description": "A broker",
    "home": "https://emqx.example",
    "sources": ["https://git.example/emqx"],
    "keywords": ["mqtt"],
    "maintainers": [{"name": "Ann", "email": "ann@example.com", "url": "https://ann.example"}],
    "icon": "https://emqx.example/icon.png",
    "deprecated": True,
    "annotations": {"category": "iot"},
    "dependencies": [
        {
            "name": "common",
            "version": "1.x",
            "repository": "https://charts.example",
            "condition": "common.enabled",
            "tags": ["base"],
            "alias": "shared",
        }
    ],
}


PROOF = "-----BEGIN PGP SIGNED MESSAGE-----"


@dataclass(slots=True)
class World:
    """The rows by readable names, and the database that they are in."""

    database: Database
    rows: dict[str, Any] = field(default_factory=dict)

    def id(self, name: str) -> UUID:
        """A row's id."""
        found: UUID = self.rows[name].id
        return found

    def gid(self, kind: Kind, name: str) -> str:
        """A row's global id."""
        return encode_id(kind, self.id(name))

    def admin(self) -> Call:
        """A call by the platform-admin, a member of acme too."""
        return call_as(self.database, Principal(self.id("admin"), "admin", frozenset(Permission)))

    def developer(self) -> Call:
        """A call by the workspace-developer of acme."""
        return self.as_member("dev", "acme", "workspace-developer")

    def reviewer(self) -> Call:
        """A call by an app-reviewer, in no workspace."""
        return call_as(self.database, Principal(self.id("reviewer"), "reviewer", builtin_permissions()["app-reviewer"]))

    def as_member(self, user: str, workspace: str, role: str) -> Call:
        """A call by a regular user who holds a built-in role in one workspace."""
        held = MappingProxyType({self.id(workspace): builtin_permissions()[role]})
        return call_as(self.database, Principal(self.id(user), user, builtin_permissions()["platform-regular"], held))

    def anonymous(self, store_public: bool = True) -> Call:
        """A call by nobody."""
        return call_as(self.database, anonymous(store_public))

    async def add(self, *rows: Any) -> None:
        """Puts further rows into the database, in this order."""
        async with self.database.write() as tx:
            for row in rows:
                tx.add(row)
                await tx.flush()


async def run(call: Call, query: str, **variables: Any) -> dict[str, Any]:
    """The data of a query that must not fail."""
    result = await SCHEMA.execute(query, variable_values=variables, context_value=call)
    await call.reader.close()
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data


async def errors_of(call: Call, query: str, **variables: Any) -> list[Any]:
    """The errors of a query that must fail."""
    result = await SCHEMA.execute(query, variable_values=variables, context_value=call)
    await call.reader.close()
    assert result.errors
    return list(result.errors)


@asynccontextmanager
async def open_world(database_url: str) -> AsyncIterator[World]:
    """The store in this empty database, as long as it is used."""
    database = Database(database_url, pool_size=3)
    try:
        yield await build_world(database)
    finally:
        await database.close()


async def build_world(database: Database) -> World:
    """The store of this module's docstring, in an empty database."""
    world = World(database)
    for rows in (_people(), _packages()):
        await _put(world, rows)
    await _put(world, _tenants(world))
    await _put(world, _apps(world))
    await _put(world, _proofs(world))
    await _put(world, _reviews(world))
    await _put(world, _traces(world))
    await _put(world, repositories_of(world.id("acme"), world.id("other")))
    return world


async def _put(world: World, rows: Mapping[str, Any]) -> None:
    world.rows |= rows
    await world.add(*rows.values())


def _people() -> dict[str, Any]:
    held = builtin_permissions()
    roles: dict[str, Any] = {
        f"role {role.name}": Role(
            name=role.name,
            display_name=role.display_name,
            description=role.description,
            scope=role.scope.value,
            builtin=True,
            permissions=sorted(held[role.name]),
        )
        for role in BUILTIN_ROLES
    }
    platform = {"admin": "platform-admin", "dev": "platform-regular", "reviewer": "app-reviewer"}
    users = {
        name: User(
            username=name,
            display_name=name.title(),
            email=f"{name}@example.com",
            platform_role_id=roles[f"role {role}"].id,
        )
        for name, role in platform.items()
    }
    return roles | users


def _packages() -> dict[str, Any]:
    blobs = {f"blob {n}": Blob(digest=digest(n), size=n * 100, content_type="x/y") for n in range(1, 6)}
    texts = {
        "readme": TextBlob(digest=digest(11), text="# EMQ X"),
        "values": TextBlob(digest=digest(12), text="replicas: 1\n"),
        "proof": TextBlob(digest=digest(13), text=PROOF),
    }
    package = Package(
        digest=digest(1),
        size=100,
        chart_name="emqx",
        chart_version="4.0.0",
        chart=CHART,
        readme_digest=digest(11),
        values_digest=digest(12),
        values_schema={"type": "object"},
    )
    files = {
        "file values": PackageFile(package_digest=digest(1), path="values.yaml", size=12, text_digest=digest(12)),
        "file readme": PackageFile(package_digest=digest(1), path="README.md", size=7, text_digest=digest(11)),
        "file binary": PackageFile(package_digest=digest(1), path="logo.bin", size=9, text_digest=None),
    }
    images = {
        f"image {n}": Image(digest=digest(n), content_type="image/png", size=n * 100, width=n, height=n * 2)
        for n in (2, 3, 4)
    }
    return blobs | texts | {"package": package} | files | images


def _tenants(world: World) -> dict[str, Any]:
    acme = Workspace(name="acme", display_name="Acme Inc.", description="Makes brokers.", created_at=START)
    other = Workspace(name="other", display_name="Other", created_at=START + timedelta(days=1))
    return {
        "acme": acme,
        "other": other,
        "role custom": Role(
            workspace_id=acme.id,
            name="tester",
            display_name="Tester",
            scope="WORKSPACE",
            permissions=["TEMPLATES_READ"],
        ),
        "member admin": Membership(
            workspace_id=acme.id, user_id=world.id("admin"), role_id=world.id("role workspace-admin"), created_at=START
        ),
        "member dev": Membership(
            workspace_id=acme.id,
            user_id=world.id("dev"),
            role_id=world.id("role workspace-developer"),
            created_at=START + timedelta(hours=1),
        ),
        "key": a_key(world, acme),
        "key other": a_key(world, other),
        "shelf uncategorized": Category(name="uncategorized", display_name="Uncategorized"),
        "shelf": Category(name="messaging", display_name="Messaging", description="Queues", icon="mail"),
    }


def a_key(world: World, workspace: Workspace) -> SigningKey:
    """A new signing key's row; the key itself is of no use."""
    return SigningKey(
        workspace_id=workspace.id,
        fingerprint="ad" * 20,
        owners=["Ada"],
        public_key="-----BEGIN PGP PUBLIC KEY BLOCK-----",
        expires_at=START + timedelta(days=9000),
        created_by=world.id("dev"),
        created_at=START,
    )


def a_provenance(version: Version, key: SigningKey | None = None) -> Provenance:
    """A new provenance's row: of the version's package, by the key, or not believed."""
    return Provenance(
        version_id=version.id,
        workspace_id=version.workspace_id,
        package_digest=version.package_digest,
        text_digest=digest(13),
        size=len(PROOF),
        signing_key_id=None if key is None else key.id,
        fault="Nobody vouches for it." if key is None else None,
    )


def a_template(world: World, name: str, workspace: str = "acme", **columns: Any) -> Template:
    """A new template's row."""
    return Template(
        workspace_id=world.id(workspace),
        name=name,
        display_name=columns.pop("display_name", name.title()),
        category_id=world.id("shelf"),
        maintainers=columns.pop("maintainers", []),
        created_by=world.id("dev"),
        **columns,
    )


def a_version(world: World, template: Template, version: str, state: str = "DRAFT", **columns: Any) -> Version:
    """A new version's row; anything but a draft was submitted."""
    return Version(
        template_id=template.id,
        workspace_id=template.workspace_id,
        version=version,
        sort_key=sort_key(version),
        state=state,
        package_digest=digest(1),
        first_submitted_at=None if state == "DRAFT" else START,
        created_by=world.id("dev"),
        uploaders=[world.id("dev")],
        **columns,
    )


def a_store_app(template: Template, **columns: Any) -> StoreApp:
    """A new store app's row, with the template's name and shelf."""
    return StoreApp(
        template_id=template.id,
        workspace_id=template.workspace_id,
        name=template.name,
        category_id=template.category_id,
        maintainers=columns.pop("maintainers", []),
        **columns,
    )


def times(hours: int) -> dict[str, datetime]:
    """When a thing was made and last changed: this long after the start."""
    moment = START + timedelta(hours=hours)
    return {"created_at": moment, "updated_at": moment}


def _apps(world: World) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "display_name": "EMQ X",
        "summary": "MQTT broker",
        "description": "Scalable **messaging**.",
        "home": "https://emqx.example",
        "keywords": ["mqtt", "iot"],
        "sources": ["https://git.example/emqx"],
        "maintainers": [{"name": "Ann", "email": "ann@example.com", "url": "https://ann.example"}],
        "icon_digest": digest(2),
    }
    emqx = a_template(world, "emqx", state="ACTIVE", first_submitted_at=START, **times(0), **shown)
    redis = a_template(world, "redis", **times(1))
    nginx = a_template(world, "nginx", "other", first_submitted_at=START, **times(2))
    store_app = a_store_app(emqx, **shown)
    return {
        "emqx": emqx,
        "redis": redis,
        "nginx": nginx,
        "store app": store_app,
        "shot 0": TemplateScreenshot(template_id=emqx.id, position=0, image_digest=digest(4)),
        "shot 1": TemplateScreenshot(template_id=emqx.id, position=1, image_digest=digest(3)),
        "store shot 0": StoreScreenshot(store_app_id=store_app.id, position=0, image_digest=digest(4)),
        "store shot 1": StoreScreenshot(store_app_id=store_app.id, position=1, image_digest=digest(3)),
        "emqx 4.0.0": a_version(world, emqx, "4.0.0", "ACTIVE", app_version="4.0.0", description="First."),
        "emqx 4.0.1": a_version(world, emqx, "4.0.1", "SUSPENDED", state_message="It leaks."),
        "emqx 4.1.0-rc.1": a_version(world, emqx, "4.1.0-rc.1", "IN_REVIEW"),
        "emqx 5.0.0": a_version(world, emqx, "5.0.0"),
        "redis 1.0.0": a_version(world, redis, "1.0.0"),
        "nginx 2.0.0": a_version(world, nginx, "2.0.0", "SUBMITTED"),
    }


def _proofs(world: World) -> dict[str, Any]:
    return {
        "proof emqx 4.0.0": a_provenance(world.rows["emqx 4.0.0"], world.rows["key"]),
        "proof emqx 4.0.1": a_provenance(world.rows["emqx 4.0.1"]),
        "proof nginx 2.0.0": a_provenance(world.rows["nginx 2.0.0"], world.rows["key other"]),
    }


def a_review(world: World, version: Version, state: str, days: int, **columns: Any) -> Review:
    """A new review's row, submitted that many days after the start."""
    return Review(
        version_id=version.id,
        template_id=version.template_id,
        workspace_id=version.workspace_id,
        template_name=columns.pop("template_name", "emqx"),
        version_name=version.version,
        publisher_name="acme",
        publisher_display_name="Acme as it was",
        package_digest=version.package_digest,
        state=state,
        submitted_by=world.id("dev"),
        uploaders=[world.id("dev")],
        submitted_at=START + timedelta(days=days),
        **columns,
    )


def _reviews(world: World) -> dict[str, Any]:
    active, pending = world.rows["emqx 4.0.0"], world.rows["emqx 4.1.0-rc.1"]
    passed = a_review(world, active, "PASSED", 1, decided_at=START + timedelta(days=2))
    rejected = a_review(world, pending, "REJECTED", 3, decided_at=START + timedelta(days=4))
    current = a_review(world, pending, "IN_REVIEW", 5)
    queued = a_review(world, world.rows["nginx 2.0.0"], "SUBMITTED", 6, template_name="nginx")
    return {
        "review passed": passed,
        "review rejected": rejected,
        "review": current,
        "review nginx": queued,
        "phase passed": ReviewPhase(
            review_id=passed.id,
            position=0,
            name="TECHNICAL",
            state="PASSED",
            reviewer_id=world.id("reviewer"),
            started_at=START,
            decided_at=START,
            message="Fine.",
        ),
        "phase business": ReviewPhase(review_id=current.id, position=0, name="BUSINESS", state="PASSED"),
        "phase technical": ReviewPhase(review_id=current.id, position=1, name="TECHNICAL", state="IN_REVIEW"),
        "phase nginx": ReviewPhase(review_id=queued.id, position=0, name="TECHNICAL"),
    }


def _traces(world: World) -> dict[str, Any]:
    for name, review in (
        ("emqx 4.0.0", "review passed"),
        ("emqx 4.1.0-rc.1", "review"),
        ("nginx 2.0.0", "review nginx"),
    ):
        world.rows[name].review_id = world.id(review)
    return {
        "emqx 4.0.0": world.rows["emqx 4.0.0"],
        "emqx 4.1.0-rc.1": world.rows["emqx 4.1.0-rc.1"],
        "nginx 2.0.0": world.rows["nginx 2.0.0"],
        "token": ApiToken(
            user_id=world.id("admin"),
            name="ci",
            prefix="chy_12345678",
            secret_hash=b"hash",
            permissions=["TEMPLATES_READ", "A_WORD_OF_THE_PAST"],
            workspace_id=world.id("acme"),
            last_used_at=START,
            expires_at=START + timedelta(days=9000),
        ),
        "event": AuditEvent(
            at=START,
            actor="dev",
            action="version.submit",
            subject=world.gid(Kind.VERSION, "emqx 4.0.0"),
            subject_name="emqx 4.0.0",
            workspace_id=world.id("acme"),
            from_state="DRAFT",
            to_state="SUBMITTED",
            message="Please look.",
        ),
        "event elsewhere": AuditEvent(
            at=START + timedelta(days=1),
            actor="admin",
            action="user.create",
            subject=world.gid(Kind.USER, "dev"),
            subject_name="dev",
        ),
    }
