"""Third-party repositories: what is taken and what is refused, who may, and where credentials go."""

import asyncio
import json
from threading import Event
from typing import Any

import pytest

from domain.commands.repositories import UpdateRepository
from domain.errors import FaultCode, NotFound, Rejected
from domain.upstream import LEAST_PERIOD_S, RepositoryCredentials, RepositoryKind
from services import repositories, workspaces
from services.repository_fields import MOST_PERIOD_S
from services.upstreams import Survey
from tests.calls import faults_of
from tests.fixtures.upstream import INDEX
from tests.services.shop import Shop, until_asked

pytestmark = pytest.mark.anyio
USER, PASSWORD = "reader", "open-sesame-4711"
CREDENTIALS = RepositoryCredentials(username=USER, password=PASSWORD)


# ---------------------------------------------------------------- check


async def test_a_check_tells_what_a_sync_would_find_and_stores_nothing(shop: Shop) -> None:
    checked = await shop.check(f"{shop.upstream.url}/index.yaml")

    assert (checked.kind, checked.found) == (RepositoryKind.HELM, Survey(chart_count=2, version_count=3))
    assert await shop.events() == []


async def test_a_check_counts_no_entry_that_cannot_be_used(shop: Shop) -> None:
    shop.upstream.enter("redis", "not a version")

    assert (await shop.check(shop.upstream.url)).found.version_count == 3


async def test_an_index_of_which_nothing_can_be_used_is_none(shop: Shop) -> None:
    shop.upstream.entries.clear()
    shop.upstream.enter("emqx", "not a version")

    with pytest.raises(Rejected, match="None of the entries can be used; the first, emqx: "):
        await shop.add()


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda upstream: upstream.files.pop(INDEX), FaultCode.INDEX_INVALID),
        (lambda upstream: upstream.statuses.update({INDEX: 500}), FaultCode.UNREACHABLE),
        (lambda upstream: upstream.statuses.update({INDEX: 304}), FaultCode.UNREACHABLE),
        (lambda upstream: upstream.redirects.update({INDEX: INDEX}), FaultCode.UNREACHABLE),
        (lambda upstream: upstream.redirects.update({INDEX: "http://169.254.169.254/"}), FaultCode.UNREACHABLE),
        (lambda upstream: upstream.files.update({INDEX: b"<html>"}), FaultCode.INDEX_INVALID),
        (lambda upstream: upstream.files.update({INDEX: b""}), FaultCode.INDEX_INVALID),
        (lambda upstream: upstream.files.update({INDEX: b"entries: {}"}), FaultCode.INDEX_INVALID),
    ],
    ids=["missing", "broken", "unasked", "in circles", "to metadata", "a page", "empty", "no apiVersion"],
)
async def test_what_cannot_be_read_is_told_in_words_and_is_not_added(shop: Shop, prepare: Any, code: FaultCode) -> None:
    prepare(shop.upstream)

    with pytest.raises(Rejected) as refused:
        await shop.check(shop.upstream.url)

    assert [(fault.code, fault.path) for fault in refused.value.faults] == [(code, ("url",))]
    assert await faults_of(shop.add()) == [(code, "url")]
    assert await shop.events() == []


async def test_an_address_that_is_not_allowed_is_unreachable_and_is_not_asked(shop: Shop) -> None:
    assert await faults_of(shop.check("http://10.0.0.1/charts")) == [(FaultCode.UNREACHABLE, "url")]
    assert await faults_of(shop.check("https://[::ffff:169.254.169.254]/")) == [(FaultCode.UNREACHABLE, "url")]


@pytest.mark.parametrize(
    "url", ["", "charts", "file:///etc/passwd", "gopher://x.example", "https://", "ftp://x.example"]
)
async def test_an_address_of_no_repository_is_invalid(shop: Shop, url: str) -> None:
    assert await faults_of(shop.check(url)) == [(FaultCode.INVALID, "url")]


