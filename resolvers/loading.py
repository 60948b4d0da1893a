"""Batches look-ups: what the fields of one level ask for one by one is asked of the database in one statement.

A batch is a function of storage.queries `(session, keys, *arguments) -> mapping`; each has one loader a request, which
`Call.start_afresh` forgets. What is visible is asked through `seen`, what the store itself must know through `fact`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any

from aiodataloader import DataLoader

from policies.predicate import Thing
from services.call import Call
from storage.queries.rows import by_id

Batch = Callable[..., Awaitable[Mapping[Any, Any]]]


async def seen(call: Call, thing: Thing, batch: Batch, key: Hashable | None, *arguments: Hashable) -> Any:
    """What the batch gives for the key under the caller's scope on the thing; None for the key None."""
    if key is None:
        return None
    name = (batch, thing, arguments)
    return await _load(call, name, key, lambda session, keys: batch(session, keys, call.scope(thing), *arguments))


async def row(call: Call, thing: Thing, row_id: Hashable | None) -> Any:
    """The row by id, or None when there is none for this caller."""
    return await seen(call, thing, by_id, row_id)


async def fact(call: Call, batch: Batch, key: Hashable | None, *arguments: Hashable) -> Any:
    """What the batch gives for the key, whoever asks: for what is reached from a row that the caller does see."""
    if key is None:
        return None
    return await _load(call, (batch, arguments), key, lambda session, keys: batch(session, keys, *arguments))


async def wait_for(loader: DataLoader[Any, Any], key: Any) -> Any:
    """What the loader gives for the key. A field that is cancelled, as its sibling has failed, takes nothing away from
    the others that wait for the same."""
    found = loader.load(key)
    found.add_done_callback(_heard)
    return await asyncio.shield(found)


def _heard(found: asyncio.Future[Any]) -> None:
    # Where all who waited were cancelled, nobody hears of a failure, and asyncio would log it.
    if not found.cancelled():
        found.exception()


async def _load(call: Call, name: Hashable, key: Hashable, batch: Batch) -> Any:
    loader = call.loaders.get(name)
    if loader is None:
        loader = call.loaders[name] = _loader(call, batch)
    return await wait_for(loader, key)


def _loader(call: Call, batch: Batch) -> DataLoader[Any, Any]:
    async def fetch(keys: Sequence[Any]) -> list[Any]:
        found = await call.reader.run(lambda session: batch(session, keys))
        return [found.get(key) for key in keys]

    return DataLoader(fetch)
