"""How much text one request may show: aliases and long lists could make an answer of any size out of a few packages.

Counts in bytes, each showing again; knows neither what is shown nor where.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiodataloader import DataLoader

from domain.errors import LimitExceeded
from domain.limits import MAX_SHOWN_BYTES
from resolvers.loading import wait_for
from services.call import Call
from storage.queries.packages import texts_by_digest

BATCH = 16  # texts, of a mebibyte at most each, that are read at a time


@dataclass(slots=True)
class Budget:
    """What a request has shown, and has read to be shown."""

    shown: int = 0
    read: int = 0
    sizes: dict[str, int] = field(default_factory=dict)


def show(call: Call, size: int) -> None:
    """Counts what is about to be shown. LimitExceeded when it is more than one request may show."""
    budget = _budget(call)
    budget.shown += size
    if budget.shown > MAX_SHOWN_BYTES:
        raise _exceeded()


def show_json(call: Call, name: str, value: Any) -> Any:
    """The value, counted by its length as JSON, which is measured once under this name. LimitExceeded as `show`."""
    sizes = _budget(call).sizes
    if name not in sizes:
        sizes[name] = len(json.dumps(value, ensure_ascii=False).encode())
    show(call, sizes[name])
    return value


async def shown_text(call: Call, digest: str | None, size: int | None = None) -> str | None:
    """The text of the digest, counted: by its size before it is read, where that is known. LimitExceeded as `show`."""
    if digest is None:
        return None
    if size is not None:
        show(call, size)
    text: str = await wait_for(_texts(call), digest)
    if size is None:
        show(call, len(text.encode()))
    return text


def _texts(call: Call) -> DataLoader[str, str]:
    async def fetch(digests: list[str]) -> list[str]:
        return await _read(call, digests)

    found: DataLoader[str, str] | None = call.loaders.get(_texts)
    if found is None:
        found = call.loaders[_texts] = DataLoader(fetch, max_batch_size=BATCH)
    return found


async def _read(call: Call, digests: list[str]) -> list[str]:
    """A batch; none any more when those before it were too much, since nobody could be shown it."""
    budget = _budget(call)
    found = await call.reader.run(lambda session: _unless_spent(session, digests, budget))
    if found is None:
        raise _exceeded()
    return [found[digest] for digest in digests]


async def _unless_spent(session: Any, digests: list[str], budget: Budget) -> Mapping[str, str] | None:
    """Asked when it is the batch's turn; raises nothing, as that would end the snapshot of the request."""
    if budget.read > MAX_SHOWN_BYTES:
        return None
    found = await texts_by_digest(session, digests)
    budget.read += sum(len(text) for text in found.values())
    return found


def _budget(call: Call) -> Budget:
    found: Budget = call.spent.setdefault(Budget, Budget())
    return found


def _exceeded() -> LimitExceeded:
    shown = f"{MAX_SHOWN_BYTES} bytes of charts, texts and files"
    return LimitExceeded(f"One request shows at most {shown}; ask for fewer of them, or for the package.")
