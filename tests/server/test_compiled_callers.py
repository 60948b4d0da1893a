"""Who asks is verified in the statement itself: what is known of a caller is never believed after it has changed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.ids import Kind, encode_id
from policies.vocabulary import Permission
from server.embedded import Backends
from services.principals import Principals
from tests.personas import ADMIN, PASSWORD
from tests.server.compiled import NEVER, Process, Replicas, replicas

pytestmark = pytest.mark.anyio

MINE = "{ workspaces { nodes { name } } }"
ME = "{ viewer { user { username } } }"
STORE = "{ storeApps { totalCount } }"
REMOVE = "mutation ($id: ID!) { removeMember(id: $id) { userErrors { code } } }"
MOVE = "mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { userErrors { code } } }"
ADD = "mutation ($input: AddMemberInput!) { addMember(input: $input) { userErrors { code } } }"
CHANGE_USER = "mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code } } }"
CHANGE_ROLE = "mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { userErrors { code } } }"
CHANGE_PASSWORD = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { code } } }"
REVOKE = "mutation ($id: ID!) { revokeApiToken(id: $id) { userErrors { code } } }"


@pytest.fixture
async def run(backends: Backends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Replicas]:
    """Two applications to which no news of a change ever comes: what they know of callers stays known."""
    monkeypatch.setattr(Principals, "forget", lambda _: None)
    async with replicas(backends, tmp_path) as started:
        yield started


async def seen(process: Process, token: str | None) -> list[str]:
    """The workspaces that are shown; whoever can see none has no such list in their schema."""
    body = (await process.post(MINE, token)).json()
    if "errors" in body:
        assert body["errors"][0]["message"] == "Cannot query field 'workspaces' on type 'Query'."
        return []
    return [node["name"] for node in body["data"]["workspaces"]["nodes"]]


async def warm(run: Replicas, *tokens: str | None) -> None:
    """Everything that can be kept is kept, everywhere."""
    for _ in range(4):
        for process in run.both:
            for token in tokens:
                await seen(process, token)
                await process.data(STORE, token)


async def statuses(run: Replicas, token: str) -> set[int]:
    return {(await process.post(query, token)).status_code for process in run.both for query in (STORE, MINE)}


async def credentials(run: Replicas) -> tuple[str, str]:
    """Both of dev's: a session and an API token."""
    return await run.store.session("dev"), (await run.store.cast.token("dev")).secret


async def admin(run: Replicas) -> str:
    return await run.store.session(ADMIN)


# -- what is taken away is gone with the very next read, and what is given is there


async def test_who_was_removed_from_a_workspace_sees_it_no_more_and_who_comes_back_sees_it(run: Replicas) -> None:
    tokens, by = await credentials(run), await admin(run)
    await warm(run, *tokens)
    back = {"workspace": run.store.cast.workspace_gid("acme"), "username": "dev", "role": "workspace-viewer"}

    await run.here.do(REMOVE, by, id=run.store.cast.member_gid("acme", "dev"))
    without = [await seen(process, token) for process in run.both for token in tokens]
    await run.there.do(ADD, by, input=back)
    again = [await seen(process, token) for process in run.both for token in tokens]

    assert (without, again) == ([[]] * 4, [["acme"]] * 4)


async def test_another_role_shows_what_it_allows_and_the_old_one_what_it_did(run: Replicas) -> None:
    await run.store.cast.role("blind", [Permission.TEMPLATES_READ], "acme")
    tokens, by = await credentials(run), await admin(run)
    member = run.store.cast.member_gid("acme", "dev")
    await warm(run, *tokens)

    for role, expected in (("blind", []), ("workspace-developer", ["acme"])) * 2:
        await run.here.do(MOVE, by, input={"id": member, "role": role})
        assert [await seen(process, token) for process in run.both for token in tokens] == [expected] * 4


async def test_a_changed_role_is_changed_for_those_who_hold_it(run: Replicas) -> None:
    cast, by = run.store.cast, await admin(run)
    await cast.role("mine", [Permission.WORKSPACES_READ], "acme")
    tokens = await credentials(run)
    await run.here.do(MOVE, by, input={"id": cast.member_gid("acme", "dev"), "role": "mine"})
    await warm(run, *tokens)

    for permissions, expected in (([], []), (["WORKSPACES_READ"], ["acme"])):
        await run.there.do(CHANGE_ROLE, by, input={"id": cast.role_gid("mine"), "permissions": permissions})
        assert [await seen(process, token) for process in run.both for token in tokens] == [expected] * 4


async def test_a_promotion_on_the_platform_shows_everything_at_once(run: Replicas) -> None:
    tokens, by = await credentials(run), await admin(run)
    await warm(run, *tokens)

    for role, expected in (("platform-admin", ["acme", "other"]), ("platform-regular", ["acme"])):
        await run.here.do(CHANGE_USER, by, input={"id": run.store.cast.user_gid("dev"), "platformRole": role})
        assert [await seen(process, token) for process in run.both for token in tokens] == [expected] * 4


# -- a credential that has ended opens nothing, not even what everybody may see


async def test_a_disabled_user_is_nobody(run: Replicas) -> None:
    tokens, by = await credentials(run), await admin(run)
    await warm(run, *tokens)

    await run.here.do(CHANGE_USER, by, input={"id": run.store.cast.user_gid("dev"), "disabled": True})

    assert [await statuses(run, token) for token in tokens] == [{401}, {401}]


