"""Factories for the people of a test: users, roles, workspaces and members, all made through the services.

cast = await Cast.of(database)                    # the built-in roles and the first admin
await cast.user("isv")                            # a platform-regular
await cast.workspace("acme", admin="isv")
await cast.member("acme", "dev", "workspace-developer")
call = await cast.call("dev")                     # a Call with what they hold now
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from domain.commands.people import (
    AddMember,
    CreateApiToken,
    CreateRole,
    CreateUser,
    CreateWorkspace,
    Login,
)
from domain.ids import Kind, encode_id
from policies.vocabulary import Permission
from services import bootstrap, members, roles, sessions, tokens, users, workspaces
from services.call import Call, Rules
from services.sessions import SignedIn
from services.tokens import CreatedToken
from storage.database import Database
from storage.tables import AuditEvent, PolicyRevision, User
from tests.calls import call_as, principal_by_id, principal_of_session, principal_of_token

ADMIN = "admin"
PASSWORD = "correct horse battery"
REGULAR = "platform-regular"


@dataclass(slots=True)
class Cast:
    """Who is there, by name. What they hold is asked of the database at each call."""

    database: Database
    rules: Rules = field(default_factory=Rules)
    users: dict[str, UUID] = field(default_factory=dict)
    roles: dict[str, UUID] = field(default_factory=dict)
    workspaces: dict[str, UUID] = field(default_factory=dict)
    members: dict[tuple[str, str], UUID] = field(default_factory=dict)

    @classmethod
    async def of(cls, database: Database, rules: Rules | None = None) -> "Cast":
        """An empty store with its first admin, whose password is PASSWORD too."""
        await bootstrap.prepare(database, PASSWORD)
        async with database.write() as tx:
            admin = (await tx.execute(select(col(User.id)).where(col(User.username) == ADMIN))).scalar_one()
        return cls(database, rules or Rules(), {ADMIN: admin})

    async def user(self, username: str, role: str = REGULAR) -> UUID:
        """The id of a new user with PASSWORD and this platform role."""
        command = CreateUser(username, PASSWORD, f"{username}@example.com", role)
        self.users[username] = await users.create_user(await self.call(ADMIN), command)
        return self.users[username]

    async def role(self, name: str, permissions: Iterable[Permission], workspace: str | None = None) -> UUID:
        """The id of a new custom role of the platform or the workspace."""
        command = CreateRole(name, tuple(permissions), workspace=workspace)
        self.roles[name] = await roles.create_role(await self.call(ADMIN), command)
        return self.roles[name]

    async def workspace(self, name: str, admin: str = ADMIN) -> UUID:
        """The id of a new workspace with this first workspace-admin, a user who is there."""
        command = CreateWorkspace(name, admin=admin)
        self.workspaces[name] = await workspaces.create_workspace(await self.call(ADMIN), command)
        return self.workspaces[name]

    async def member(self, workspace: str, username: str, role: str) -> UUID:
        """The id of a new membership; the user is made when there is none of that name."""
        if username not in self.users:
            await self.user(username)
        command = AddMember(self.workspace_gid(workspace), username, role)
        self.members[workspace, username] = await members.add_member(await self.call(ADMIN), command)
        return self.members[workspace, username]

    async def call(self, username: str) -> Call:
        """A call by the user with everything that they hold now, in no session."""
        principal = await principal_by_id(self.database, self.users[username], self.rules)
        return call_as(self.database, principal, rules=self.rules)

    def anonymous(self) -> Call:
        """A call by nobody."""
        return call_as(self.database, rules=self.rules)

    async def sign_in(self, username: str, password: str = PASSWORD) -> SignedIn:
        """A new session of the user."""
        return await sessions.login(self.anonymous(), Login(username, password))

    async def session_call(self, username: str, password: str = PASSWORD) -> Call:
        """A call in a new session of the user."""
        opened = await self.sign_in(username, password)
        principal = await principal_of_session(self.database, opened.token)
        return call_as(self.database, principal, rules=self.rules)

    async def token(
        self, username: str, permissions: Iterable[Permission] | None = None, workspace: str | None = None
    ) -> CreatedToken:
        """A new API token of the user."""
        narrowed = None if permissions is None else tuple(permissions)
        return await tokens.create_api_token(await self.call(username), CreateApiToken("ci", narrowed, workspace))

    async def token_call(self, secret: str) -> Call:
        """A call with an API token."""
        return call_as(self.database, await principal_of_token(self.database, secret), rules=self.rules)

    def user_gid(self, username: str) -> str:
        """The user's global id."""
        return encode_id(Kind.USER, self.users[username])

    def role_gid(self, name: str) -> str:
        """A custom role's global id."""
        return encode_id(Kind.ROLE, self.roles[name])

    def workspace_gid(self, name: str) -> str:
        """The workspace's global id."""
        return encode_id(Kind.WORKSPACE, self.workspaces[name])

    def member_gid(self, workspace: str, username: str) -> str:
        """The membership's global id, for one that `member` has made."""
        return encode_id(Kind.MEMBERSHIP, self.members[workspace, username])

    async def events(self, action: str) -> list[AuditEvent]:
        """What the audit log has of an action, oldest first."""
        statement = select(AuditEvent).where(col(AuditEvent.action) == action).order_by(col(AuditEvent.at))
        async with self.database.write() as tx:
            return list((await tx.execute(statement)).scalars())

    async def revision(self) -> int:
        """The number of the policy."""
        async with self.database.write() as tx:
            return (await tx.execute(select(col(PolicyRevision.revision)))).scalar_one()
