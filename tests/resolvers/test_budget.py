"""How much text one request shows: counted with aliases, before it is read, and never read in one piece."""

import pytest

from domain.limits import MAX_SHOWN_BYTES
from resolvers.budget import BATCH, Budget
from schema.errors import MAX_ERRORS, format_errors
from services.call import Call
from storage.tables import PackageFile, TextBlob
from tests.resolvers.world import SCHEMA, World, digest

pytestmark = pytest.mark.anyio

MIB = 1024 * 1024
QUERY = '{ storeApp(publisher: "acme", name: "emqx") { latestVersion { %s } } }'


async def errors_of(call: Call, fields: str) -> set[tuple[str, str]]:
    result = await SCHEMA.execute(QUERY % fields, context_value=call)
    await call.reader.close()
    shown = format_errors((result.errors or [])[:MAX_ERRORS], "r1")
    return {(error["extensions"]["code"], error["message"].split(";")[0]) for error in shown}


async def files(world: World, number: int, size: int, told: int | None = None) -> None:
    """Files of the package with a text each, of this size, or said to be of another."""
    digests = {f"{n}.txt": f"sha256:{n:064x}" for n in range(1000, 1000 + number)}
    await world.add(*(TextBlob(digest=text, text="x" * size) for text in digests.values()))
    said = size if told is None else told
    rows = (PackageFile(package_digest=digest(1), path=path, size=said, text_digest=digests[path]) for path in digests)
    await world.add(*rows)


REFUSED = {("LIMIT_EXCEEDED", f"One request shows at most {MAX_SHOWN_BYTES} bytes of charts, texts and files")}


async def test_the_texts_of_files_are_counted_before_any_is_read(world: World) -> None:
    await files(world, 70, MIB // 4)
    call = world.anonymous()

    assert await errors_of(call, "files { text }") == REFUSED
    assert call.spent[Budget].read <= MAX_SHOWN_BYTES


async def test_texts_that_aliases_repeat_are_counted_each_time(world: World) -> None:
    await files(world, 4, MIB // 4)

    assert await errors_of(world.anonymous(), " ".join(f"a{n}: files {{ text }}" for n in range(20))) == REFUSED
    assert await errors_of(world.anonymous(), " ".join(f"a{n}: files {{ text }}" for n in range(10))) == set()


@pytest.mark.parametrize("field", ["readme", "values", "valuesSchema", "chart { name }"])
async def test_readme_values_schema_and_chart_count_as_well(world: World, field: str) -> None:
    text = "x" * (MIB // 2)
    world.rows["readme"].text = world.rows["values"].text = text
    world.rows["package"].values_schema = {"title": text}
    world.rows["package"].chart = {**world.rows["package"].chart, "description": text}
    await world.add(*(world.rows[name] for name in ("readme", "values", "package")))

    assert await errors_of(world.anonymous(), " ".join(f"a{n}: {field}" for n in range(40))) == REFUSED
    assert await errors_of(world.anonymous(), " ".join(f"a{n}: {field}" for n in range(20))) == set()


async def test_what_cannot_be_shown_any_more_is_not_read(world: World) -> None:
    await files(world, 10 * BATCH, MIB, told=0)
    call = world.anonymous()

    refused = await errors_of(call, "files { text }")

    assert refused == REFUSED
    assert call.spent[Budget].read <= MAX_SHOWN_BYTES + BATCH * MIB
