"""Slows down the guessing of passwords: failures are counted for an account from an address, and for either alone.

An account is soon closed to the address that guesses at it, and to others only when the guesses come from many: no
stranger alone locks anybody out. An address that tries many accounts is closed too, unless it is one that tells nothing
about who asks (a loopback address, as clients of a proxy have whom nobody named in TRUSTED_PROXIES, or none).

An attempt is counted before its password is looked at, in a transaction of its own, and taken back when it was right:
attempts sent together cannot slip past a limit. What is refused counts on where it was refused and nowhere else.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from domain.addresses import address_of, party_of
from domain.errors import FaultCode, reject
from storage.database import Database
from storage.transaction import Transaction
from storage.writes.sign_in import clear_failures, count_failure, purge_failures, take_back_failure

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_ADDRESS = 10
PER_ADDRESS = 50
PER_ACCOUNT = 100


@dataclass(frozen=True, slots=True)
class Attempt:
    """Someone at an address tries a password for an account, whether or not there is one of that name."""

    username: str
    address: str

    @property
    def account_key(self) -> str:
        """The key under which the account's failures are counted, from wherever they come."""
        return _key("account", self.username)

    @property
    def pair_key(self) -> str:
        """The key of the account from this address; addresses that are not known are one."""
        # An address has no line feed, so no two pairs are written alike.
        return _key("pair", f"{party_of(self.address) if address_of(self.address) else ''}\n{self.username}")

    @property
    def address_key(self) -> str | None:
        """The key of the address alone; None when it tells nothing about who asks."""
        address = address_of(self.address)
        return None if address is None or address.is_loopback else _key("address", party_of(self.address))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A limit that was reached: where, for how long, and whether this attempt is the first beyond it."""

    place: str
    seconds: int
    is_first: bool


def _key(kind: str, value: str) -> str:
    # 128 bits: nobody finds a name that shares a count with another's. A name is not readable in it, and a count is
    # removed soon after its window.
    digest = hashlib.sha256(f"sign-in {kind}\n{value}".encode("utf-8", "surrogatepass"))
    return f"{kind}:{digest.hexdigest()[:32]}"


async def count(tx: Transaction, attempt: Attempt) -> Refusal | None:
    """Counts the attempt as failed until shown otherwise. The limit that it is beyond, if any."""
    for key, limit, place in _limits(attempt):
        counted = await count_failure(tx, key, WINDOW)
        if counted.failures > limit:
            return Refusal(place, max(1, math.ceil(counted.seconds_left)), counted.failures == limit + 1)
    return None


def _limits(attempt: Attempt) -> Iterator[tuple[str, int, str]]:
    # In this order everywhere, so that attempts wait for each other's rows and never in a circle.
    if attempt.address_key is not None:
        yield attempt.address_key, PER_ADDRESS, "from the address"
    yield attempt.pair_key, PER_ACCOUNT_AND_ADDRESS, "for the account from the address"
    yield attempt.account_key, PER_ACCOUNT, "for the account from all addresses"


def refuse(refusal: Refusal | None) -> None:
    """Rejects with LIMIT_EXCEEDED when a limit was reached."""
    if refusal is not None:
        message = f"Too many failed sign-ins. Try again in {refusal.seconds} seconds."
        raise reject(FaultCode.LIMIT_EXCEEDED, message)


async def take_back(tx: Transaction, attempt: Attempt) -> None:
    """The password was right: the account's count from this address is cleared, the others are one less.

    The account's count from everywhere is not cleared: its owner's sign-ins give those who guess no new tries.
    """
    if attempt.address_key is not None:
        await take_back_failure(tx, attempt.address_key, PER_ADDRESS)
    await clear_failures(tx, attempt.pair_key)
    await take_back_failure(tx, attempt.account_key, PER_ACCOUNT)
    await purge_failures(tx)


async def forget_failures(database: Database) -> None:
    """Removes every count whose window has ended: whoever tries a new name each time leaves no growing table."""
    there_are_more = True
    while there_are_more:
        async with database.write() as tx:
            there_are_more = await purge_failures(tx)