@pytest.mark.parametrize("kept", [1, 3, 4])
async def test_a_check_that_takes_too_long_is_unreachable_however_much_is_under_way(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr("services.upstreams.PATIENCE_S", 0.3)
    paths = [f"/v2/charts/emqx/manifests/1.0.{number}" for number in range(kept)]
    shop.upstream.files["/v2/charts/emqx/tags/list"] = json.dumps({"tags": [f"1.0.{n}" for n in range(kept)]}).encode()
    shop.upstream.gates.update({path: Event() for path in paths})

    with pytest.raises(Rejected) as refused:
        await shop.check(f"oci://127.0.0.1:{shop.upstream.port}/charts/emqx")

    assert [(fault.code, fault.path) for fault in refused.value.faults] == [(FaultCode.UNREACHABLE, ("url",))]
    assert "did not give all of it within" in refused.value.faults[0].message
    assert [shop.upstream.asked(path) for path in paths] == [1] * kept


# ---------------------------------------------------------------- add


async def test_a_repository_is_added_with_a_sync_that_waits_and_an_event(shop: Shop) -> None:
    repository = await shop.add("bitnami", description="What others make", sync_period=LEAST_PERIOD_S)

    row = await shop.row(repository)
    assert (row.name, row.url, row.kind, row.state, row.revision) == (
        "bitnami",
        shop.upstream.url,
        "HELM",
        "PENDING",
        1,
    )
    assert (row.description, row.sync_period, row.credentials) == ("What others make", LEAST_PERIOD_S, None)
    assert row.next_sync_at is not None and row.created_by == shop.keeper.principal.user_id
    (sync,) = await shop.syncs(repository)
    assert (sync.state, sync.finished_at, sync.requested_by) == ("PENDING", None, shop.keeper.principal.username)
    assert await shop.events() == [("repository.create", "bitnami", None)]

    await shop.sync(repository)
    assert await shop.charts(repository) == ["emqx", "redis"]


async def test_a_repository_without_a_period_has_no_next_sync(shop: Shop) -> None:
    assert (await shop.row(await shop.add())).next_sync_at is None


async def test_a_name_is_taken_once_in_a_workspace(shop: Shop) -> None:
    await shop.add("charts")

    assert await faults_of(shop.add("charts")) == [(FaultCode.ALREADY_EXISTS, "name")]
    await shop.add("more")


async def test_of_two_that_add_one_name_at_once_one_does(shop: Shop) -> None:
    outcomes = await asyncio.gather(shop.add(), shop.add(), return_exceptions=True)

    assert {type(outcome) for outcome in outcomes} == {str, Rejected}
    assert len(await shop.events()) == 1


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"name": ""}, (FaultCode.REQUIRED, "name")),
        ({"name": "Not a label"}, (FaultCode.INVALID, "name")),
        ({"name": "a" * 64}, (FaultCode.INVALID, "name")),
        ({"description": "x" * 1001}, (FaultCode.TOO_LONG, "description")),
        ({"sync_period": LEAST_PERIOD_S - 1}, (FaultCode.INVALID, "syncPeriod")),
        ({"sync_period": MOST_PERIOD_S + 1}, (FaultCode.INVALID, "syncPeriod")),
        ({"sync_period": -1}, (FaultCode.INVALID, "syncPeriod")),
        ({"credentials": RepositoryCredentials(password="x")}, (FaultCode.REQUIRED, "credentials.username")),
        ({"credentials": RepositoryCredentials(username="a:b")}, (FaultCode.INVALID, "credentials.username")),
        ({"credentials": RepositoryCredentials(username="a\r\nb")}, (FaultCode.INVALID, "credentials.username")),
        ({"credentials": RepositoryCredentials(username="u" * 4097)}, (FaultCode.TOO_LONG, "credentials.username")),
        (
            {"credentials": RepositoryCredentials(access_key_id="x")},
            (FaultCode.REQUIRED, "credentials.secretAccessKey"),
        ),
        (
            {"credentials": RepositoryCredentials(access_key_id="clé", secret_access_key="é")},
            (FaultCode.INVALID, "credentials.accessKeyId"),
        ),
        (
            {"credentials": RepositoryCredentials(client_key="-----BEGIN PRIVATE KEY-----")},
            (FaultCode.REQUIRED, "credentials.clientCertificate"),
        ),
        (
            {"credentials": RepositoryCredentials(ca_certificate="junk")},
            (FaultCode.INVALID, "credentials.caCertificate"),
        ),
    ],
    ids=str,
)
async def test_what_is_wrong_is_told_by_its_field_before_anybody_is_asked(
    shop: Shop, said: dict[str, Any], fault: tuple[FaultCode, str]
) -> None:
    assert await faults_of(shop.add(**{"name": "charts", **said})) == [fault]
    assert shop.upstream.requests == []


async def test_all_that_is_wrong_is_told_at_once(shop: Shop) -> None:
    faults = await faults_of(shop.add("No", url="nowhere", sync_period=1, description="\x07"))

    assert {place for _, place in faults} == {"name", "url", "syncPeriod", "description"}


async def test_a_workspace_has_so_many_repositories_and_no_more(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repositories, "MOST_REPOSITORIES", 1)
    await shop.add("one")

    assert await faults_of(shop.add("two")) == [(FaultCode.LIMIT_EXCEEDED, "workspace")]


# ---------------------------------------------------------------- update


