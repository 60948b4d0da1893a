"""A store at random as rows of the database, and the same rights as Casbin takes them."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.lifecycle import ReviewState, VersionState
from policies.enforcer import Grouping, Rule, read_builtin_rules, rules_of
from policies.vocabulary import BUILTIN_ROLES, RoleScope
from tests.policies.worlds import Holding, some_permissions

SOME_TIME = datetime(2024, 2, 29, 12, tzinfo=UTC)
DIGEST = "sha256:" + "0" * 64
# In the order in which rows refer to each other.
TABLES = (
    "workspace",
    "role",
    "app_user",
    "membership",
    "api_token",
    "category",
    "blob",
    "text_blob",
    "package",
    "template",
    "version",
    "review",
    "review_phase",
    "store_app",
    "audit_event",
    "signing_key",
    "repository",
    "repository_sync",
    "repository_chart",
    "repository_chart_version",
)
Rows = dict[str, Any]


@dataclass
class World:
    """Rows by table, and the same rights as Casbin takes them."""

    rng: random.Random
    rows: dict[str, list[Rows]] = field(default_factory=lambda: {table: [] for table in TABLES})
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=lambda: dict(read_builtin_rules()))
    groupings: list[Grouping] = field(default_factory=list)
    last_id: int = 0

    def new_id(self) -> UUID:
        self.last_id += 1
        return UUID(int=self.last_id)

    def add(self, table: str, **values: Any) -> Rows:
        self.rows[table].append(values)
        return values

    def some(self, table: str) -> Rows:
        return self.rng.choice(self.rows[table])

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def maybe_time(self, probability: float) -> datetime | None:
        return SOME_TIME if self.chance(probability) else None

    def maybe_user(self) -> UUID | None:
        return self.some("app_user")["id"] if self.chance(0.8) else None

    @property
    def holding(self) -> Holding:
        return Holding(self.rules, tuple(self.groupings))


def some_world(rng: random.Random) -> World:
    """A few of everything, in every state, deleted ones too."""
    world = World(rng)
    add_shared(world)
    for n in range(rng.randint(1, 3)):
        add_workspace(world, f"workspace-{n}")
    for scope in RoleScope:
        add_custom_role(world, scope, None)
    for n in range(rng.randint(2, 4)):
        add_user(world, f"user-{n}")
    for workspace in world.rows["workspace"]:
        if workspace["deleted_at"] is None:
            add_members(world, workspace["id"])
    for workspace in world.rows["workspace"]:
        add_products(world, workspace)
    add_event(world, None)
    return world


def add_shared(world: World) -> None:
    world.add("category", id=world.new_id(), name="shelf")
    world.add("blob", digest=DIGEST, size=1)
    world.add("text_blob", digest=DIGEST)
    world.add("package", digest=DIGEST, size=1, values_digest=DIGEST)
    for role in BUILTIN_ROLES:
        world.add(
            "role",
            id=world.new_id(),
            workspace_id=None,
            name=role.name,
            scope=role.scope.value,
            builtin=True,
            permissions=[],
        )


def add_workspace(world: World, name: str, deleted: float = 0.15) -> Rows:
    workspace = world.add("workspace", id=world.new_id(), name=name, deleted_at=world.maybe_time(deleted))
    add_custom_role(world, RoleScope.WORKSPACE, workspace["id"])
    return workspace


def add_custom_role(world: World, scope: RoleScope, workspace_id: UUID | None) -> None:
    role_id = world.new_id()
    permissions = some_permissions(world.rng, scope)
    world.rules[str(role_id)] = rules_of(permissions)
    world.add(
        "role",
        id=role_id,
        workspace_id=workspace_id,
        name=f"custom-{scope.lower()}",
        scope=scope.value,
        builtin=False,
        permissions=sorted(permissions),
    )


def add_user(world: World, username: str, role_name: str | None = None) -> Rows:
    roles = [r for r in world.rows["role"] if r["scope"] == "PLATFORM" and role_name in (None, r["name"])]
    role = world.rng.choice(roles)
    user = world.add("app_user", id=world.new_id(), username=username, platform_role_id=role["id"])
    world.groupings.append(Grouping(user["id"], casbin_name(role), None))
    world.add("api_token", id=world.new_id(), user_id=user["id"], secret_hash=user["id"].bytes)
    return user


def casbin_name(role: Rows) -> str:
    return str(role["name"]) if role["builtin"] else str(role["id"])


def add_members(world: World, workspace_id: UUID) -> None:
    for user in world.rows["app_user"]:
        if world.chance(0.5):
            add_member(world, workspace_id, user["id"])


def add_member(world: World, workspace_id: UUID, user_id: UUID) -> None:
    roles = [r for r in world.rows["role"] if r["scope"] == "WORKSPACE" and r["workspace_id"] in (None, workspace_id)]
    role = world.rng.choice(roles)
    world.add("membership", id=world.new_id(), workspace_id=workspace_id, user_id=user_id, role_id=role["id"])
    world.groupings.append(Grouping(user_id, casbin_name(role), workspace_id))


def add_products(world: World, workspace: Rows) -> None:
    for n in range(world.rng.randint(0, 2)):
        add_template(world, workspace, f"app-{n}")
    for n in range(world.rng.randint(0, 2)):
        add_signing_key(world, workspace["id"], f"{n:040x}")
        add_repository(world, workspace["id"], f"charts-{n}")
    add_event(world, workspace["id"])


def add_template(world: World, workspace: Rows, name: str) -> None:
    deleted_at = workspace["deleted_at"] or world.maybe_time(0.15)
    template = world.add(
        "template",
        id=world.new_id(),
        workspace_id=workspace["id"],
        name=name,
        category_id=world.some("category")["id"],
        first_submitted_at=world.maybe_time(0.5),
        deleted_at=deleted_at,
    )
    for n in range(world.rng.randint(0, 3)):
        add_version(world, template, f"1.0.{n}", world.rng.choice(list(VersionState)))
    if world.chance(0.5):
        place = {key: template[key] for key in ("workspace_id", "category_id")}
        listed = deleted_at is None and world.chance(0.6)
        world.add("store_app", id=world.new_id(), template_id=template["id"], listed=listed, **place)


def add_version(world: World, template: Rows, name: str, state: VersionState) -> None:
    version = world.add(
        "version",
        id=world.new_id(),
        template_id=template["id"],
        workspace_id=template["workspace_id"],
        version=name,
        sort_key=name,
        state=state.value,
        package_digest=DIGEST,
        first_submitted_at=world.maybe_time(0.5),
        deleted_at=template["deleted_at"] or world.maybe_time(0.15),
    )
    for _ in range(world.rng.randint(0, 2)):
        add_review(world, version)


def add_review(world: World, version: Rows) -> None:
    review = world.add(
        "review",
        id=world.new_id(),
        version_id=version["id"],
        template_id=version["template_id"],
        workspace_id=version["workspace_id"],
        state=world.rng.choice(list(ReviewState)).value,
        submitted_by=world.maybe_user(),
    )
    for position in range(world.rng.randint(0, 2)):
        reviewer_id = world.maybe_user()
        world.add("review_phase", review_id=review["id"], position=position, name="TECHNICAL", reviewer_id=reviewer_id)


def add_signing_key(world: World, workspace_id: UUID, fingerprint: str) -> None:
    key = {"fingerprint": fingerprint, "public_key": "a key"}
    world.add("signing_key", id=world.new_id(), workspace_id=workspace_id, **key)


def add_repository(world: World, workspace_id: UUID, name: str) -> None:
    repository = world.add("repository", id=world.new_id(), workspace_id=workspace_id, name=name)
    own = {"repository_id": repository["id"], "workspace_id": workspace_id}
    for _ in range(world.rng.randint(0, 2)):
        world.add("repository_sync", id=world.new_id(), finished_at=SOME_TIME, **own)
    for n in range(world.rng.randint(0, 2)):
        chart = world.add("repository_chart", id=world.new_id(), name=f"chart-{n}", **own)
        version = {"version": "1.0.0", "sort_key": "1.0.0"}
        world.add("repository_chart_version", id=world.new_id(), chart_id=chart["id"], **version, **own)


def add_event(world: World, workspace_id: UUID | None) -> None:
    world.add("audit_event", id=world.new_id(), workspace_id=workspace_id, action="something.done")


def add_a_foreign_private_workspace(world: World) -> None:
    """A tenant whom nobody knows, with people, roles and products of their own, none of them published."""
    workspace = add_workspace(world, "foreign", deleted=0)
    stranger = add_user(world, "stranger", "platform-regular")
    add_member(world, workspace["id"], stranger["id"])
    add_event(world, workspace["id"])
    add_signing_key(world, workspace["id"], "f" * 40)
    add_repository(world, workspace["id"], "foreign-charts")
    for n, state in enumerate(state for state in VersionState if state is not VersionState.ACTIVE):
        template = world.add(
            "template",
            id=world.new_id(),
            workspace_id=workspace["id"],
            name=f"private-{n}",
            category_id=world.some("category")["id"],
            first_submitted_at=SOME_TIME,
            deleted_at=None,
        )
        add_version(world, template, "1.0.0", state)
