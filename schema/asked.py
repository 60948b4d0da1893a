"""An operation as it was sent, who sent it, and what was found about it before anybody executes it."""

from collections.abc import Hashable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from weakref import ReferenceType

from engine.document import Operation as Chosen
from engine.statement import Statement
from policies.access import Access
from schema.admission import Admitted
from schema.budgets import Caller, Charge, caller_of
from schema.documents import DocumentRefused
from schema.execution import Operation
from services.call import Call


class Who(Protocol):
    """Whoever sent the operation."""

    @property
    def client_address(self) -> str:
        """Where from."""

    def recall(self) -> Access | None:
        """The caller as last known, if at all; what relies on it verifies it."""

    async def identify(self) -> Access:
        """The caller as of now. Unauthenticated when the credential does not stand."""

    def call(self) -> AbstractAsyncContextManager[Call]:
        """A call on their behalf, identified. Unauthenticated."""


class Found(NamedTuple):
    """The operation of a valid document; of a query, its variables and what of them shapes a plan."""

    digest: bytes
    chosen: Chosen
    read: tuple[Mapping[str, Any], Hashable] | None


@dataclass(slots=True)
class Asked:
    """An operation as it was sent, and what it was admitted as, or why it was not.

    `bound` is what it came to for the caller who asked last: the same for the same caller, for as long as they are
    known by the same Access and the engine keeps the statement. `throttle`: nothing was looked at, as the caller has
    spent too much. `by_name`: the document was named, and not sent.
    """

    operation: Operation
    refusal: DocumentRefused | None = None
    throttle: Charge | None = None
    admitted: Admitted | None = None
    by_name: bool = False
    bound: tuple[Access, ReferenceType[Statement], Sequence[Any]] | None = None

    @property
    def found(self) -> Found | None:
        """What is executed; None when it was refused, or when its document has been forgotten since."""
        admitted = self.admitted
        chosen = None if admitted is None else admitted.chosen()
        return None if chosen is None or admitted is None else Found(admitted.digest, chosen, admitted.read)

    @property
    def is_query(self) -> bool:
        """Whether it surely changes nothing."""
        return self.admitted is not None and self.admitted.is_query

    @property
    def is_subscription(self) -> bool:
        """Whether it is answered again and again, for as long as its caller stays."""
        found = self.found
        return found is not None and not (found.chosen.is_query or found.chosen.is_mutation)


class Subscribed(NamedTuple):
    """A subscription that is begun. `is_open`: the caller's schema has all that it asks for, whatever its variables."""

    digest: bytes
    chosen: Chosen
    operation: Operation
    is_open: bool


def payer(who: Who, access: Access | None) -> Caller:
    """Who pays for what is asked: the user, or, of those who are not known to be one, their address."""
    return caller_of(None if access is None else access.principal.user_id, who.client_address)
