"""One request as the lower layers see it: who asks, and the parts that may be used on their behalf."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from domain.lifecycle import ReviewPhaseName
from outbound.client import Outbound
from policies.predicate import Thing
from policies.principal import Principal
from policies.scope import Scope, scope_of
from services.secrets import Secrets
from storage.blobs import Blobs
from storage.database import Database, Reader


@dataclass(frozen=True, slots=True)
class Rules:
    """What the platform's operator has set."""

    review_phases: tuple[ReviewPhaseName, ...] = (ReviewPhaseName.TECHNICAL,)
    max_package_bytes: int = 20 * 1024 * 1024
    session_hours: int = 12
    store_public: bool = True


class Links(Protocol):
    """Makes and signs what leaves the server: links to blobs, cursors, session tokens (server/auth implements it)."""

    def package_url(self, version_id: UUID, digest: str, suspended: bool, viewer_id: UUID | None) -> str:
        """A time-limited link to a version's package."""

    def image_url(self, owner: str, digest: str, viewer_id: UUID | None) -> str:
        """A time-limited link to an image of a template or store app (`owner` is its global id)."""

    def sign_cursor(self, payload: bytes) -> str:
        """The opaque cursor of a payload."""

    def open_cursor(self, cursor: str) -> bytes | None:
        """The payload of a cursor that this server signed, else None."""

    def session_token(self, session_id: UUID, user_id: UUID, expires_at: Any) -> str:
        """The signed token of a session."""


@dataclass(slots=True)
class Call:
    """One request. `principal` is renewed between the mutations of one document; `reader` is its snapshot.

    `loaders` hold what was read in the present snapshot, `spent` what the request has used up in all.

    `renew` asks again, in the reader's next snapshot, who the caller is and what they hold now; None where there is no
    credential to ask about. It raises Unauthenticated when the credential no longer stands.
    """

    principal: Principal
    database: Database
    reader: Reader
    blobs: Blobs
    links: Links
    secrets: Secrets
    rules: Rules
    client_address: str = ""
    renew: Callable[[], Awaitable[Principal]] | None = None
    outbound: Outbound = field(default_factory=Outbound)
    """The process's way out; of a call that has none given, one that leads to public addresses only."""
    loaders: dict[Any, Any] = field(default_factory=dict)
    spent: dict[Any, Any] = field(default_factory=dict)

    def scope(self, thing: Thing) -> Scope:
        """What the caller may see of a thing."""
        return scope_of(self.principal, thing)

    async def forget(self) -> None:
        """Forgets what was read, so that what follows sees what was committed since; holds no connection for it."""
        self.loaders.clear()
        await self.reader.close()

    async def start_afresh(self) -> None:
        """Forgets what was read and who asked. Raises Unauthenticated when the caller's credential has ended."""
        await self.forget()
        if self.renew is not None:
            self.principal = await self.renew()

    async def look_up_again(self) -> None:
        """After a wait for bytes or for another host: `start_afresh`, and no connection is held until one is needed.

        What is then checked and written goes by the rights that the caller has now. Raises as `start_afresh`.
        """
        await self.start_afresh()
        await self.reader.close()
