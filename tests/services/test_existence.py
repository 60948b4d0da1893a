"""The hidden and the made up cost the same work: no timing can tell them apart (the statements sent are equal)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

import pytest
from sqlalchemy import event

from domain.commands.repositories import AddRepository, CheckRepository, UpdateRepository
from domain.commands.templates import UpdateTemplate, UpdateVersion
from domain.errors import NotFound
from domain.ids import Kind, encode_id
from domain.lifecycle import ReviewPhaseName
from server.embedded import Backends
from services import imports, pictures, repositories, reviews, templates, versions, workspaces
from services.call import Call
from storage.blobs import Blobs
from storage.database import Database
from tests.resolvers.repositories import a_chart, a_chart_version, a_repository
from tests.services.stage import ALL, Stage, received, set_stage
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio
UseCase = Callable[[Call, str], Awaitable[object]]
ON_TEMPLATE: dict[str, UseCase] = {
    "update": lambda call, i: templates.update_template(call, UpdateTemplate(i, 1)),
    "delete": templates.delete_template,
    "suspend": lambda call, i: templates.suspend_template(call, i, "why"),
    "republish": templates.republish_template,
    "icon": lambda call, i: pictures.set_icon(call, i, None),
}
ON_VERSION: dict[str, UseCase] = {
    "update": lambda call, i: versions.update_version(call, UpdateVersion(i, 1, "x")),
    "replace": lambda call, i: versions.replace_package(call, i, received(make_chart()), 1),
    "submit": lambda call, i: versions.submit_version(call, i, None),
    "start": lambda call, i: reviews.start_review(call, i, ReviewPhaseName.TECHNICAL),
    "publish": versions.publish_version,
    "delete": versions.delete_version,
}
ON_REPOSITORY: dict[str, UseCase] = {
    "update": lambda call, i: repositories.update_repository(call, UpdateRepository(i, 1)),
    "delete": repositories.delete_repository,
    "sync": repositories.sync_repository,
}
CASES = [
    *((Kind.TEMPLATE, name, use_case) for name, use_case in ON_TEMPLATE.items()),
    *((Kind.VERSION, name, use_case) for name, use_case in ON_VERSION.items()),
    *((Kind.REPOSITORY, name, use_case) for name, use_case in ON_REPOSITORY.items()),
    (Kind.REPOSITORY_CHART_VERSION, "import", imports.import_chart_version),
    (Kind.WORKSPACE, "delete", workspaces.delete_workspace),
    (
        Kind.WORKSPACE,
        "check repository",
        lambda call, i: repositories.check_repository(call, CheckRepository(i, "https://charts.example")),
    ),
    (
        Kind.WORKSPACE,
        "add repository",
        lambda call, i: repositories.add_repository(call, AddRepository(i, "charts", "https://charts.example")),
    ),
]


@pytest.fixture
async def stage(backends: Backends) -> AsyncIterator[Stage]:
    database = Database(backends.database_url)
    yield await set_stage(database, Blobs(backends.s3), "hidden")
    await database.close()


async def with_repository(stage: Stage) -> dict[Kind, str]:
    """The global ids of a repository of the stage and of what it lists."""
    repository = a_repository(stage.workspace_id)
    chart = a_chart(repository, "emqx")
    version = a_chart_version(chart, "1.0.0")
    async with stage.database.write() as tx:
        for row in (repository, chart, version):
            tx.add(row)
            await tx.flush()
    kinds = {Kind.REPOSITORY: repository.id, Kind.REPOSITORY_CHART_VERSION: version.id}
    return {kind: encode_id(kind, row_id) for kind, row_id in kinds.items()}


async def statements(call: Call, use_case: UseCase, identifier: str) -> list[str]:
    """The texts of what the refused use case sent to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(call.database.engine.sync_engine, "before_cursor_execute", note)
    try:
        with pytest.raises(NotFound):
            await use_case(call, identifier)
    finally:
        event.remove(call.database.engine.sync_engine, "before_cursor_execute", note)
    return sent


@pytest.mark.parametrize(("kind", "name", "use_case"), CASES, ids=[f"{kind.name} {name}" for kind, name, _ in CASES])
async def test_a_hidden_thing_is_refused_with_the_very_statements_of_a_made_up_one(
    stage: Stage, kind: Kind, name: str, use_case: UseCase
) -> None:
    template, version = await stage.template()
    things = {Kind.TEMPLATE: template, Kind.VERSION: version, **await with_repository(stage)}
    hidden = things.get(kind, encode_id(kind, stage.workspace_id))
    neighbour = await set_stage(stage.database, stage.blobs, "neighbour")
    held = MappingProxyType({neighbour.workspace_id: ALL})
    stranger = replace(neighbour.isv, principal=replace(neighbour.isv.principal, platform=frozenset(), workspaces=held))

    there = await statements(stranger, use_case, hidden)
    nowhere = await statements(stranger, use_case, encode_id(kind, uuid4()))

    assert there == nowhere
    assert there
