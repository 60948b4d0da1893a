"""The audit log's events of what ends because something else was done: a credential, or what a workspace had.

Whoever did the other thing is the actor; the message says what it was.
"""

from collections.abc import Iterable

from domain.ids import Kind, encode_id
from services.call import Call
from storage.tables import Workspace
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.sign_in import EndedToken
from storage.writes.workspaces import RemovedContents, RemovedRights


def record_revoked(call: Call, tx: Transaction, tokens: Iterable[EndedToken], why: str) -> None:
    """One token.revoke for each API token."""
    for token in tokens:
        subject = encode_id(Kind.API_TOKEN, token.id)
        event = Event("token.revoke", subject, token.name, token.workspace_id, message=why)
        record(tx, call.principal.username, event)


def record_removed(
    call: Call, tx: Transaction, workspace: Workspace, contents: RemovedContents, rights: RemovedRights
) -> None:
    """One event for each thing that went with the workspace."""
    why = f"with the workspace {workspace.name}"
    for event in (*_of_contents(workspace, contents, why), *_of_rights(workspace, rights, why)):
        record(tx, call.principal.username, event)
    record_revoked(call, tx, rights.tokens, why)


def _of_contents(workspace: Workspace, contents: RemovedContents, why: str) -> Iterable[Event]:
    for version in contents.versions:
        subject = encode_id(Kind.VERSION, version.id)
        if version.id in contents.withdrawn:
            yield Event("version.withdraw", subject, version.name, workspace.id, version.state, message=why)
        yield Event("version.delete", subject, version.name, workspace.id, version.state, message=why)
    for template in contents.templates:
        subject = encode_id(Kind.TEMPLATE, template.id)
        yield Event("template.delete", subject, template.name, workspace.id, template.state, message=why)
    for key in contents.keys:
        yield Event("signing_key.delete", encode_id(Kind.SIGNING_KEY, key.id), key.name, workspace.id, message=why)
    for repository in contents.repositories:
        subject = encode_id(Kind.REPOSITORY, repository.id)
        yield Event("repository.delete", subject, repository.name, workspace.id, message=why)


def _of_rights(workspace: Workspace, rights: RemovedRights, why: str) -> Iterable[Event]:
    for member in rights.members:
        subject, name = encode_id(Kind.MEMBERSHIP, member.id), f"{member.username} in {workspace.name}"
        yield Event("member.remove", subject, name, workspace.id, message=f"{member.role}, {why}")
    for role in rights.roles:
        yield Event("role.delete", encode_id(Kind.ROLE, role.id), role.name, workspace.id, message=why)