async def test_a_changed_password_ends_every_other_session_and_token_and_not_its_own(run: Replicas) -> None:
    own, tokens = await run.store.session("dev"), await credentials(run)
    await warm(run, own, *tokens)

    change = {"currentPassword": PASSWORD, "newPassword": "another horse battery"}
    await run.here.do(CHANGE_PASSWORD, own, input=change)

    assert [await statuses(run, token) for token in (own, *tokens)] == [{200}, {401}, {401}]


async def test_a_session_that_was_ended_is_over(run: Replicas) -> None:
    session, token = await credentials(run)
    await warm(run, session, token)

    await run.store.execute("DELETE FROM session WHERE user_id = :dev", dev=run.store.cast.users["dev"])

    assert [await statuses(run, one) for one in (session, token)] == [{401}, {200}]


async def test_a_revoked_token_is_over(run: Replicas) -> None:
    session, made = await run.store.session("dev"), await run.store.cast.token("dev")
    await warm(run, session, made.secret)

    await run.here.do(REVOKE, session, id=encode_id(Kind.API_TOKEN, made.id))

    assert [await statuses(run, one) for one in (session, made.secret)] == [{200}, {401}]


async def test_a_credential_ends_by_the_databases_clock_without_anybody_telling(run: Replicas) -> None:
    lasts = timedelta(seconds=1.5)
    session, made = await run.store.session("dev", lasts), await run.store.cast.token("dev")
    await run.store.execute(
        "UPDATE api_token SET expires_at = now() + :lasts WHERE id = :token", lasts=lasts, token=made.id
    )
    await warm(run, session, made.secret)

    await asyncio.sleep(lasts.total_seconds())

    assert [await statuses(run, one) for one in (session, made.secret)] == [{401}, {401}]


async def test_a_session_that_is_known_opens_nothing_to_another_user_who_names_it(run: Replicas) -> None:
    session = await run.store.session("dev")
    await warm(run, session)
    claim = run.store.signing.open_session_token(session)
    assert claim is not None
    forged = run.store.signing.session_token(claim.session_id, run.store.cast.users[ADMIN], NEVER)

    assert [await statuses(run, one) for one in (forged, session)] == [{401}, {200}]


# -- how many statements it takes


@pytest.mark.parametrize("query", [ME, STORE])
async def test_a_warm_read_takes_one_statement_whoever_asks(run: Replicas, query: str) -> None:
    tokens = (None, *await credentials(run))
    await warm(run, *tokens)

    for token in tokens:
        await run.here.data(query, token)
        before = run.here.sent()
        await run.here.data(query, token)
        assert run.here.sent() - before == 1


async def test_after_a_change_of_anybodys_rights_a_few_more_are_taken_once(run: Replicas) -> None:
    session, _ = await credentials(run)
    await warm(run, session)
    await run.there.do(REMOVE, await admin(run), id=run.store.cast.member_gid("acme", "dev"))

    sent = []
    for _ in range(3):
        before = run.here.sent()
        await seen(run.here, session)
        sent.append(run.here.sent() - before)

    assert sent == [4, 1, 1]


# -- nobody gets another's answer


async def test_two_with_the_same_rights_elsewhere_never_see_each_others_in_any_order(run: Replicas) -> None:
    await run.store.cast.member("other", "ops", "workspace-developer")
    owners = {await run.store.session("dev"): ["acme"], await run.store.session("ops"): ["other"]}
    await warm(run, *owners)

    async def ask(token: str) -> bool:
        return await seen(run.here, token) == owners[token]

    assert all(await asyncio.gather(*(ask(token) for _ in range(100) for token in owners)))


WHO = "{ viewer { user { username } } storeApps { nodes { name versions { nodes { version } } } } }"


async def test_the_same_bytes_from_different_callers_are_answered_to_each_of_them(run: Replicas) -> None:
    cast = run.store.cast
    await cast.member("other", "dev", "workspace-viewer")
    narrow = (await cast.token("dev", [Permission.STORE_READ])).secret
    elsewhere = (await cast.token("dev", workspace="other")).secret
    callers = {None: [], await run.store.session("dev"): ["acme", "other"], narrow: [], elsewhere: ["other"]}
    names = {token: None if token is None else {"user": {"username": "dev"}} for token in callers}

    async def ask(token: str | None) -> bool:
        shown = await run.here.data(WHO, token)
        return shown["viewer"] == names[token] and await seen(run.here, token) == callers[token]

    assert all(await asyncio.gather(*(ask(token) for _ in range(20) for token in callers)))


async def test_what_one_may_do_is_shown_to_none_of_the_others_who_look_at_the_same_page(run: Replicas) -> None:
    page = "{ storeApps { nodes { name latestVersion { viewerActions } } } }"
    suspending = (await run.store.cast.token(ADMIN, [Permission.STORE_SUSPEND])).secret
    tokens: list[Any] = [suspending, await run.store.session("dev"), await admin(run)]

    async def actions(token: str | None) -> set[str]:
        nodes = (await run.here.data(page, token))["storeApps"]["nodes"]
        return {action for node in nodes for action in node["latestVersion"]["viewerActions"]}

    for _ in range(4):
        assert [await actions(token) for token in tokens] == [{"SUSPEND"}, set(), {"SUSPEND"}]
        assert "viewerActions" in (await run.here.post(page)).json()["errors"][0]["message"]
