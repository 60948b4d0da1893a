"""Explains to a user why they, or to a holder of USERS_READ why anyone, may or may not do a thing.

Never an oracle: what the asker cannot see is told of as if it were not there, roles in workspaces included. One who
signed in knows all that they hold themselves; an API token sees no more of its owner than of anybody else.
"""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from domain.errors import Forbidden, NotFound
from domain.ids import Kind, decode_id
from policies.enforcer import ask_casbin, read_builtin_rules, rules_of
from policies.explain import (
    ON_THE_PLATFORM,
    Explanation,
    HeldRole,
    Holder,
    Place,
    explain_permission,
    unseen_grant,
    with_sight,
)
from policies.predicate import Thing
from policies.principal import Principal
from policies.scope import clauses_of, scope_of
from policies.vocabulary import Permission, RoleScope, permissions_of_scope
from services.access import THINGS, signed_in
from services.call import Call
from services.principals import known, that_count
from storage.queries.base import find
from storage.queries.explain import first_showing, visible_user, workspaces_in_sight
from storage.queries.people import Grant, grants_of
from storage.queries.workspaces import workspace_seen


class _Node(NamedTuple):
    kind: Kind
    row: Any


async def explain(
    call: Call, username: str, permission: Permission, workspace: str | None, node: str | None
) -> Explanation:
    """Casbin's decision in the workspace (by name), in the node's place, or on the platform.

    A node settles the place; a workspace beside it must be that place. A user, workspace or node that the caller
    cannot see is explained as not found, and a membership that they cannot see counts as none. Unauthenticated;
    Forbidden about others without USERS_READ on the platform.
    """
    _require_the_right_to_ask(call, username)
    holder = await _holder(call, username)
    if holder is None:
        return Explanation(False, f"There is no user {username}.")
    try:
        found = None if node is None else await _node(call, node)
        place = await _place(call, username, workspace, found)
    except NotFound as error:
        return Explanation(False, str(error))
    decision = explain_permission(holder, permission, place)
    if not decision.allowed and _holds_unseen(call, username, permission, place):
        decision = unseen_grant(holder, permission, place)
    return decision if found is None or holder.disabled else await _with_sight(call, decision, holder, found)


def _require_the_right_to_ask(call: Call, username: str) -> None:
    signed_in(call)
    if username != call.principal.username and Permission.USERS_READ not in call.principal.platform:
        raise Forbidden("To ask about others needs the permission USERS_READ on the platform.")


async def _holder(call: Call, username: str) -> Holder | None:
    user = await call.reader.run(lambda session: visible_user(session, call.scope(Thing.USER), username))
    if user is None:
        return None
    grants = await call.reader.run(lambda session: grants_of(session, user.id))
    if user.id == call.principal.user_id:
        grants = list(that_count(call.principal.assumed, grants))
    if user.id != call.principal.user_id or call.principal.is_narrowed:
        memberships = call.scope(Thing.MEMBERSHIP)
        joined = await call.reader.run(lambda session: workspaces_in_sight(session, memberships, user.id))
        grants = [grant for grant in grants if grant.workspace_id in joined or _is_told(call, grant, user.id)]
    return Holder(user.id, user.username, user.disabled, tuple(_held_roles(grants)))


def _is_told(call: Call, grant: Grant, user_id: UUID) -> bool:
    # A role of the platform is seen with its user, but lies outside of the place of a token for one workspace.
    is_outside = user_id == call.principal.user_id and not call.principal.platform
    return grant.workspace_id is None and not is_outside


def _holds_unseen(call: Call, username: str, permission: Permission, place: Place) -> bool:
    # A token may hold a permission by a role that it does not see; that it holds it is no secret to it.
    return _is_own_token(call, username) and call.principal.allows(permission, place.workspace_id)


def _is_own_token(call: Call, username: str) -> bool:
    return call.principal.is_narrowed and username == call.principal.username


def _held_roles(grants: Iterable[Grant]) -> Iterable[HeldRole]:
    builtin = read_builtin_rules()
    for grant in grants:
        scope = RoleScope.PLATFORM if grant.workspace_id is None else RoleScope.WORKSPACE
        # As services.principals: a role in a place where it has no meaning counts for nothing.
        if grant.role_scope == scope.value and grant.role_workspace_id in (None, grant.workspace_id):
            custom = rules_of(known(grant.permissions) & permissions_of_scope(scope))
            rules = builtin.get(grant.role_name, ()) if grant.builtin else custom
            yield HeldRole(grant.role_name, rules, grant.workspace_id)


async def _node(call: Call, global_id: str) -> _Node:
    decoded = decode_id(global_id)
    if decoded is not None:
        scope = call.scope(THINGS[decoded.kind])
        row = await call.reader.run(lambda session: find(session, scope, decoded.value))
        if row is not None:
            return _Node(decoded.kind, row)
    raise NotFound("Node")


async def _place(call: Call, username: str, workspace: str | None, node: _Node | None) -> Place:
    named = None if workspace is None else await _named_place(call, workspace)
    if node is None:
        return named or ON_THE_PLATFORM
    place = await _place_of(call, username, node)
    if named is not None and named.workspace_id != place.workspace_id:
        raise NotFound("Node")
    return place


async def _named_place(call: Call, name: str) -> Place:
    row = await call.reader.run(lambda session: workspace_seen(session, call.scope(Thing.WORKSPACE), name))
    if row is None:
        raise NotFound("Workspace")
    return Place(row.id, row.name)


async def _place_of(call: Call, username: str, node: _Node) -> Place:
    workspace_id = node.row.id if node.kind is Kind.WORKSPACE else getattr(node.row, "workspace_id", None)
    if workspace_id is None:
        return ON_THE_PLATFORM
    row = await call.reader.run(lambda session: find(session, call.scope(Thing.WORKSPACE), workspace_id))
    if row is not None:
        return Place(workspace_id, row.name)
    # A reviewer sees a submission and not its workspace. About themselves they may ask; who else belongs to a
    # workspace that they cannot see is none of their business.
    if username != call.principal.username:
        raise NotFound("Node")
    return Place(workspace_id)


async def _with_sight(call: Call, decision: Explanation, holder: Holder, node: _Node) -> Explanation:
    thing = THINGS[node.kind]
    # What a token sees, its owner sees too.
    is_known = _is_own_token(call, holder.username)
    principal = call.principal if is_known else _principal(holder, call.rules.store_public)
    clauses = clauses_of(scope_of(principal, thing))
    clause = await call.reader.run(lambda session: first_showing(session, clauses, node.row.id))
    return with_sight(decision, holder, thing, None if clause is None else clause.predicate)


def _principal(holder: Holder, store_public: bool) -> Principal:
    held: dict[UUID | None, frozenset[Permission]] = {
        role.workspace_id: ask_casbin(role.rules) for role in holder.roles
    }
    platform = held.pop(None, frozenset())
    workspaces = MappingProxyType({place: allowed for place, allowed in held.items() if place is not None})
    return Principal(holder.user_id, holder.username, platform, workspaces, store_public=store_public)
