"""Third-party repositories of a workspace: added, changed, synced and removed. What is in them comes by services.syncs.

Whoever changes one has seen that it can be read: the network is asked between two transactions, each of which asks for
the right and looks at the rows anew. Credentials go only where they were given for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.commands.repositories import AddRepository, CheckRepository, UpdateRepository
from domain.errors import FaultCode, reject
from domain.ids import Kind, encode_id
from domain.upstream import RepositoryCredentials, RepositoryKind
from policies.rights import ADD_REPOSITORY, CHECK_REPOSITORY, MANAGE_REPOSITORY
from services.access import seen_with, signed_in
from services.call import Call
from services.repository_fields import address_changed, address_given, checked_period
from services.texts import DESCRIPTION_LIMIT, DNS_LABEL, DNS_LABEL_RULE, Checks
from services.upstreams import Address, Survey, survey, try_out
from storage.tables import Repository, Workspace
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.repositories import (
    count_repositories,
    delete_repository_row,
    give_up_sync,
    is_repository_named,
    revise_repository,
)
from storage.writes.syncs import begin_sync, hold, plan_next

MOST_REPOSITORIES = 100
NEVER_SEEN = {"seen_etag": None, "seen_last_modified": None, "seen_digest": None}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a repository is, and what a sync would find."""

    kind: RepositoryKind
    found: Survey


async def check_repository(call: Call, command: CheckRepository) -> Checked:
    """What is at the URL; stores nothing. INVALID by field, UNREACHABLE, INDEX_INVALID."""
    async with call.database.write() as tx:
        await seen_with(call, tx, Kind.WORKSPACE, command.workspace, CHECK_REPOSITORY)
    checks = Checks()
    address = address_given(checks, command.url, command.credentials)
    return Checked(address.kind, await survey(call, address, "url"))


async def add_repository(call: Call, command: AddRepository) -> UUID:
    """The id of a new repository, whose first sync waits for a worker. INVALID by field, ALREADY_EXISTS,
    LIMIT_EXCEEDED; UNREACHABLE and INDEX_INVALID, which add nothing."""
    checks = Checks()
    async with call.database.write() as tx:
        await _free_place(call, tx, checks, command)
    name = checks.name(command.name, DNS_LABEL, DNS_LABEL_RULE, "name")
    description = checks.text(command.description or "", DESCRIPTION_LIMIT, "description")
    period_s = checked_period(checks, command.sync_period)
    address = address_given(checks, command.url, command.credentials)
    await try_out(call, address, "url")
    async with call.database.write() as tx:
        workspace = await _free_place(call, tx, checks, command)
        checks.done()
        repository = Repository(
            workspace_id=workspace.id,
            name=name,
            description=description,
            url=address.url,
            kind=address.kind.value,
            sync_period=period_s,
            created_by=signed_in(call),
        )
        repository.credentials = _sealed(call, repository.id, address.credentials)
        tx.add(repository)
        await tx.flush()
        _record(call, tx, "repository.create", repository)
        await begin_sync(tx, repository.id, call.principal.username)
    return repository.id


async def _free_place(call: Call, tx: Transaction, checks: Checks, command: AddRepository) -> Workspace:
    """The workspace, held, which has no repository of that name yet, and room for one."""
    workspace: Workspace = await seen_with(call, tx, Kind.WORKSPACE, command.workspace, ADD_REPOSITORY)
    if await is_repository_named(tx, workspace.id, command.name):
        message = f"{workspace.name} has a repository {command.name} already."
        checks.fault(FaultCode.ALREADY_EXISTS, message, "name")
    if await count_repositories(tx, workspace.id) >= MOST_REPOSITORIES:
        message = f"{workspace.name} has {MOST_REPOSITORIES} repositories, which is the most; delete one first."
        checks.fault(FaultCode.LIMIT_EXCEEDED, message, "workspace")
    return workspace


def _sealed(call: Call, repository_id: UUID, credentials: RepositoryCredentials | None) -> bytes | None:
    return None if credentials is None else call.secrets.seal(repository_id, credentials)


