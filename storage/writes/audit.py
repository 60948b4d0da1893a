"""The append-only record."""

from dataclasses import asdict, dataclass
from uuid import UUID

from storage.tables import AuditEvent
from storage.transaction import Transaction

SYSTEM = "system"
"""The actor where the server itself has done it."""
ANONYMOUS = "anonymous"
"""The actor where there was no credential."""


@dataclass(frozen=True, slots=True)
class Event:
    """What was done, in readable snapshots. `subject` is a global id."""

    action: str
    subject: str
    subject_name: str
    workspace_id: UUID | None = None
    from_state: str | None = None
    to_state: str | None = None
    message: str | None = None


def record(tx: Transaction, actor: str, event: Event) -> None:
    """Adds the event to the transaction: it is there exactly when what it tells of is."""
    tx.add(AuditEvent(actor=actor, **asdict(event)))
