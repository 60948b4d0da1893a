"""Slows down the guessing of passwords: failures are counted for each account and for each address.

An attempt is counted before its password is looked at, in a transaction of its own, and taken back when it was right:
attempts sent together cannot slip past the limit, and what is refused stays counted.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from domain.errors import FaultCode, reject
from storage.transaction import Transaction
from storage.writes.sign_in import clear_failures, count_failures, purge_failures, take_back_failure

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50


@dataclass(frozen=True, slots=True)
class Attempt:
    """Someone at an address tries a password for an account, whether or not there is one of that name."""

    username: str
    address: str

    @property
    def account_key(self) -> str:
        """The key under which the account's failures are counted."""
        return _key("account", self.username)

    @property
    def address_key(self) -> str | None:
        """The key of the address, of its /64 network for IPv6 (one customer's); None when it is not known."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return None
        one_party = ip_network((address, 64), strict=False) if isinstance(address, IPv6Address) else address
        return _key("address", str(one_party))


def _key(kind: str, value: str) -> str:
    # 24 bits: too few to tell what was typed (a password in the wrong field, say), enough that hardly two accounts
    # share a count; and the table cannot grow without bound.
    return f"{kind}:{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


async def count(tx: Transaction, attempt: Attempt) -> float | None:
    """Counts the attempt as failed until shown otherwise. The seconds to wait when there were too many, else None."""
    limits = {attempt.account_key: PER_ACCOUNT}
    if attempt.address_key is not None:
        limits[attempt.address_key] = PER_ADDRESS
    counts = await count_failures(tx, list(limits), WINDOW)
    return max((one.seconds_left for one in counts if one.failures > limits[one.key]), default=None)


def refuse(seconds: float | None) -> None:
    """Rejects with LIMIT_EXCEEDED when there is time to wait."""
    if seconds is not None:
        wait = max(1, math.ceil(seconds))
        raise reject(FaultCode.LIMIT_EXCEEDED, f"Too many failed sign-ins. Try again in {wait} seconds.")


async def take_back(tx: Transaction, attempt: Attempt) -> None:
    """The password was right: the account's count is cleared, the address's is one less."""
    await clear_failures(tx, attempt.account_key)
    if attempt.address_key is not None:
        await take_back_failure(tx, attempt.address_key)
    await purge_failures(tx)
