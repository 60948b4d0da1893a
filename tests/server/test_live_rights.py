"""Who is told of what: decided at each change by what the guest holds then; who may stay, whenever that ends."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.ids import Kind
from policies.vocabulary import Permission
from server.embedded import Backends
from tests.personas import ADMIN
from tests.server.compiled import Replicas, Store, bearer
from tests.server.live import SUBMIT, WITHDRAW, Socket, a_draft, following, serving, socket

pytestmark = pytest.mark.anyio
REMOVE = "mutation ($id: ID!) { removeMember(id: $id) { userErrors { code } } }"
CHANGE_USER = "mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code } } }"
CHANGE_ROLE = "mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { userErrors { code } } }"
REVOKE = "mutation ($id: ID!) { revokeApiToken(id: $id) { userErrors { code } } }"
NOTE = """INSERT INTO version_change (id, version_id, template_id, workspace_id, to_state, actor)
 SELECT gen_random_uuid(), id, template_id, workspace_id, :state, 'x' FROM version WHERE id = :id"""
WORDS = "subscription { versionStateChanged { toState actor } }"


@pytest.fixture(scope="module")
async def run(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replicas]:
    """Two replicas: what is done at one is told at the other."""
    data_dir: Path = tmp_path_factory.mktemp("data")
    async with serving(module_backends, data_dir) as here, serving(module_backends, data_dir) as there:
        yield Replicas(await Store.of(here), here, there)


@pytest.fixture(scope="module")
async def admin(run: Replicas) -> str:
    return await run.store.session(ADMIN)


async def a_member(run: Replicas, name: str, role: str = "workspace-developer") -> str:
    """A session of a new member of acme."""
    await run.store.cast.member("acme", name, role)
    return await run.store.session(name)


async def tick(run: Replicas, by: str, template: str = "emqx") -> str:
    """Something happens that every member of its workspace may see; the version's id."""
    version = await a_draft(run.store, template)
    await run.here.do(SUBMIT, by, id=version)
    return version


def noted(version: str, state: str | None = None) -> dict[str, str]:
    """What a statement binds of a version."""
    return {"id": version.partition("_")[2], **({} if state is None else {"state": state})}


async def states(opened: Socket, count: int) -> list[str]:
    return [(await opened.change())["toState"] for _ in range(count)]


# -- who is told


async def test_a_workspace_hears_of_its_own_drafts_reviewers_of_what_was_submitted_and_strangers_of_nothing(
    run: Replicas, admin: str
) -> None:
    member = await a_member(run, "isv")
    await run.store.cast.user("reviewer", "app-reviewer")
    await run.store.cast.member("other", "foreigner", "workspace-admin")
    reviewer, foreigner = [await run.store.session(name) for name in ("reviewer", "foreigner")]
    draft = await a_draft(run.store)
    async with (
        following(run.there, member, WORDS) as of_acme,
        following(run.there, reviewer, WORDS) as of_platform,
        following(run.there, foreigner, WORDS) as of_other,
    ):
        await run.store.execute(NOTE, **noted(draft, "DRAFT"))
        await run.here.do(SUBMIT, admin, id=draft)
        await run.here.do(WITHDRAW, admin, id=draft)
        await tick(run, admin, "nginx")

        assert await states(of_acme, 3) == ["DRAFT", "SUBMITTED", "DRAFT"]
        assert await states(of_platform, 3) == ["SUBMITTED", "DRAFT", "SUBMITTED"]
        assert await states(of_other, 1) == ["SUBMITTED"]


async def test_what_the_store_shows_tells_nobody_who_did_what_to_it(run: Replicas, admin: str) -> None:
    """A member of another workspace sees an ACTIVE version in the store, and not how it came there."""
    await run.store.cast.member("other", "neighbour", "workspace-admin")
    version = await a_draft(run.store)
    async with following(run.there, await run.store.session("neighbour"), WORDS) as opened:
        await run.store.execute("UPDATE version SET state = 'ACTIVE' WHERE id = :id", **noted(version))
        await run.store.execute(NOTE, **noted(version, "ACTIVE"))
        await tick(run, admin, "nginx")

        assert await opened.change() == {"toState": "SUBMITTED", "actor": "admin"}


async def test_a_token_hears_no_more_than_it_is_narrowed_to(run: Replicas, admin: str) -> None:
    await a_member(run, "narrowed")
    await run.store.cast.member("other", "narrowed", "workspace-developer")
    read = (Permission.TEMPLATES_READ, Permission.WORKSPACES_READ)
    created = await run.store.cast.token("narrowed", read, "other")
    async with following(run.there, created.secret) as opened:
        await tick(run, admin)
        nginx = await tick(run, admin, "nginx")

        assert (await opened.change())["version"]["id"] == nginx


async def test_a_subscription_to_one_workspace_or_template_hears_of_nothing_else(run: Replicas, admin: str) -> None:
    by_name = 'subscription { versionStateChanged(workspace: "other") { version { id } } }'
    by_id = "subscription ($id: ID) { versionStateChanged(template: $id) { version { id } } }"
    redis = run.store.gid(Kind.TEMPLATE, "redis")
    async with following(run.there, admin, by_name) as other, following(run.there, admin, by_id, id=redis) as one:
        await tick(run, admin)
        of_other, of_redis = await tick(run, admin, "nginx"), await tick(run, admin, "redis")

        assert (await other.change())["version"]["id"] == of_other
        assert (await one.change())["version"]["id"] == of_redis


