"""Mutations: a use case each, and then what its payload shows, read back as its caller now sees it."""

from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from domain.commands.categories import CreateCategory, UpdateCategory
from domain.commands.people import (
    AddMember,
    AssumeRole,
    ChangePassword,
    CreateApiToken,
    CreateRole,
    CreateUser,
    CreateWorkspace,
    Login,
    UpdateMember,
    UpdateRole,
    UpdateUser,
    UpdateWorkspace,
)
from domain.commands.templates import CreateTemplate, CreateVersion, UpdateTemplate, UpdateVersion
from domain.errors import Rejected, Unauthenticated
from domain.ids import Kind
from domain.lifecycle import ReviewPhaseName
from policies.principal import Principal, anonymous
from resolvers.loading import row
from services import (
    categories,
    members,
    pictures,
    reviews,
    roles,
    sessions,
    templates,
    tokens,
    users,
    versions,
    workspaces,
)
from services.access import THINGS
from services.call import Call
from services.inspect import inspect_chart as inspect
from storage.writes.packages import chart_document
from uploads.received import ReceivedFile

Payload = SimpleNamespace
Shown = dict[str, Any]
UseCase = Callable[..., Awaitable[Shown]]


def payload(*fields: str) -> Callable[[UseCase], Callable[..., Awaitable[Payload]]]:
    """Makes a payload with these fields of what a use case shows: all null, with the faults, when it is rejected."""

    def declare(use_case: UseCase) -> Callable[..., Awaitable[Payload]]:
        @wraps(use_case)
        async def resolve(call: Call, root: None, **arguments: Any) -> Payload:
            # It writes on a connection of its own: held both, many mutations at once would wait for each other.
            await call.reader.close()
            try:
                shown = await use_case(call, root, **arguments)
            except Rejected as rejected:
                await renew(call)
                return Payload(**dict.fromkeys(fields), user_errors=rejected.faults)
            return Payload(**shown, user_errors=())

        return resolve

    return declare


async def renew(call: Call) -> None:
    try:
        await call.start_afresh()
    except Unauthenticated:  # the caller ended its own credential, which was what it wanted
        call.principal = anonymous(call.rules.store_public)


async def go_on_as(call: Call, principal: Principal) -> None:
    """What follows in the document is done by the new session, and looked up again as it."""
    await call.forget()
    call.principal = principal
    call.renew = lambda: call.reader.run(lambda session: sessions.of_session(call, session, principal))


async def read_back(call: Call, field: str, kind: Kind, row_id: UUID) -> Shown:
    await renew(call)
    return {field: await row(call, THINGS[kind], row_id)}


async def gone(call: Call, deleted_id: str, field: str = "deleted_id") -> Shown:
    await renew(call)
    return {field: deleted_id}


# ---------------------------------------------------------------- signing in


@payload("token", "expires_at", "viewer")
async def login(call: Call, root: None, input: Login) -> Shown:
    opened = await sessions.login(call, input)
    await go_on_as(call, opened.principal)
    return {"token": opened.token, "expires_at": opened.expires_at, "viewer": opened.principal}


@payload("viewer")
async def change_password(call: Call, root: None, input: ChangePassword) -> Shown:
    await sessions.change_password(call, input)
    await renew(call)
    return {"viewer": call.principal}


@payload("token", "expires_at", "assumed_role")
async def assume_role(call: Call, root: None, input: AssumeRole) -> Shown:
    opened = await sessions.assume_role(call, input)
    await go_on_as(call, opened.principal)
    return {"token": opened.token, "expires_at": opened.expires_at, "assumed_role": opened.principal.assumed}


@payload("secret", "api_token")
async def create_api_token(call: Call, root: None, input: CreateApiToken) -> Shown:
    created = await tokens.create_api_token(call, input)
    return {"secret": created.secret, **await read_back(call, "api_token", Kind.API_TOKEN, created.id)}


@payload("revoked_id")
async def revoke_api_token(call: Call, root: None, id: str) -> Shown:
    return await gone(call, await tokens.revoke_api_token(call, id), "revoked_id")


# ---------------------------------------------------------------- people and workspaces


@payload("user")
async def create_user(call: Call, root: None, input: CreateUser) -> Shown:
    return await read_back(call, "user", Kind.USER, await users.create_user(call, input))


@payload("user")
async def update_user(call: Call, root: None, input: UpdateUser) -> Shown:
    return await read_back(call, "user", Kind.USER, await users.update_user(call, input))


@payload("role")
async def create_role(call: Call, root: None, input: CreateRole) -> Shown:
    return await read_back(call, "role", Kind.ROLE, await roles.create_role(call, input))


@payload("role")
async def update_role(call: Call, root: None, input: UpdateRole) -> Shown:
    return await read_back(call, "role", Kind.ROLE, await roles.update_role(call, input))


@payload("deleted_id")
async def delete_role(call: Call, root: None, id: str) -> Shown:
    return await gone(call, await roles.delete_role(call, id))


@payload("workspace")
async def create_workspace(call: Call, root: None, input: CreateWorkspace) -> Shown:
    return await read_back(call, "workspace", Kind.WORKSPACE, await workspaces.create_workspace(call, input))


@payload("workspace")
async def update_workspace(call: Call, root: None, input: UpdateWorkspace) -> Shown:
    return await read_back(call, "workspace", Kind.WORKSPACE, await workspaces.update_workspace(call, input))


@payload("deleted_id")
async def delete_workspace(call: Call, root: None, id: str) -> Shown:
    return await gone(call, await workspaces.delete_workspace(call, id))


