"""The same day in two equal stores: one tells it by compiled read-back, the other by the reference."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from policies.principal import Principal, anonymous
from schema.execution import Operation
from storage.blobs import Blobs, S3Settings
from tests.calls import principal_by_id
from tests.conformance.asking import COMPILED, SCHEMA, Answer, Both, open_both
from tests.conformance.cases import named
from tests.conformance.rows import put
from tests.conformance.steps import EDGES, Chart, Picture, Proof, Step
from tests.conformance.steps import STEPS as STEPS_OF_APPS
from tests.conformance.steps_of_repositories import IMPORTING, upstream_rows
from tests.conformance.steps_of_repositories import REFUSED as EDGES_OF_REPOSITORIES
from tests.conformance.world import build_world, row_id
from tests.fixtures.services import a_database
from tests.fixtures.upstream import an_upstream
from tests.openpgp import Key, said_of
from tests.services.journey import png
from tests.services.stage import received
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
REFUSED = {"variables that do not fit"}
STEPS = [*STEPS_OF_APPS, *IMPORTING, *EDGES_OF_REPOSITORIES]


@dataclass
class Place:
    """One of the two stores, with the ids that its steps have kept."""

    both: Both
    kept: dict[str, str] = field(default_factory=dict)

    async def take(self, step: Step, *, compiled: bool) -> Answer:
        """Takes the step here, by the one executor or the other."""

        async def who() -> Principal:
            return await self._who(step.who)

        operation = Operation(step.document, self._filled(step.variables))
        take = self.both.ask if compiled else self.both.refer
        answer = await take(operation, await who(), None if step.who == "anonymous" else who)
        self._keep(step, answer)
        return answer

    async def _who(self, name: str) -> Principal:
        if name == "anonymous":
            return anonymous(True)
        user_id = UUID(self.kept[name].removeprefix("usr_")) if name in self.kept else row_id(name)
        return await principal_by_id(self.both.database, user_id)

    def _filled(self, value: Any) -> Any:
        match value:
            case str():
                return named(self.kept.get(value.strip("<>"), value) if value.startswith("<") else value)
            case Chart(name, version):
                return received(make_chart(name, version))
            case Proof(name, version):
                text = said_of(make_chart(name, version), name, version)
                return received(Key().clear_sign(text).encode())
            case Picture(side):
                return received(png(side))
            case list():
                return [self._filled(one) for one in value]
            case dict():
                return {key: self._filled(one) for key, one in value.items()}
            case _:
                return value

    def _keep(self, step: Step, answer: Answer) -> None:
        for name, path in step.keeps.items():
            assert answer.body is not None, answer.errors
            found = json.loads(answer.body)["data"]
            for key in path.split("."):
                assert found, answer.body
                found = found[int(key) if key.isdigit() else key]
            self.kept[name] = found


def settled(answer: Answer) -> str:
    """What is told, with new ids by the order in which they come up, and times away."""
    seen: dict[str, str] = {}
    numbered = _ID.sub(lambda found: seen.setdefault(found[0], f"id {len(seen)}"), answer.told[1])
    return _TIME.sub("some time", numbered)


def objects_in(answer: Answer) -> int:
    """How many objects the payloads show."""
    payloads = (json.loads(answer.body).get("data") or {}).values() if answer.body else ()
    shown = (one for payload in payloads if isinstance(payload, dict) for one in payload.items())
    return sum(isinstance(value, dict) and name != "chart" for name, value in shown)


@pytest.fixture(scope="module")
def second_database_url(postgres_url: str, migrated_template: str) -> Iterator[str]:
    with a_database(postgres_url, migrated_template) as url:
        yield url


@pytest.fixture(scope="module")
async def places(
    module_database_url: str, second_database_url: str, module_s3: S3Settings
) -> AsyncIterator[tuple[Place, Place]]:
    blobs = Blobs(module_s3)
    async with open_both(module_database_url, blobs) as here, open_both(second_database_url, blobs) as there:
        with an_upstream() as upstream:
            upstream.publish("imported", "1.0.0")
            for both in (here, there):
                await build_world(both.database)
                await put(both.database, upstream_rows(upstream.url))
            known = {"upstream": upstream.url}
            yield Place(here, {**known}), Place(there, {**known})


async def test_what_a_mutation_shows_is_what_the_reference_shows(places: tuple[Place, Place]) -> None:
    here, there = places

    for step in STEPS:  # which build on one another
        answer, reference = await here.take(step, compiled=True), await there.take(step, compiled=False)

        assert settled(answer) == settled(reference), step.name
        assert (answer.by == COMPILED) == (step.name not in REFUSED), step.name
        is_edge = step in (*EDGES, *EDGES_OF_REPOSITORIES)
        assert is_edge or b'"userErrors":[{' not in (answer.body or b""), (step.name, answer.body)
        if not answer.errors:
            assert answer.compiled_statements == objects_in(answer), f"{step.name}: one statement reads each back"


def test_every_mutation_whose_object_is_read_back_is_among_the_steps() -> None:
    mutation = SCHEMA._schema.mutation_type
    assert mutation is not None
    showing = {
        name
        for name, one in mutation.fields.items()
        if {"deletedId", "revokedId", "chart", "assumedRole"}.isdisjoint(one.type.of_type.fields)
    }

    assert {name for name in showing if not any(f"{name}(" in step.document for step in STEPS)} == set()