async def test_a_new_address_is_tried_and_synced_and_what_was_seen_is_forgotten(shop: Shop) -> None:
    repository = await shop.stocked()
    assert (await shop.row(repository)).seen_digest is not None
    shop.upstream.write_index(path="/more/index.yaml")

    await shop.update(repository, url=f"{shop.upstream.url}/more/", description="Moved", sync_period=3600)

    row = await shop.row(repository)
    assert (row.url, row.revision, row.state) == (f"{shop.upstream.url}/more", 2, "PENDING")
    assert (row.seen_etag, row.seen_digest, row.description, row.sync_period) == (None, None, "Moved", 3600)
    assert row.next_sync_at is not None
    assert [sync.state for sync in await shop.syncs(repository)] == ["SUCCESSFUL", "PENDING"]
    assert (await shop.events())[-1] == ("repository.update", "charts", "changed description, url, syncPeriod")


async def test_an_address_that_cannot_be_read_changes_nothing(shop: Shop) -> None:
    repository = await shop.stocked()

    assert await faults_of(shop.update(repository, url=f"{shop.upstream.url}/gone", description="new")) == [
        (FaultCode.INDEX_INVALID, "url")
    ]
    row = await shop.row(repository)
    assert (row.url, row.description, row.revision) == (shop.upstream.url, "", 1)


async def test_a_change_of_words_asks_nobody_and_syncs_nothing(shop: Shop) -> None:
    repository = await shop.stocked()
    asked = len(shop.upstream.requests)

    await shop.update(repository, description="new", url=f"{shop.upstream.url}/index.yaml", sync_period=600)

    row = await shop.row(repository)
    assert (row.description, row.sync_period, row.revision, row.state) == ("new", 600, 2, "SUCCESSFUL")
    assert row.next_sync_at is not None
    assert (len(shop.upstream.requests), len(await shop.syncs(repository))) == (asked, 1)
    assert (await shop.events())[-1] == ("repository.update", "charts", "changed description, syncPeriod")

    await shop.update(repository, sync_period=0)
    assert (await shop.row(repository)).next_sync_at is None


async def test_what_stays_as_it_is_makes_no_revision(shop: Shop) -> None:
    repository = await shop.stocked()

    await shop.update(repository, description="", sync_period=0, remove_credentials=True)

    assert (await shop.row(repository)).revision == 1
    assert len(await shop.events()) == 1


async def test_a_stale_revision_is_a_conflict(shop: Shop) -> None:
    repository = await shop.add()
    await shop.update(repository, description="first")

    stale = repositories.update_repository(shop.keeper, UpdateRepository(repository, 1, description="second"))
    assert await faults_of(stale) == [(FaultCode.CONFLICT, "revision")]


async def test_a_change_while_the_new_address_is_asked_is_a_conflict(shop: Shop) -> None:
    repository = await shop.stocked()
    shop.upstream.write_index(path="/more/index.yaml")
    gate = shop.upstream.gates["/more/index.yaml"] = Event()
    moving = asyncio.create_task(shop.update(repository, url=f"{shop.upstream.url}/more"))
    await until_asked(shop.upstream, "/more/index.yaml")
    await shop.update(repository, description="meanwhile")
    gate.set()

    assert await faults_of(moving) == [(FaultCode.CONFLICT, "revision")]
    assert (await shop.row(repository)).url == shop.upstream.url


async def test_a_sync_that_runs_while_the_address_changes_gives_way_to_another(shop: Shop) -> None:
    repository = await shop.add()
    shop.upstream.write_index(path="/more/index.yaml")

    await shop.update(repository, url=f"{shop.upstream.url}/more")

    first, second = await shop.syncs(repository)
    assert (first.state, second.state) == ("FAILED", "PENDING")
    assert first.finished_at is not None and "changed meanwhile" in (first.message or "")


# ---------------------------------------------------------------- sync and delete


async def test_while_a_sync_is_unfinished_asking_for_one_answers_with_that_one(shop: Shop) -> None:
    repository = await shop.add()

    await asyncio.gather(*(repositories.sync_repository(shop.keeper, repository) for _ in range(4)))
    assert len(await shop.syncs(repository)) == 1

    await shop.sync(repository)
    await asyncio.gather(*(repositories.sync_repository(shop.keeper, repository) for _ in range(4)))
    assert [sync.state for sync in await shop.syncs(repository)] == ["SUCCESSFUL", "PENDING"]
    assert [action for action, *_ in await shop.events()] == ["repository.create", "repository.sync"]


async def test_a_repository_goes_with_all_that_is_of_it(shop: Shop) -> None:
    repository = await shop.stocked()

    await repositories.delete_repository(shop.keeper, repository)

    assert (await shop.charts(repository), await shop.syncs(repository)) == ([], [])
    assert (await shop.events())[-1] == ("repository.delete", "charts", None)
    with pytest.raises(NotFound):
        await repositories.delete_repository(shop.keeper, repository)


async def test_a_workspace_takes_its_repositories_along(shop: Shop) -> None:
    repository = await shop.stocked()

    await workspaces.delete_workspace(shop.keeper, shop.workspace)

    assert await shop.charts(repository) == []
    assert (await shop.events())[-1][:2] == ("repository.delete", "charts")
