"""Random worlds on a real database: what is listed, and what is found one by one, is what Casbin decides row by row.

The oracle is written a second time from the words in policies/scope.py, in terms of Casbin's `enforce` alone: it knows
no Principal, no Scope and no predicate. Each world is inserted in a transaction that is rolled back.
"""

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from policies.predicate import Thing
from policies.principal import Principal, anonymous, narrowed
from policies.scope import scope_of
from policies.vocabulary import Permission
from storage.database import Database
from storage.queries.base import find, visible
from storage.tables import METADATA
from tests.policies.stored_worlds import (
    TABLES,
    Rows,
    World,
    add_a_foreign_private_workspace,
    add_member,
    add_user,
    some_world,
)

P = Permission


@dataclass(frozen=True)
class Caller:
    """Who asks: a user or nobody (None), with a token's narrowing, in a store that is public or not."""

    user_id: UUID | None
    store_public: bool
    kept: frozenset[Permission] | None = None
    only_in: UUID | None = None

    def principal(self, world: World) -> Principal:
        """The caller as the server makes them."""
        if self.user_id is None:
            return anonymous(self.store_public)
        whole = world.holding.principal(self.user_id, store_public=self.store_public)
        return narrowed(whole, self.kept, self.only_in)


class Oracle:
    """What a caller may see, one row at a time, by Casbin's answers alone."""

    def __init__(self, world: World, caller: Caller) -> None:
        self.rows, self.caller, self.me = world.rows, caller, caller.user_id
        self._allows = cache(world.holding.casbin_allows)

    def can(self, permission: Permission, place: UUID | None) -> bool:
        """Casbin's answer for the user; with a token, only what it keeps, where it is good."""
        if self.me is None or not (self.caller.kept is None or permission in self.caller.kept):
            return False
        narrow = self.caller.only_in
        if narrow is not None and place != narrow:
            return False
        return self._allows(self.me, permission, place)

    def reads_the_store(self, place: UUID) -> bool:
        return self.caller.store_public or self.can(P.STORE_READ, place)

    def ids(self, thing: Thing) -> set[Any]:
        """The keys of the thing's rows that are to be seen."""
        sees: Mapping[Thing, Callable[[Rows], bool]] = {
            Thing.WORKSPACE: self.sees_workspace,
            Thing.MEMBERSHIP: self.sees_membership,
            Thing.USER: self.sees_user,
            Thing.ROLE: self.sees_role,
            Thing.API_TOKEN: lambda row: row["user_id"] == self.me,
            Thing.TEMPLATE: self.sees_template,
            Thing.VERSION: self.sees_version,
            Thing.REVIEW: self.sees_review,
            Thing.REVIEW_PHASE: self.sees_phase,
            Thing.STORE_APP: lambda row: row["listed"] and self.reads_the_store(row["workspace_id"]),
            Thing.CATEGORY: lambda _: self.me is not None or self.caller.store_public,
            Thing.AUDIT_EVENT: lambda row: self.can(P.AUDIT_READ, row["workspace_id"]),
            Thing.SIGNING_KEY: lambda row: self.can(P.WORKSPACES_READ, row["workspace_id"]),
            Thing.REPOSITORY: self.sees_repository,
            Thing.REPOSITORY_SYNC: self.sees_with_repository,
            Thing.REPOSITORY_CHART: self.sees_with_repository,
            Thing.REPOSITORY_CHART_VERSION: self.sees_with_repository,
        }
        return {key_of(row) for row in self.rows[thing.value] if row.get("deleted_at") is None and sees[thing](row)}

    def sees_workspace(self, row: Rows) -> bool:
        return self.can(P.WORKSPACES_READ, row["id"])

    def sees_membership(self, row: Rows) -> bool:
        place = row["workspace_id"]
        return self.can(P.WORKSPACES_READ, place) and (self.can(P.MEMBERS_READ, place) or row["user_id"] == self.me)

    def sees_template(self, row: Rows) -> bool:
        place = row["workspace_id"]
        if not self.can(P.TEMPLATES_READ, place):
            return False
        return row["first_submitted_at"] is not None or self.can(P.WORKSPACES_READ, place)

    def sees_version(self, row: Rows) -> bool:
        return self.sees_template(row) or (row["state"] == "ACTIVE" and self.reads_the_store(row["workspace_id"]))

    def reads_reviews_in(self, place: UUID) -> bool:
        return self.can(P.TEMPLATES_READ, place) and self.can(P.REVIEWS_READ, place)

    def sees_review(self, row: Rows) -> bool:
        version = next(v for v in self.rows["version"] if v["id"] == row["version_id"])
        return version["deleted_at"] is None and self.reads_reviews_in(row["workspace_id"])

    def sees_phase(self, row: Rows) -> bool:
        review = next(r for r in self.rows["review"] if r["id"] == row["review_id"])
        return self.reads_reviews_in(review["workspace_id"])

    def sees_repository(self, row: Rows) -> bool:
        place = row["workspace_id"]
        return self.can(P.WORKSPACES_READ, place) and self.can(P.REPOSITORIES_READ, place)

    def sees_with_repository(self, row: Rows) -> bool:
        return self.sees_repository(next(r for r in self.rows["repository"] if r["id"] == row["repository_id"]))

    def sees_user(self, row: Rows) -> bool:
        met = {m["user_id"] for m in self.rows["membership"] if self.sees_membership(m)}
        met |= {r["submitted_by"] for r in self.rows["review"] if self.reads_reviews_in(r["workspace_id"])}
        met |= {p["reviewer_id"] for p in self.rows["review_phase"] if self.sees_phase(p)}
        return self.can(P.USERS_READ, None) or row["id"] in {self.me, *met}

    def sees_role(self, row: Rows) -> bool:
        if self.me is None:
            return False
        held = {m["role_id"] for m in self.rows["membership"] if self.sees_membership(m)}
        held |= {u["platform_role_id"] for u in self.rows["app_user"] if self.sees_user(u)}
        return row["builtin"] or row["id"] in held or self.can(P.ROLES_READ, row["workspace_id"])


