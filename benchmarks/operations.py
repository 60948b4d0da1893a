"""What is asked: the operations, who asks them, and the request bodies that a load takes in turn."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.data.rows import DEVELOPER, REVIEWER
from benchmarks.places import HERE
from domain.ids import Kind, encode_id

QUERIES = HERE / "queries"
IDS = 96
ANONYMOUS = "-anonymous"
"""How the name ends of an operation whose document is another's."""
Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One question; `by_template` asks it of another template each time. Without a caller nobody is signed in."""

    name: str
    title: str
    caller: str | None
    by_template: bool = False

    def document(self, folder: Path) -> str:
        """As the folder has it, or else in the words of our schema."""
        own = folder / f"{self.name.removesuffix(ANONYMOUS)}.graphql"
        return (own if own.exists() else QUERIES / own.name).read_text()


OPERATIONS = (
    Operation("q1", "a template with its 10 latest versions", DEVELOPER, by_template=True),
    Operation("q2", "the store page: 20 apps, each with category, publisher, 5 versions; the total", DEVELOPER),
    Operation(f"q2{ANONYMOUS}", "the store page, as anyone may see it", None),
    Operation("q3", "the console page: 50 templates x 10 versions x 2 reviews", DEVELOPER),
    Operation("q4", "a template with its latest readme, values and files", DEVELOPER, by_template=True),
    Operation("q5", "the review queue: 20 reviews with phases, version, template, submitter; the total", REVIEWER),
)


def bodies(document: str, variables: Sequence[Variables]) -> list[str]:
    """The request bodies, one line each."""
    return [json.dumps({"query": document, "variables": each}) for each in variables]


async def variables_of(operation: Operation, database_url: str, encoded: bool = True) -> list[Variables]:
    """What the operation is asked of, in turn: our global ids, or for a peer without them the plain ones."""
    if not operation.by_template:
        return [{}]
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch(_TEMPLATES, operation.caller, IDS)
    finally:
        await connection.close()
    return [{"id": encode_id(Kind.TEMPLATE, row["id"]) if encoded else str(row["id"])} for row in rows]


_TEMPLATES = """
SELECT t.id FROM template t JOIN membership m USING (workspace_id) JOIN app_user u ON u.id = m.user_id
 WHERE u.username = $1 AND t.deleted_at IS NULL ORDER BY md5(t.id::text) LIMIT $2
"""
