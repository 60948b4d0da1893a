"""Before anything is measured: everyone answers, and answers the same."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.answers import Different, compare
from benchmarks.operations import Operation, bodies, variables_of
from benchmarks.servers import Server

COMPARED = 8
"""So many of an operation's bodies; the answers to the others only have to be without errors."""
Bodies = Mapping[str, Sequence[str]]


def bodies_for(server: Server, operations: Sequence[Operation], database_url: str) -> Bodies:
    """The request bodies of each operation, in the server's own words."""
    candidate = server.candidate
    return {
        operation.name: bodies(
            operation.document(candidate.documents),
            asyncio.run(variables_of(operation, database_url, candidate.has_global_ids)),
        )
        for operation in operations
        if operation.name not in candidate.skips
    }


def check_agreement(ours: tuple[Server, Bodies], other: tuple[Server, Bodies], operations: Sequence[Operation]) -> None:
    """Passes when the other says what we say. Different, or ServerError, names the operation and the place."""
    for operation in operations:
        for at, body in enumerate(other[1].get(operation.name, ())):
            told = other[0].ask(body, other[0].headers(operation.caller))
            if at < COMPARED:
                mine = ours[0].ask(ours[1][operation.name][at], ours[0].headers(operation.caller))
                _check_filled(operation, mine)
                compare(mine, told, f"{other[0].name}, {operation.name} no. {at}")


def keep_answers(server: Server, asked: Bodies, operations: Sequence[Operation], folder: Path) -> dict[str, int]:
    """The sizes in bytes of our answers, the first of each laid into the folder for the server of static bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for operation in operations:
        answer = server.answer(asked[operation.name][0], server.headers(operation.caller))
        (folder / operation.name).write_bytes(answer)
        sizes[operation.name] = len(answer)
    return sizes


def _check_filled(operation: Operation, data: Any) -> None:
    """An answer of nothing would be equal too."""
    if not data or any(not value for value in data.values()):
        raise Different(f"{operation.name} finds nothing: {json.dumps(data)[:200]}")
