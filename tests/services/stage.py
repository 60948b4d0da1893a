"""A stage for the lifecycle: a workspace, an ISV and two reviewers, and the use cases by short names."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from domain.commands.templates import CreateTemplate, CreateVersion
from domain.ids import Kind, encode_id
from policies.principal import Principal
from policies.vocabulary import Permission
from services import templates, versions
from services.call import Call, Rules
from storage.blobs import Blobs
from storage.database import Database
from storage.tables import UNCATEGORIZED, Category, Role, User, Version, Workspace
from tests.calls import SECRETS
from tests.uploads.builder import make_chart
from uploads.received import ReceivedFile

ALL = frozenset(Permission)


class NoLinks:
    """Use cases hand out no links."""


@dataclass(slots=True)
class Stage:
    """Who may do what here is everything, but on what they submitted or uploaded themselves."""

    database: Database
    blobs: Blobs
    workspace_id: UUID
    calls: dict[str, Call]

    @property
    def isv(self) -> Call:
        """Uploads and submits."""
        return self.calls["isv"]

    @property
    def reviewer(self) -> Call:
        """Decides."""
        return self.calls["reviewer"]

    async def template(self, name: str = "emqx", version: str = "v1.0.0", **extra: Any) -> tuple[str, str]:
        """The global ids of a new template and its first version."""
        command = CreateTemplate(encode_id(Kind.WORKSPACE, self.workspace_id))
        template_id = await templates.create_template(
            self.isv, command, received(make_chart(name, version, **extra)), None
        )
        (first,) = await self.versions_of(template_id)
        return encode_id(Kind.TEMPLATE, template_id), encode_id(Kind.VERSION, first.id)

    async def version(self, template_id: str, version: str, name: str = "emqx") -> str:
        """The global id of a further version."""
        command = CreateVersion(template_id)
        made = await versions.create_version(self.isv, command, received(make_chart(name, version)))
        return encode_id(Kind.VERSION, made)

    async def versions_of(self, template_id: UUID) -> list[Version]:
        """The template's live versions as they are in the database."""
        async with self.database.write() as tx:
            live = (col(Version.template_id) == template_id, col(Version.deleted_at).is_(None))
            return list((await tx.scalars(select(Version).where(*live).order_by(col(Version.sort_key)))).all())

    async def row(self, model: Any, row_id: UUID) -> Any:
        """A row as it is in the database."""
        async with self.database.write() as tx:
            return await tx.get_one(model, row_id)


def received(content: bytes, file_name: str = "chart.tgz") -> ReceivedFile:
    """The bytes as an upload that has arrived."""
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    return ReceivedFile(io.BytesIO(content), len(content), digest, file_name)


async def set_stage(database: Database, blobs: Blobs, name: str = "demo", rules: Rules | None = None) -> Stage:
    """A stage of its own in the database; people and workspace carry the name."""
    async with database.write() as tx:
        role = Role(name=f"everything-{name}", scope="PLATFORM", permissions=sorted(ALL))
        tx.add(role)
        if (await tx.scalar(select(Category).where(col(Category.name) == UNCATEGORIZED))) is None:
            tx.add(Category(name=UNCATEGORIZED))
        workspace = Workspace(name=name, display_name=name.title())
        tx.add(workspace)
        await tx.flush()
        users = [User(username=f"{who}-{name}", platform_role_id=role.id) for who in ("isv", "reviewer", "second")]
        tx.add_all(users)
    calls = {}
    for who, user in zip(("isv", "reviewer", "second"), users, strict=True):
        principal = Principal(user.id, user.username, ALL)
        links: Any = NoLinks()
        rules = rules or Rules()
        calls[who] = Call(principal, database, database.reader(), blobs, links, SECRETS, rules)
    return Stage(database, blobs, workspace.id, calls)
