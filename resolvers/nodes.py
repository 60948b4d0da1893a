"""Things by global id, under the scope of what they are."""

import asyncio
from typing import Any

from domain.errors import BadRequest
from domain.ids import decode_id
from domain.limits import MAX_IDS
from resolvers.loading import row
from services.access import THINGS
from services.call import Call


async def node(call: Call, _root: Any, id: str) -> Any:  # noqa: A002 - the argument's name in the contract
    """What the id names for this caller; None for the foreign, the deleted, the made up and the misspelt."""
    named = decode_id(id)
    return None if named is None else await row(call, THINGS[named.kind], named.value)


async def nodes(call: Call, root: Any, ids: list[str]) -> list[Any]:
    """One answer for each id, in the order asked. BadRequest for more than 100."""
    if len(ids) > MAX_IDS:
        raise BadRequest(f"`ids` has {len(ids)} ids; at most {MAX_IDS} fit.")
    return await asyncio.gather(*(node(call, root, one) for one in ids))
