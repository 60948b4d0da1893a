"""Third-party repositories: where credentials go and where they never are, what bounds the asking, and who may."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from sqlalchemy import text

from domain.commands.repositories import AddRepository, CheckRepository, UpdateRepository
from domain.errors import FaultCode, Forbidden, NotFound, Rejected
from domain.upstream import RepositoryCredentials
from policies.vocabulary import Permission as P
from services import repositories
from services.resealing import seal_anew
from services.secrets import Secrets, Unopened
from services.upstreams import EACH
from storage.tables import RepositorySync
from tests.calls import faults_of
from tests.fixtures.upstream import INDEX, Upstream
from tests.services.shop import Shop, until_asked

pytestmark = pytest.mark.anyio
USER, PASSWORD = "reader", "open-sesame-4711"
CREDENTIALS = RepositoryCredentials(username=USER, password=PASSWORD)


async def test_a_password_in_the_address_is_moved_into_the_credentials(shop: Shop) -> None:
    shop.upstream.user = (USER, PASSWORD)

    repository = await shop.add(url=shop.upstream.with_user(USER, PASSWORD, "/"))

    row = await shop.row(repository)
    assert row.url == shop.upstream.url
    assert shop.keeper.secrets.open(row.id, row.credentials or b"") == CREDENTIALS
    assert await faults_of(shop.add("two", url=shop.upstream.with_user(USER, PASSWORD), credentials=CREDENTIALS)) == [
        (FaultCode.INVALID, "url")
    ]


async def test_wrong_credentials_are_refused_before_anything_is_stored(shop: Shop) -> None:
    shop.upstream.user = (USER, PASSWORD)

    wrong = RepositoryCredentials(username=USER, password="wrong")
    assert await faults_of(shop.add(credentials=wrong)) == [(FaultCode.UNREACHABLE, "url")]
    assert await faults_of(shop.add()) == [(FaultCode.UNREACHABLE, "url")]


async def test_no_credential_is_in_any_row_event_message_or_log(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shop.upstream.user = (USER, PASSWORD)
    repository = await shop.stocked(credentials=CREDENTIALS)
    await shop.update(repository, url=shop.upstream.with_user(USER, PASSWORD, "/"), description="moved")
    told = [
        await messages_of(shop.add("two", url=f"{shop.upstream.with_user(USER, PASSWORD)}/#fragment")),
        await messages_of(shop.add("two", url=f"https://{USER}:{PASSWORD}@/charts")),
        await messages_of(shop.add("two", url=shop.upstream.with_user(USER, PASSWORD, "/nowhere"))),
        await messages_of(shop.add("two", credentials=RepositoryCredentials(username=f"{USER}:", password=PASSWORD))),
        await messages_of(shop.add("two", credentials=RepositoryCredentials(ca_certificate=PASSWORD))),
    ]

    async with shop.stage.database.write() as tx:
        tables = (await tx.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).all()
        rows = [str((await tx.execute(text(f"SELECT t::text FROM {table} t"))).all()) for table in tables]  # noqa: S608
    assert PASSWORD not in "".join((*rows, *told, caplog.text))
    assert PASSWORD.encode().hex() not in "".join(rows)


async def messages_of(use_case: Any) -> str:
    with pytest.raises(Rejected) as refused:
        await use_case
    return f"{refused.value} {refused.value!r} {refused.value.__cause__!r}"


async def test_sealed_credentials_that_do_not_open_are_told_as_such(shop: Shop) -> None:
    repository = await shop.add(credentials=CREDENTIALS)
    shop.keeper.secrets = Secrets(["another key, and no other one"])

    assert await faults_of(shop.update(repository, url=f"{shop.upstream.url}/more")) == [
        (FaultCode.UNREACHABLE, "credentials")
    ]
    await shop.update(repository, credentials=CREDENTIALS)  # given anew they are sealed with the key that is there
    row = await shop.row(repository)
    assert shop.keeper.secrets.open(row.id, row.credentials or b"") == CREDENTIALS


async def test_stored_credentials_are_never_sent_to_another_host(shop: Shop, elsewhere: Upstream) -> None:
    shop.upstream.user = (USER, PASSWORD)
    repository = await shop.stocked(credentials=CREDENTIALS)

    assert await faults_of(shop.update(repository, url=elsewhere.url)) == [(FaultCode.REQUIRED, "credentials")]
    assert await faults_of(shop.update(repository, url=shop.upstream.url.replace("http:", "https:"))) == [
        (FaultCode.REQUIRED, "credentials")
    ]
    assert elsewhere.requests == []

    await shop.update(repository, url=elsewhere.url, remove_credentials=True)
    assert (await shop.row(repository)).credentials is None
    assert {asked.headers.get("authorization") for asked in elsewhere.requests} == {None}


async def test_stored_credentials_go_along_on_their_host(shop: Shop) -> None:
    shop.upstream.user = (USER, PASSWORD)
    repository = await shop.stocked(credentials=CREDENTIALS)
    before = (await shop.row(repository)).credentials
    shop.upstream.write_index(path="/more/index.yaml")

    await shop.update(repository, url=f"{shop.upstream.url}/more")

    assert (await shop.row(repository)).credentials == before
    assert shop.upstream.requests[-1].basic == (USER, PASSWORD)
    assert (await shop.events())[-1][2] == "changed url"


async def test_new_credentials_take_the_place_of_all_that_there_were(shop: Shop) -> None:
    before = RepositoryCredentials(username=USER, password=PASSWORD, insecure_skip_tls_verify=True)
    repository = await shop.stocked(credentials=before)

    await shop.update(repository, credentials=RepositoryCredentials(username="other", password="new"))

    row = await shop.row(repository)
    opened = shop.keeper.secrets.open(row.id, row.credentials or b"")
    assert opened == RepositoryCredentials(username="other", password="new")
    assert [sync.state for sync in await shop.syncs(repository)] == ["SUCCESSFUL", "PENDING"]


async def test_credentials_are_given_or_removed_and_not_both(shop: Shop) -> None:
    repository = await shop.add(credentials=CREDENTIALS)

    assert await faults_of(shop.update(repository, credentials=CREDENTIALS, remove_credentials=True)) == [
        (FaultCode.INVALID, "removeCredentials")
    ]
    assert await faults_of(shop.update(repository, credentials=RepositoryCredentials())) == [
        (FaultCode.REQUIRED, "credentials")
    ]


# ---------------------------------------------------------------- bounds and rights


async def test_a_user_asks_so_many_repositories_at_once_and_others_go_on(shop: Shop) -> None:
    gate = shop.upstream.gates[INDEX] = Event()
    waiting = [asyncio.create_task(shop.check(shop.upstream.url)) for _ in range(EACH)]
    await until_asked(shop.upstream, INDEX, EACH)

    assert await faults_of(shop.check(shop.upstream.url)) == [(FaultCode.LIMIT_EXCEEDED, "url")]
    gate.set()
    await asyncio.gather(*waiting)
    await shop.check(shop.upstream.url)


@pytest.fixture
def four_turns(monkeypatch: pytest.MonkeyPatch) -> RunVar[CapacityLimiter]:
    """Four in place of eight, and nobody has one."""
    turns: RunVar[CapacityLimiter] = RunVar("turns of this test")
    for name, value in {"AT_ONCE": 4, "FOR_FIRST": 2, "_TURNS": turns}.items():
        monkeypatch.setattr(f"services.upstreams.{name}", value)
    return turns


def checks_of(shop: Shop) -> Callable[[], Awaitable[Any]]:
    """The checks of one more user."""
    call = replace(shop.keeper, principal=replace(shop.keeper.principal, user_id=uuid4()))
    return lambda: repositories.check_repository(call, CheckRepository(shop.workspace, shop.upstream.url))


@pytest.mark.usefixtures("four_turns")
async def test_a_second_turn_is_for_when_many_are_free(shop: Shop) -> None:
    gate = shop.upstream.gates[INDEX] = Event()
    one, other, honest = (checks_of(shop) for _ in range(3))
    waiting = []
    for asked, check in enumerate((one, one, other), 1):
        waiting.append(asyncio.ensure_future(check()))
        await until_asked(shop.upstream, INDEX, asked)

    with pytest.raises(Rejected, match="Many repositories are being checked; try again in a minute"):
        await other()
    waiting.append(asyncio.ensure_future(honest()))
    await until_asked(shop.upstream, INDEX, 4)
    gate.set()
    await asyncio.gather(*waiting)
    await asyncio.gather(other(), other())


async def test_a_turn_is_waited_for_and_not_for_ever(
    shop: Shop, four_turns: RunVar[CapacityLimiter], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = shop.upstream.gates[INDEX] = Event()
    waiting = [asyncio.ensure_future(checks_of(shop)()) for _ in range(5)]
    await until_asked(shop.upstream, INDEX, 4)
    while not four_turns.get().statistics().tasks_waiting:  # noqa: ASYNC110 - nobody says that they wait
        await asyncio.sleep(0.01)

    monkeypatch.setattr("services.upstreams.TURN_S", 0.02)
    late = checks_of(shop)
    assert await faults_of(late()) == [(FaultCode.LIMIT_EXCEEDED, "url")]
    assert shop.upstream.asked(INDEX) == 4
    monkeypatch.setattr("services.upstreams.TURN_S", 20)
    gate.set()
    await asyncio.gather(*waiting, late())
    assert shop.upstream.asked(INDEX) == 6


async def test_no_connection_is_held_while_a_repository_is_waited_for(shop: Shop) -> None:
    gate = shop.upstream.gates[INDEX] = Event()
    waiting = asyncio.create_task(shop.add())
    await until_asked(shop.upstream, INDEX)

    assert shop.stage.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # of a queue pool
    gate.set()
    await waiting


def uses(shop: Shop, repository: str, workspace: str) -> dict[str, Any]:
    """Each use case on a thing, by whoever calls."""
    url = shop.upstream.url
    return {
        "check": lambda call: repositories.check_repository(call, CheckRepository(workspace, url)),
        "add": lambda call: repositories.add_repository(call, AddRepository(workspace, "more", url)),
        "update": lambda call: repositories.update_repository(call, UpdateRepository(repository, 1, url=f"{url}/x")),
        "delete": lambda call: repositories.delete_repository(call, repository),
        "sync": lambda call: repositories.sync_repository(call, repository),
    }


async def test_who_sees_a_repository_and_may_not_manage_it_is_forbidden(shop: Shop) -> None:
    repository = await shop.add()
    asked = len(shop.upstream.requests)

    for use_case in uses(shop, repository, shop.workspace).values():
        with pytest.raises(Forbidden):
            await use_case(shop.only(P.WORKSPACES_READ, P.REPOSITORIES_READ))
    assert len(shop.upstream.requests) == asked


async def test_what_one_does_not_see_is_not_there_and_nobody_is_asked(shop: Shop) -> None:
    repository = await shop.add()
    asked = len(shop.upstream.requests)
    made_up = "rep_00000000-0000-0000-0000-000000000001", "wsp_00000000-0000-0000-0000-000000000001"

    for caller in (shop.stranger(), shop.only(P.REPOSITORIES_MANAGE)):
        real, none = uses(shop, repository, shop.workspace), uses(shop, *made_up)
        for name, use_case in real.items():
            assert await refusal(use_case(caller)) == await refusal(none[name](caller))
    assert len(shop.upstream.requests) == asked


async def refusal(use_case: Any) -> str:
    with pytest.raises(NotFound) as refused:
        await use_case
    return str(refused.value)


async def test_of_an_unfinished_sync_there_is_one_whatever_the_code_does(shop: Shop) -> None:
    row = await shop.row(await shop.add())

    with pytest.raises(Rejected, match="at the same moment"):
        async with shop.stage.database.write() as tx:
            tx.add(RepositorySync(repository_id=row.id, workspace_id=row.workspace_id))


async def test_credentials_are_sealed_anew_by_a_new_key_so_that_the_old_one_can_go(shop: Shop) -> None:
    old, database = shop.keeper.secrets, shop.stage.database
    one, two, lost = [await shop.add(name, credentials=CREDENTIALS) for name in ("one", "two", "lost")]
    without = await shop.add("without")
    shop.keeper.secrets = Secrets(["a key that nobody has kept, alas"])
    await shop.update(lost, credentials=CREDENTIALS)
    kept = (await shop.row(lost)).credentials
    new = "a key of next year, long enough"

    # Repositories of other tests are here too.
    sealed = await asyncio.gather(
        *(seal_anew(database, Secrets([new, "a key that only tests have"])) for _ in range(3))
    )

    assert sorted(sealed)[:2] == [0, 0] and sum(sealed) >= 2
    for repository in (one, two):
        row = await shop.row(repository)
        assert Secrets([new]).open(row.id, row.credentials or b"") == CREDENTIALS
        with pytest.raises(Unopened):
            old.open(row.id, row.credentials or b"")
    assert [(await shop.row(repository)).credentials for repository in (lost, without)] == [kept, None]
