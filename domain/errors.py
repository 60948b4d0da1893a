"""Every way in which the store says no, with stable codes. Translated for clients at the edge only.

StoreError
|- Refused              who asks: a GraphQL error with extensions.code
|  |- Unauthenticated   UNAUTHENTICATED  not signed in, or the credential is no longer good
|  |- Forbidden         FORBIDDEN        seen, but not allowed
|  `- NotFound          NOT_FOUND        not there, or not for this caller: never told apart
|- BadRequest           BAD_USER_INPUT   an argument of a read that cannot be understood
|- LimitExceeded        LIMIT_EXCEEDED   a read whose answer would be too large
|- Unavailable          UNAVAILABLE      the database or the object store does not answer
`- Rejected             userErrors       what the caller can put right; nothing was changed
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """What kind of thing the caller can put right; the contract's UserErrorCode."""

    INVALID = "INVALID"
    REQUIRED = "REQUIRED"
    TOO_LONG = "TOO_LONG"
    TOO_LARGE = "TOO_LARGE"
    ALREADY_EXISTS = "ALREADY_EXISTS"
    CONFLICT = "CONFLICT"
    INVALID_STATE = "INVALID_STATE"
    CHART_INVALID = "CHART_INVALID"
    IMAGE_INVALID = "IMAGE_INVALID"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    IN_USE = "IN_USE"
    SELF_REVIEW = "SELF_REVIEW"
    ESCALATION = "ESCALATION"
    UNREACHABLE = "UNREACHABLE"
    INDEX_INVALID = "INDEX_INVALID"
    PROVENANCE_INVALID = "PROVENANCE_INVALID"


@dataclass(frozen=True, slots=True)
class UserFault:
    """One thing to put right; `path` is the input field from the input's root, or the file in a package."""

    code: FaultCode
    message: str
    path: tuple[str, ...] | None = None


class StoreError(Exception):
    """The root of the tree."""


class Refused(StoreError):
    """A refusal that concerns who asks."""

    code = "FORBIDDEN"


class Unauthenticated(Refused):
    """Nobody is signed in, or the credential is expired, revoked or unknown."""

    code = "UNAUTHENTICATED"

    def __init__(
        self, message: str = "Sign in first: send a session or API token as `Authorization: Bearer …`."
    ) -> None:
        super().__init__(message)


class Forbidden(Refused):
    """The caller sees the thing and may not do this to it."""

    code = "FORBIDDEN"


class NotFound(Refused):
    """Nothing by that id for this caller. One message for the foreign, the deleted and the made up."""

    code = "NOT_FOUND"

    def __init__(self, noun: str = "Nothing") -> None:
        super().__init__(f"{noun} was not found.")


class BadRequest(StoreError):
    """An argument of a read that cannot be understood: a cursor, a page size, a text that cannot be stored."""

    code = "BAD_USER_INPUT"


class LimitExceeded(StoreError):
    """More than one request may show; asking for less is right."""

    code = "LIMIT_EXCEEDED"


class Unavailable(StoreError):
    """A part that the answer needs does not answer; trying again later is right."""

    code = "UNAVAILABLE"


class Rejected(StoreError):
    """What the caller can put right; the transaction is rolled back and nothing was changed."""

    def __init__(self, faults: Iterable[UserFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.message for fault in self.faults))


def reject(code: FaultCode, message: str, *path: str) -> Rejected:
    """A Rejected with one fault, to be raised: `raise reject(FaultCode.REQUIRED, "...", "name")`."""
    return Rejected([UserFault(code, message, path or None)])