def key_of(row: Any) -> Any:
    """A row's key, of an inserted mapping or of a model."""
    columns = row if isinstance(row, dict) else row.model_dump()
    return columns["id"] if "id" in columns else (columns["review_id"], columns["position"])


class Trial:
    """Runs a question in a world on the database, and undoes the world."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        self._runner = runner
        self._database = database

    def seen(self, world: World, principal: Principal, one_by_one: bool = False) -> dict[Thing, set[Any]]:
        """The keys that are listed for the principal, or found when each of the world's ids is asked for."""
        return self._runner.run(self._seen(world, principal, one_by_one))

    async def _seen(self, world: World, principal: Principal, one_by_one: bool) -> dict[Thing, set[Any]]:
        async with AsyncSession(self._database.engine) as session:
            for table in TABLES:
                if world.rows[table]:
                    await session.execute(insert(METADATA.tables[table]), world.rows[table])
            ask = found if one_by_one else listed
            answers = {thing: await ask(session, world, principal, thing) for thing in Thing}
            await session.rollback()
        return answers


async def listed(session: AsyncSession, world: World, principal: Principal, thing: Thing) -> set[Any]:
    rows = list(await session.scalars(visible(scope_of(principal, thing))))
    assert len(rows) == len({key_of(row) for row in rows}), "a row is listed once"
    return {key_of(row) for row in rows}


async def found(session: AsyncSession, world: World, principal: Principal, thing: Thing) -> set[Any]:
    if thing is Thing.REVIEW_PHASE:
        return await listed(session, world, principal, thing)
    ids = [row["id"] for row in world.rows[thing.value]]
    return {row_id for row_id in ids if await find(session, scope_of(principal, thing), row_id) is not None}


@pytest.fixture(scope="module")
def trial(module_database_url: str) -> Iterator[Trial]:
    with asyncio.Runner() as runner:
        database = Database(module_database_url, pool_size=1)
        yield Trial(runner, database)
        runner.run(database.close())


worlds = st.integers(0, 2**32).map(lambda seed: some_world(random.Random(seed)))


@st.composite
def callers(draw: st.DrawFn, world: World) -> Caller:
    """A user or nobody; one in three with a token that is narrowed to some permissions, a workspace or both."""
    user_id = draw(st.sampled_from([row["id"] for row in world.rows["app_user"]] * 2 + [None]))
    caller = Caller(user_id, draw(st.booleans()))
    if user_id is None or draw(st.integers(0, 2)):
        return caller
    places = [None, *(row["id"] for row in world.rows["workspace"])]
    kept = draw(st.none() | st.frozensets(st.sampled_from(Permission), min_size=5))
    return replace(caller, kept=kept, only_in=draw(st.sampled_from(places)))


in_random_worlds = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(data=st.data(), world=worlds)
@in_random_worlds
def test_lists_are_what_casbin_decides_row_by_row(trial: Trial, data: st.DataObject, world: World) -> None:
    caller = data.draw(callers(world))
    oracle = Oracle(world, caller)

    assert trial.seen(world, caller.principal(world)) == {thing: oracle.ids(thing) for thing in Thing}


@given(data=st.data(), world=worlds)
@settings(in_random_worlds, max_examples=40)
def test_single_look_ups_are_what_casbin_decides_row_by_row(trial: Trial, data: st.DataObject, world: World) -> None:
    caller = data.draw(callers(world))
    oracle = Oracle(world, caller)

    assert trial.seen(world, caller.principal(world), one_by_one=True) == {thing: oracle.ids(thing) for thing in Thing}


@given(data=st.data(), world=worlds, store_public=st.booleans())
@settings(in_random_worlds, max_examples=40)
def test_a_foreign_private_workspace_changes_nothing(
    trial: Trial, data: st.DataObject, world: World, store_public: bool
) -> None:
    user = add_user(world, "plain", "platform-regular")
    for workspace in world.rows["workspace"]:
        if workspace["deleted_at"] is None and data.draw(st.booleans()):
            add_member(world, workspace["id"], user["id"])
    places = [row["id"] for row in world.rows["workspace"]]
    caller = data.draw(
        st.sampled_from(
            [
                Caller(user["id"], store_public),
                Caller(None, store_public),
                *(Caller(someone["id"], store_public, None, at) for at in places for someone in world.rows["app_user"]),
            ]
        )
    )
    before = trial.seen(world, caller.principal(world))

    add_a_foreign_private_workspace(world)

    assert trial.seen(world, caller.principal(world)) == before