async def test_a_version_that_is_gone_when_it_would_be_told_of_is_not(run: Replicas, admin: str) -> None:
    gone = await a_draft(run.store)
    async with following(run.there, admin) as opened:
        async with run.store.cast.database.write() as tx:
            await tx.execute(text(NOTE), noted(gone, "SUBMITTED"))
            await tx.execute(text("UPDATE version SET deleted_at = now() WHERE id = :id"), noted(gone))
        version = await tick(run, admin)

        assert (await opened.change())["version"]["id"] == version


# -- who may stay


async def assert_forbidden(opened: Socket) -> None:
    message = await opened.receive()
    assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", "FORBIDDEN")
    await opened.ping()


async def test_who_is_removed_hears_forbidden_at_once_and_nothing_after(run: Replicas, admin: str) -> None:
    token = await a_member(run, "leaver")
    async with following(run.there, token, WORDS) as opened:
        await tick(run, admin)
        assert await states(opened, 1) == ["SUBMITTED"]

        await run.here.do(REMOVE, admin, id=run.store.cast.member_gid("acme", "leaver"))
        await tick(run, admin)

        await assert_forbidden(opened)


async def test_a_role_that_loses_its_right_ends_what_rests_on_it(run: Replicas, admin: str) -> None:
    cast = run.store.cast
    await cast.role("watcher", [Permission.TEMPLATES_READ, Permission.WORKSPACES_READ], "acme")
    token = await a_member(run, "watched", "watcher")
    async with following(run.there, token, WORDS) as opened:
        change = {"id": cast.role_gid("watcher"), "permissions": ["WORKSPACES_READ"]}
        await run.here.do(CHANGE_ROLE, admin, input=change)

        await assert_forbidden(opened)


async def test_a_subscription_that_asks_for_what_one_may_not_use_any_more_ends(run: Replicas, admin: str) -> None:
    cast, read = run.store.cast, [Permission.TEMPLATES_READ, Permission.WORKSPACES_READ]
    await cast.role("auditor", [*read, Permission.REVIEWS_READ], "acme")
    token = await a_member(run, "narrowing", "auditor")
    reviews = "subscription { versionStateChanged { toState version { review { state } } } }"
    async with following(run.there, token, reviews) as opened:
        await tick(run, admin)
        assert (await opened.change())["version"]["review"] == {"state": "SUBMITTED"}

        change = {"id": cast.role_gid("auditor"), "permissions": [one.value for one in read]}
        await run.here.do(CHANGE_ROLE, admin, input=change)
        await tick(run, admin)

        await assert_forbidden(opened)


async def test_what_one_still_may_see_goes_on(run: Replicas, admin: str) -> None:
    token = await a_member(run, "mover")
    await run.store.cast.member("other", "mover", "workspace-developer")
    in_acme = 'subscription { versionStateChanged(workspace: "acme") { toState } }'
    async with following(run.there, token) as opened:
        await opened.subscribe(in_acme, "2")
        await run.here.do(REMOVE, admin, id=run.store.cast.member_gid("acme", "mover"))

        message = await opened.receive()
        assert (message["id"], message["type"]) == ("2", "error")
        await tick(run, admin)
        nginx = await tick(run, admin, "nginx")
        assert (await opened.change())["version"]["id"] == nginx


async def test_a_change_of_rights_just_before_a_change_of_state_counts_for_it(run: Replicas, admin: str) -> None:
    """Both are read in one look: whoever is not known at that revision is asked first."""
    token = await a_member(run, "late")
    version = await a_draft(run.store)
    async with following(run.there, token, WORDS) as opened:
        async with run.store.cast.database.write() as tx:
            member = run.store.cast.members["acme", "late"]
            await tx.execute(text("DELETE FROM membership WHERE id = :id"), {"id": member})
            await tx.execute(text(NOTE), noted(version, "SUBMITTED"))

        await assert_forbidden(opened)


@pytest.mark.parametrize("is_idle", [True, False], ids=["idle", "following"])
@pytest.mark.parametrize("how", ["revoked", "disabled", "signed out", "expired"])
async def test_when_a_credential_ends_the_connection_is_closed(
    run: Replicas, admin: str, how: str, is_idle: bool
) -> None:
    name = f"{how.replace(' ', '-')}-{'idle' if is_idle else 'following'}"
    token = await a_member(run, name)
    if how == "expired":
        token = await run.store.session(name, timedelta(seconds=1))
    if how == "revoked":
        created = await run.store.cast.token(name)
        token = created.secret
    async with socket(run.there) as opened:
        await opened.begin(token)
        if not is_idle:
            await opened.subscribe(WORDS)
        if how == "revoked":
            await run.here.do(REVOKE, await run.store.session(name), id=f"tok_{created.id}")
        if how == "disabled":
            await run.here.do(CHANGE_USER, admin, input={"id": run.store.cast.user_gid(name), "disabled": True})
        if how == "signed out":
            user_id = run.store.cast.users[name]
            await run.store.execute("DELETE FROM session WHERE user_id = :id", id=user_id)

        assert await opened.closed() == (4403, "Forbidden")


async def test_an_event_stream_ends_with_the_right_and_with_the_credential(run: Replicas, admin: str) -> None:
    token = await a_member(run, "reader")
    headers = {"Accept": "text/event-stream", **bearer(token)}
    async with run.there.http.stream("POST", "/graphql", json={"query": WORDS}, headers=headers) as answer:
        lines = answer.aiter_lines()
        await tick(run, admin)
        assert await anext(lines) == "event: next"
        await run.here.do(REMOVE, admin, id=run.store.cast.member_gid("acme", "reader"))
        rest = [line async for line in lines]

    assert any('"FORBIDDEN"' in line for line in rest)
    assert rest[-3:] == ["event: complete", "data:", ""]
