"""Who asks, and what they hold: the frozen answer of the policy for one caller at one revision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from policies.vocabulary import Permission

_NOTHING: Mapping[UUID, frozenset[Permission]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assumed:
    """The one role that a session is narrowed to, in a workspace or (None) on the platform."""

    role_id: UUID
    workspace_id: UUID | None


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller. `platform` reaches every workspace; `workspaces` adds to it in each one; absence denies.

    `store_public` says that anonymous callers may read the store; `via_token` that an API token signed in; `assumed`
    is the role that the session is narrowed to.
    """

    user_id: UUID | None
    username: str
    platform: frozenset[Permission] = frozenset()
    workspaces: Mapping[UUID, frozenset[Permission]] = field(default_factory=lambda: _NOTHING)
    store_public: bool = True
    via_token: bool = False
    session_id: UUID | None = None
    assumed: Assumed | None = None
    revision: int | None = field(default=None, compare=False)
    """The revision of the policy at which this was so; None where there is nothing to compare it with."""
    expires_at: datetime | None = field(default=None, compare=False)
    """When the credential ends by itself."""

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a user behind the request."""
        return self.user_id is not None

    @property
    def is_narrowed(self) -> bool:
        """Whether it may hold less than the person does, and so does not manage the account: by a token or a role."""
        return self.via_token or self.assumed is not None

    def allows(self, permission: Permission, workspace_id: UUID | None = None) -> bool:
        """Whether the permission is held on the platform, or in this workspace."""
        if permission in self.platform:
            return True
        return workspace_id is not None and permission in self.workspaces.get(workspace_id, frozenset())

    def holds_in(self, workspace_id: UUID | None) -> frozenset[Permission]:
        """Everything held in a place: the platform's, which reaches every workspace, and in a workspace its own."""
        if workspace_id is None:
            return self.platform
        return self.platform | self.workspaces.get(workspace_id, frozenset())

    def covers(self, permissions: Iterable[Permission], workspace_id: UUID | None) -> bool:
        """Whether the caller holds all of these in that place: what may be granted there."""
        return self.holds_in(workspace_id).issuperset(permissions)

    def workspaces_allowing(self, *permissions: Permission) -> frozenset[UUID]:
        """The workspaces in which all of these are held, through the platform or there, among those joined."""
        return frozenset(
            workspace_id
            for workspace_id, held in self.workspaces.items()
            if (held | self.platform).issuperset(permissions)
        )


def anonymous(store_public: bool) -> Principal:
    """The caller without a credential."""
    return Principal(None, "anonymous", store_public=store_public)


def narrowed(principal: Principal, permissions: frozenset[Permission] | None, workspace_id: UUID | None) -> Principal:
    """The principal cut down to some permissions (None: all) and to one workspace (None: everywhere); never wider."""
    cut = principal
    if workspace_id is not None:
        here = principal.holds_in(workspace_id)
        cut = replace(cut, platform=frozenset(), workspaces=MappingProxyType({workspace_id: here} if here else {}))
    if permissions is not None:
        kept = {place: both for place, held in cut.workspaces.items() if (both := held & permissions)}
        cut = replace(cut, platform=cut.platform & permissions, workspaces=MappingProxyType(kept))
    return cut
