"""Passwords: what makes a good one, and Argon2id hashes of them.

Hashing blocks and takes 19 MiB, so it runs in threads, two at once, which bounds the memory whatever is asked.
"""

import base64
import secrets
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, Semaphore, to_thread
from anyio.lowlevel import RunVar
from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import FaultCode
from services.loops import of_this_loop
from services.texts import Checks

T = TypeVar("T")
SHORTEST, LONGEST = 8, 128
AT_ONCE = 2
# OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
_THREADS: RunVar[CapacityLimiter] = RunVar("password_threads")
_TURNS: RunVar[Semaphore] = RunVar("password_turns")


def check_new(checks: Checks, password: str, username: str, *path: str) -> None:
    """Notes what is wrong with a password to be set: its length, its characters, or that it is the username."""
    if not password:
        checks.fault(FaultCode.REQUIRED, f"{path[-1]} must not be empty.", *path)
    elif len(password) < SHORTEST:
        checks.fault(FaultCode.INVALID, f"{path[-1]} needs at least {SHORTEST} characters.", *path)
    elif len(password) > LONGEST:
        checks.fault(FaultCode.TOO_LONG, f"{path[-1]} has {len(password)} characters; at most {LONGEST} fit.", *path)
    elif any("\ud800" <= character <= "\udfff" or character < " " for character in password):
        checks.fault(FaultCode.INVALID, f"{path[-1]} has a control character or half of a surrogate pair.", *path)
    elif password.casefold() == username.casefold():
        checks.fault(FaultCode.INVALID, f"{path[-1]} must not be the username.", *path)


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """A turn to try a password: as few as can be hashed at once are under way, so that counting them is exact."""
    async with of_this_loop(_TURNS, lambda: Semaphore(AT_ONCE)):
        yield


async def hash_password(password: str) -> str:
    """The Argon2id hash, in PHC form."""
    return await _in_thread(partial(HASHER.hash, _bytes(password)))


async def matches(stored: str | None, password: str) -> bool:
    """Whether the hash is the password's. None, for an account that no password opens, costs the same and is False."""
    return await _in_thread(partial(verify, stored or unmatchable(), password))


def verify(stored: str, password: str) -> bool:
    """Whether the hash is the password's; False too for a hash that cannot be read. Blocks."""
    try:
        return HASHER.verify(stored, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def unmatchable() -> str:
    """A hash with today's parameters that no known password has, for the work alone."""
    salt, digest = (_base64(secrets.token_bytes(size)) for size in (HASHER.salt_len, HASHER.hash_len))
    return f"$argon2id$v=19$m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}${salt}${digest}"


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


def _bytes(password: str) -> bytes:
    # Normalised, as keyboards differ in how they compose; half surrogates are kept, so that no two texts are one.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


async def _in_thread(work: Callable[[], T]) -> T:
    return await to_thread.run_sync(work, limiter=of_this_loop(_THREADS, lambda: CapacityLimiter(AT_ONCE)))
