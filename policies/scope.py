"""What a caller may see, as a value: the one place that mints a Scope, and the one place to audit.

A Scope proves that the policy was asked: no row can be listed without one. What one may see of each thing:

    workspace    WORKSPACES_READ there
    membership   WORKSPACES_READ there, and MEMBERS_READ there or it is one's own
    template     TEMPLATES_READ and WORKSPACES_READ there; with TEMPLATES_READ alone, once it was submitted
    version      as a template, by its own submission; and ACTIVE ones with the store
    review       TEMPLATES_READ and REVIEWS_READ there; its phases with it
    store app    listed, with STORE_READ, or anyone when the store is public
    category     with the store, or signed in
    user         USERS_READ; oneself; members that one sees; parties to reviews, past ones too, where one sees them
    role         ROLES_READ there; built-in ones when signed in; the one assumed; those of visible users and memberships
    audit event  AUDIT_READ on the platform, or in the event's workspace
    API token    one's own, but not in an assumed role
    signing key  WORKSPACES_READ there
    repository   REPOSITORIES_READ and WORKSPACES_READ there; its syncs, charts and their versions with it
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from policies.predicate import (
    EVERYTHING,
    NOTHING,
    AnyOf,
    Is,
    IsSet,
    Linked,
    Predicate,
    Thing,
    all_of,
    any_of,
    given,
    one_of,
)
from policies.principal import Principal
from policies.vocabulary import Permission as P


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows of `thing` a caller may see. Made by `scope_of` only (an architecture test looks)."""

    thing: Thing
    predicate: Predicate


def scope_of(principal: Principal, thing: Thing) -> Scope:
    """The caller's scope on a thing: everything, nothing, or a condition."""
    return Scope(thing, _RULES[thing](principal))


def within(scope: Scope, **values: UUID | str | bool) -> Scope:
    """The scope on rows whose columns have these values: to be asked of no others. Callers who see the same of these
    have equal ones."""
    return Scope(scope.thing, given(scope.predicate, **values))


def clauses_of(scope: Scope) -> tuple[Scope, ...]:
    """The scope's alternatives, each a scope of its own: a row is seen when one of them shows it."""
    return tuple(Scope(scope.thing, part) for part in _alternatives(scope.predicate))


def _alternatives(predicate: Predicate) -> tuple[Predicate, ...]:
    if isinstance(predicate, AnyOf):
        return tuple(leaf for part in predicate.parts for leaf in _alternatives(part))
    return (predicate,)


def where_held(principal: Principal, *permissions: P, column: str = "workspace_id") -> Predicate:
    """Rows whose workspace is one in which all of these are held, on the platform or there."""
    if principal.platform.issuperset(permissions):
        return EVERYTHING
    return one_of(column, principal.workspaces_allowing(*permissions), tuple(permissions))


def _workspaces(principal: Principal) -> Predicate:
    return where_held(principal, P.WORKSPACES_READ, column="id")


def _memberships(principal: Principal) -> Predicate:
    return any_of(
        where_held(principal, P.WORKSPACES_READ, P.MEMBERS_READ),
        all_of(where_held(principal, P.WORKSPACES_READ), _own(principal, "user_id")),
    )


def _own(principal: Principal, column: str) -> Predicate:
    return NOTHING if principal.user_id is None else Is(column, principal.user_id)


def _templates(principal: Principal) -> Predicate:
    return any_of(
        where_held(principal, P.TEMPLATES_READ, P.WORKSPACES_READ),
        all_of(IsSet("first_submitted_at"), where_held(principal, P.TEMPLATES_READ)),
    )


def _versions(principal: Principal) -> Predicate:
    return any_of(_templates(principal), all_of(Is("state", "ACTIVE"), _in_store(principal)))


def _reviews(principal: Principal) -> Predicate:
    return where_held(principal, P.TEMPLATES_READ, P.REVIEWS_READ)


def _review_phases(principal: Principal) -> Predicate:
    reviews = _reviews(principal)
    return reviews if reviews in (EVERYTHING, NOTHING) else Linked("review_id", Thing.REVIEW, "id", reviews)


def _store_apps(principal: Principal) -> Predicate:
    return all_of(Is("listed", True), _in_store(principal))


def _in_store(principal: Principal) -> Predicate:
    return EVERYTHING if principal.store_public else where_held(principal, P.STORE_READ)


def _categories(principal: Principal) -> Predicate:
    return EVERYTHING if principal.is_signed_in or principal.store_public else NOTHING


def _users(principal: Principal) -> Predicate:
    if P.USERS_READ in principal.platform:
        return EVERYTHING
    return any_of(
        _own(principal, "id"),
        _linked("id", Thing.MEMBERSHIP, "user_id", _memberships(principal)),
        _linked("id", Thing.REVIEW, "submitted_by", _reviews(principal)),
        _linked("id", Thing.REVIEW_PHASE, "reviewer_id", _review_phases(principal)),
    )


def _linked(column: str, thing: Thing, via: str, where: Predicate) -> Predicate:
    return NOTHING if where == NOTHING else Linked(column, thing, via, where)


def _roles(principal: Principal) -> Predicate:
    if not principal.is_signed_in:
        return NOTHING
    return any_of(
        where_held(principal, P.ROLES_READ),
        Is("builtin", True),
        NOTHING if principal.assumed is None else Is("id", principal.assumed.role_id),
        _linked("id", Thing.MEMBERSHIP, "role_id", _memberships(principal)),
        _linked("id", Thing.USER, "platform_role_id", _users(principal)),
    )


def _audit_events(principal: Principal) -> Predicate:
    return where_held(principal, P.AUDIT_READ)


def _signing_keys(principal: Principal) -> Predicate:
    return where_held(principal, P.WORKSPACES_READ)


def _repositories(principal: Principal) -> Predicate:
    return where_held(principal, P.REPOSITORIES_READ, P.WORKSPACES_READ)


def _api_tokens(principal: Principal) -> Predicate:
    return NOTHING if principal.assumed is not None else _own(principal, "user_id")


_RULES: Mapping[Thing, Callable[[Principal], Predicate]] = {
    Thing.WORKSPACE: _workspaces,
    Thing.MEMBERSHIP: _memberships,
    Thing.USER: _users,
    Thing.ROLE: _roles,
    Thing.API_TOKEN: _api_tokens,
    Thing.TEMPLATE: _templates,
    Thing.VERSION: _versions,
    Thing.REVIEW: _reviews,
    Thing.REVIEW_PHASE: _review_phases,
    Thing.STORE_APP: _store_apps,
    Thing.CATEGORY: _categories,
    Thing.AUDIT_EVENT: _audit_events,
    Thing.SIGNING_KEY: _signing_keys,
    Thing.REPOSITORY: _repositories,
    Thing.REPOSITORY_SYNC: _repositories,
    Thing.REPOSITORY_CHART: _repositories,
    Thing.REPOSITORY_CHART_VERSION: _repositories,
}
