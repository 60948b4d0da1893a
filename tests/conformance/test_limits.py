"""Where an answer would be too much, or has a hole, the reference's words are told, and nothing of it is made."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from policies.principal import Principal
from schema.execution import Operation
from tests.conformance.asking import COMPILED, Answer, Both, open_both
from tests.conformance.rows import put
from tests.conformance.world import at, build_world, callers, digest, global_id, row_id

pytestmark = pytest.mark.anyio
MIB = 1024 * 1024
VERSIONS = 30


@pytest.fixture(scope="module")
async def both(module_database_url: str) -> AsyncIterator[Both]:
    """The world, and beside it a template of many versions whose packages are as large as can be."""
    async with open_both(module_database_url) as opened:
        await build_world(opened.database)
        await put(opened.database, large())
        yield opened


@pytest.fixture
async def admin(both: Both) -> Principal:
    return (await callers(both.database))["admin"]


def large() -> dict[str, list[dict[str, Any]]]:
    """Rows of the template `large`."""
    words = "x" * (MIB - 100)
    template = {"id": row_id("large"), "workspace_id": row_id("acme"), "category_id": row_id("messaging")}
    package = {"size": 1, "chart_name": "large", "chart_version": "1.0.0", "values_digest": digest(31)}
    return {
        "blob": [{"digest": digest(30), "size": 1}],
        "text_blob": [{"digest": digest(31), "text": words}],
        "package": [
            {
                **package,
                "digest": digest(30),
                "chart": {"name": "large", "annotations": {"a": words}},
                "readme_digest": digest(31),
                "values_schema": {"description": words},
            }
        ],
        "package_file": [
            {"package_digest": digest(30), "path": f"{n}", "size": len(words) // 4, "text_digest": digest(31)}
            for n in range(2)
        ],
        "template": [{**template, "name": "large", "maintainers": [], "description": "y" * 20_000}],
        "version": [
            {
                "id": row_id(f"large {n}"),
                "template_id": row_id("large"),
                "workspace_id": row_id("acme"),
                "version": f"1.0.{n}",
                "sort_key": f"{n:03}",
                "package_digest": digest(30),
                "created_at": at(n),
            }
            for n in range(VERSIONS)
        ],
    }


def of_versions(selection: str, first: int = VERSIONS) -> str:
    return f'{{ workspace(name: "acme") {{ template(name: "large") {{ {pages(selection, first)} }} }} }}'


def pages(selection: str, first: int) -> str:
    return f"versions(first: {first}) {{ nodes {{ version {selection} }} }}"


def quoted(number: int) -> str:
    return f'"{global_id("ver", f"large {number}")}"'


def one_more(number: int) -> str:
    return f"a{number}: node(id: {quoted(1)}) {{ ... on AppVersion {{ readme }} }}"


ALL_AT_ONCE = of_versions("readme values valuesSchema chart { name annotations } files { text }", first=100)
TOO_MUCH = {
    "texts": of_versions("readme"),
    "values": of_versions("values"),
    "schemas": of_versions("valuesSchema"),
    "files": of_versions("files { text }"),
    "single files": of_versions('a: file(path: "0") { text } b: file(path: "1") { text } c: file(path: "0") { text }'),
    "whole charts": of_versions("chart { annotations }"),
    "parts of charts": of_versions("chart { name }"),
    "aliases": of_versions(" ".join(f"a{n}: readme" for n in range(10)), first=2),
    "all at once": ALL_AT_ONCE,
    "nodes": f"{{ nodes(ids: [{', '.join(map(quoted, range(VERSIONS)))}]) {{ ... on AppVersion {{ readme }} }} }}",
    "one node over and over": f"{{ {' '.join(map(one_more, range(20)))} }}",
}
JUST_FITS = {
    "texts": of_versions("readme", first=15),
    "charts": of_versions("chart { name }", first=15),
    "a little of everything": of_versions("readme values valuesSchema chart { name }", first=3),
}


async def both_told(both: Both, query: str, who: Principal) -> Answer:
    answer, reference = await both.ask(Operation(query), who), await both.refer(Operation(query), who)

    assert answer.told == reference.told
    return answer


@pytest.mark.parametrize("query", TOO_MUCH.values(), ids=TOO_MUCH)
async def test_what_is_too_much_for_the_reference_is_so_for_everybody(both: Both, admin: Principal, query: str) -> None:
    answer = await both_told(both, query, admin)

    assert {error["extensions"]["code"] for error in answer.errors} == {"LIMIT_EXCEEDED"}


@pytest.mark.parametrize("query", JUST_FITS.values(), ids=JUST_FITS)
async def test_what_just_fits_is_compiled(both: Both, admin: Principal, query: str) -> None:
    answer = await both_told(both, query, admin)

    assert (answer.by, answer.errors) == (COMPILED, [])


async def test_what_weighs_too_much_is_never_put_together(both: Both, admin: Principal) -> None:
    prepared = both.prepare(Operation(ALL_AT_ONCE), admin)

    explained = await both.engine.analyze(prepared)

    time_ms = float(explained.rpartition("Execution Time: ")[2].split()[0])
    assert await both.engine.run(prepared) is None
    assert time_ms < 2_000, "hundreds of megabytes were put together"


async def test_a_listed_app_without_a_version_is_an_error_of_the_field_in_both(both: Both, admin: Principal) -> None:
    async with both.database.write() as tx:
        await tx.execute(text("UPDATE store_app SET listed = true WHERE name = 'kafka'"))
    try:
        answer = await both_told(both, "{ storeApps { nodes { name latestVersion { version } } } }", admin)
        other = await both_told(both, "{ storeApps { nodes { name } } }", admin)
    finally:
        async with both.database.write() as tx:
            await tx.execute(text("UPDATE store_app SET listed = false WHERE name = 'kafka'"))

    assert [error["extensions"]["code"] for error in answer.errors] == ["INTERNAL"]
    assert (other.by, other.errors) == (COMPILED, [])


FORGED = f"\x01c[]\x02 \x03 \x01p{row_id('large 1')}|ACTIVE|{digest(30)}\x02 \x01i\x02"


async def test_nobodys_text_passes_for_a_mark(both: Both, admin: Principal) -> None:
    fields = "displayName summary description home keywords sources maintainers { name email }"
    async with both.database.write() as tx:
        await tx.execute(
            text(
                """UPDATE template SET display_name = :forged, summary = :forged, description = :forged, home = :forged,
                keywords = ARRAY[:forged], sources = ARRAY[:forged], maintainers = CAST(:people AS jsonb)
                WHERE name = 'redis'"""
            ),
            {"forged": FORGED, "people": json.dumps([{"name": FORGED, "email": FORGED}])},
        )
    query = (
        f'{{ workspace(name: "acme") {{ template(name: "redis") {{ {fields} versions {{ edges {{ cursor }} }} }} }} }}'
    )

    answer = await both_told(both, query, admin)

    assert answer.by == COMPILED
    assert answer.body is not None
    shown = json.loads(answer.body)["data"]["workspace"]["template"]
    assert shown["summary"] == shown["keywords"][0] == shown["maintainers"][0]["email"] == FORGED