async def update_repository(call: Call, command: UpdateRepository) -> UUID:
    """The id of the changed repository. CONFLICT on a stale revision. A change of how it is reached is tried first, and
    starts a sync; credentials that are stored stay with their host."""
    async with call.database.write() as tx:
        repository = await _at_revision(call, tx, command)
        values = _values(command)
        address = address_changed(call, repository, command)
    if address is not None:
        await try_out(call, address, "url")
    async with call.database.write() as tx:
        repository = await _at_revision(call, tx, command)
        if address is not None:
            values |= _values_of(call, repository, address)
        changed = {name: value for name, value in values.items() if getattr(repository, name) != value}
        if changed:
            _record(call, tx, "repository.update", repository, _spoken(changed))
            await revise_repository(tx, repository.id, **changed)
        if address is not None:
            await give_up_sync(tx, repository.id, "The repository was changed meanwhile; another sync was started.")
            await begin_sync(tx, repository.id, call.principal.username)
        elif "sync_period" in changed:
            await plan_next(tx, repository.id)
    return repository.id


async def _at_revision(call: Call, tx: Transaction, command: UpdateRepository) -> Repository:
    repository: Repository = await seen_with(call, tx, Kind.REPOSITORY, command.id, MANAGE_REPOSITORY)
    if repository.revision != command.revision:
        message = f"{repository.name} is at revision {repository.revision}, not {command.revision}: read it again."
        raise reject(FaultCode.CONFLICT, message, "revision")
    return repository


def _values(command: UpdateRepository) -> dict[str, Any]:
    """The columns that do not concern how it is reached."""
    checks = Checks()
    values: dict[str, Any] = {}
    if command.description is not None:
        values["description"] = checks.text(command.description, DESCRIPTION_LIMIT, "description")
    if command.sync_period is not None:
        values["sync_period"] = checked_period(checks, command.sync_period)
    checks.done()
    return values


def _values_of(call: Call, repository: Repository, address: Address) -> dict[str, Any]:
    """The columns that say how it is reached; what was seen there before says nothing any more."""
    values: dict[str, Any] = {"url": address.url, "kind": address.kind.value, **NEVER_SEEN}
    if not address.are_stored:
        values["credentials"] = _sealed(call, repository.id, address.credentials)
    return values


def _spoken(changed: Iterable[str]) -> str:
    said = {"description": "description", "url": "url", "credentials": "credentials", "sync_period": "syncPeriod"}
    return f"changed {', '.join(said[name] for name in said if name in changed)}"


async def delete_repository(call: Call, repository_id: str) -> str:
    """The id of what was deleted, with its syncs and charts. What was imported stays."""
    async with call.database.write() as tx:
        found = await seen_with(call, tx, Kind.REPOSITORY, repository_id, MANAGE_REPOSITORY)
    async with call.database.write() as tx:
        # In the order of a sync, which has its turn before it holds the repository.
        await hold(tx, found.id)
        repository = await seen_with(call, tx, Kind.REPOSITORY, repository_id, MANAGE_REPOSITORY)
        _record(call, tx, "repository.delete", repository)
        await delete_repository_row(tx, repository.id)
    return repository_id


async def sync_repository(call: Call, repository_id: str) -> UUID:
    """The id of the repository, with a sync that waits or runs: a new one unless one is unfinished."""
    async with call.database.write() as tx:
        repository: Repository = await seen_with(call, tx, Kind.REPOSITORY, repository_id, MANAGE_REPOSITORY)
        if await begin_sync(tx, repository.id, call.principal.username) is not None:
            _record(call, tx, "repository.sync", repository)
    return repository.id


def _record(call: Call, tx: Transaction, action: str, repository: Repository, message: str | None = None) -> None:
    subject = encode_id(Kind.REPOSITORY, repository.id)
    event = Event(action, subject, repository.name, repository.workspace_id, message=message)
    record(tx, call.principal.username, event)