@payload("membership")
async def add_member(call: Call, root: None, input: AddMember) -> Shown:
    return await read_back(call, "membership", Kind.MEMBERSHIP, await members.add_member(call, input))


@payload("membership")
async def update_member(call: Call, root: None, input: UpdateMember) -> Shown:
    return await read_back(call, "membership", Kind.MEMBERSHIP, await members.update_member(call, input))


@payload("deleted_id")
async def remove_member(call: Call, root: None, id: str) -> Shown:
    return await gone(call, await members.remove_member(call, id))


# ---------------------------------------------------------------- templates


@payload("chart", "readme", "values", "size", "digest")
async def inspect_chart(call: Call, root: None, package: ReceivedFile, template: str | None = None) -> Shown:
    read = await inspect(call, package, template)
    return {
        "chart": chart_document(read.chart.metadata),
        "readme": read.chart.readme,
        "values": read.chart.values,
        "size": read.size,
        "digest": read.digest,
    }


@payload("template")
async def create_template(
    call: Call,
    root: None,
    input: tuple[CreateTemplate, ReceivedFile, ReceivedFile | None, ReceivedFile | None],
) -> Shown:
    return await _template(call, await templates.create_template(call, *input))


@payload("template")
async def update_template(call: Call, root: None, input: UpdateTemplate) -> Shown:
    return await _template(call, await templates.update_template(call, input))


@payload("template")
async def set_template_icon(call: Call, root: None, id: str, icon: ReceivedFile | None = None) -> Shown:
    return await _template(call, await pictures.set_icon(call, id, icon))


@payload("template")
async def set_template_screenshots(
    call: Call,
    root: None,
    id: str,
    keep: Sequence[str] = (),
    add: Sequence[ReceivedFile] = (),
) -> Shown:
    return await _template(call, await pictures.set_screenshots(call, id, keep, add))


@payload("deleted_id")
async def delete_template(call: Call, root: None, id: str) -> Shown:
    return await gone(call, await templates.delete_template(call, id))


@payload("template")
async def suspend_template(call: Call, root: None, id: str, message: str) -> Shown:
    return await _template(call, await templates.suspend_template(call, id, message))


@payload("template")
async def restore_template(call: Call, root: None, id: str) -> Shown:
    return await _template(call, await templates.restore_template(call, id))


@payload("template")
async def republish_template(call: Call, root: None, id: str) -> Shown:
    return await _template(call, await templates.republish_template(call, id))


async def _template(call: Call, template_id: UUID) -> Shown:
    return await read_back(call, "template", Kind.TEMPLATE, template_id)


# ---------------------------------------------------------------- versions


@payload("version")
async def create_version(
    call: Call, root: None, input: tuple[CreateVersion, ReceivedFile, ReceivedFile | None]
) -> Shown:
    return await _version(call, await versions.create_version(call, *input))


@payload("version")
async def update_version(call: Call, root: None, input: UpdateVersion) -> Shown:
    return await _version(call, await versions.update_version(call, input))


@payload("version")
async def replace_package(
    call: Call, root: None, id: str, package: ReceivedFile, revision: int, provenance: ReceivedFile | None = None
) -> Shown:
    return await _version(call, await versions.replace_package(call, id, package, revision, provenance))


@payload("deleted_id")
async def delete_version(call: Call, root: None, id: str) -> Shown:
    return await gone(call, await versions.delete_version(call, id))


@payload("version")
async def submit_version(call: Call, root: None, id: str, description: str | None = None) -> Shown:
    return await _version(call, await versions.submit_version(call, id, description))


@payload("version")
async def withdraw_version(call: Call, root: None, id: str) -> Shown:
    return await _version(call, await versions.withdraw_version(call, id))


@payload("version")
async def start_review(call: Call, root: None, id: str, phase: ReviewPhaseName) -> Shown:
    return await _version(call, await reviews.start_review(call, id, phase))


@payload("version")
async def pass_review(
    call: Call,
    root: None,
    id: str,
    phase: ReviewPhaseName,
    message: str | None = None,
) -> Shown:
    return await _version(call, await reviews.pass_review(call, id, phase, message))


@payload("version")
async def reject_review(call: Call, root: None, id: str, phase: ReviewPhaseName, message: str) -> Shown:
    return await _version(call, await reviews.reject_review(call, id, phase, message))


@payload("version")
async def publish_version(call: Call, root: None, id: str) -> Shown:
    return await _version(call, await versions.publish_version(call, id))


@payload("version")
async def suspend_version(call: Call, root: None, id: str, message: str) -> Shown:
    return await _version(call, await versions.suspend_version(call, id, message))


@payload("version")
async def restore_version(call: Call, root: None, id: str) -> Shown:
    return await _version(call, await versions.restore_version(call, id))


async def _version(call: Call, version_id: UUID) -> Shown:
    return await read_back(call, "version", Kind.VERSION, version_id)


# ---------------------------------------------------------------- categories


@payload("category")
async def create_category(call: Call, root: None, input: CreateCategory) -> Shown:
    return await read_back(call, "category", Kind.CATEGORY, await categories.create_category(call, input))


@payload("category")
async def update_category(call: Call, root: None, input: UpdateCategory) -> Shown:
    return await read_back(call, "category", Kind.CATEGORY, await categories.update_category(call, input))


@payload("deleted_id")
async def delete_category(call: Call, root: None, id: str) -> Shown:
    return await gone(call, await categories.delete_category(call, id))
