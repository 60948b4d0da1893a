"""Mutations of third-party repositories: a use case each, and then what its payload shows."""

from domain.commands.repositories import AddRepository, CheckRepository, UpdateRepository
from domain.ids import Kind
from resolvers.mutations import Shown, gone, payload, read_back, renew
from services import imports, repositories
from services.call import Call


@payload("kind", "chart_count", "version_count")
async def check_repository(call: Call, root: None, input: CheckRepository) -> Shown:
    checked = await repositories.check_repository(call, input)
    await renew(call)
    found = checked.found
    return {"kind": checked.kind, "chart_count": found.chart_count, "version_count": found.version_count}


@payload("repository")
async def add_repository(call: Call, root: None, input: AddRepository) -> Shown:
    return await read_back(call, "repository", Kind.REPOSITORY, await repositories.add_repository(call, input))


@payload("repository")
async def update_repository(call: Call, root: None, input: UpdateRepository) -> Shown:
    return await read_back(call, "repository", Kind.REPOSITORY, await repositories.update_repository(call, input))


@payload("deleted_id")
async def delete_repository(call: Call, root: None, id: str) -> Shown:
    return await gone(call, await repositories.delete_repository(call, id))


@payload("repository")
async def sync_repository(call: Call, root: None, id: str) -> Shown:
    return await read_back(call, "repository", Kind.REPOSITORY, await repositories.sync_repository(call, id))


@payload("version")
async def import_chart_version(call: Call, root: None, id: str) -> Shown:
    return await read_back(call, "version", Kind.VERSION, await imports.import_chart_version(call, id))
