"""What is taken down is gone from the index and from its path with the answer to who took it down, in every process."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.ids import Kind
from server.embedded import Backends
from tests.personas import ADMIN
from tests.resolvers.world import a_version
from tests.server.compiled import Process, Replicas, replicas
from tests.server.helm import STORE, fill, versions_in, workspace

pytestmark = pytest.mark.anyio

ACME = workspace("acme")
DRAFTS = f"{ACME}/index.yaml?drafts=true"


@pytest.fixture
async def run(backends: Backends, tmp_path: Path) -> AsyncIterator[Replicas]:
    async with replicas(backends, tmp_path, COST_BUDGET="0") as started:
        await fill(started.store)
        yield started


class Warm:
    """What a caller is told by both applications, over and over: each asks with the tag that it was given last."""

    def __init__(self, run: Replicas, token: str | None) -> None:
        self.run = run
        self.headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self.tags: dict[tuple[int, str], str] = {}
        self.lists: dict[tuple[int, str], dict[str, list[str]]] = {}

    async def listed(self, path: str) -> dict[str, list[str]]:
        """The versions in an index, of which both applications say the same."""
        first, second = [await self._listed(number, path) for number in (0, 1)]
        assert first == second
        return first

    async def _listed(self, number: int, path: str) -> dict[str, list[str]]:
        key, started = (number, path), self.run.both[number]
        tag = {"If-None-Match": self.tags[key]} if key in self.tags else {}
        answer = await started.http.get(path, headers={**self.headers, **tag})
        if answer.status_code == 200:
            self.lists[key], self.tags[key] = versions_in(answer.json()), answer.headers["etag"]
        else:
            assert answer.status_code == 304
        return self.lists[key]

    async def opens(self, path: str) -> bool:
        """Whether a package can be had, of which both applications say the same."""
        answers = {(await started.http.head(path, headers=self.headers)).status_code for started in self.run.both}
        assert len(answers) == 1
        assert answers <= {200, 307, 401, 404}
        return answers <= {200, 307}


async def test_each_step_of_a_version_is_in_the_very_next_index_and_at_its_path_everywhere(run: Replicas) -> None:
    gid, admin = run.store.gid, await run.store.session(ADMIN)
    anyone, dev = Warm(run, None), Warm(run, await run.store.session("dev"))
    published, draft = f"{STORE}/charts/acme/emqx/emqx-1.1.0.tgz", f"{ACME}/charts/emqx/emqx-1.1.0.tgz"
    version, template = gid(Kind.VERSION, "emqx 1.1.0"), gid(Kind.TEMPLATE, "emqx")
    # the mutation, whether anyone has it then, and whether the developer does
    story = [
        (f'publishVersion(id: "{version}")', True, True),
        (f'suspendVersion(id: "{version}", message: "It leaks.")', False, False),
        (f'restoreVersion(id: "{version}")', True, True),
        (f'suspendTemplate(id: "{template}", message: "It leaks.")', False, False),
        (f'restoreTemplate(id: "{template}")', True, True),
        (f'suspendVersion(id: "{version}", message: "It leaks.")', False, False),
        (f'deleteVersion(id: "{version}")', False, False),
    ]
    assert (await anyone.opens(published), await dev.opens(draft)) == (False, True)

    for number, (mutation, is_public, is_there) in enumerate(story):
        for _ in range(2):
            await anyone.listed(f"{STORE}/index.yaml")
            await dev.listed(DRAFTS)
        await run.both[number % 2].do(f"mutation {{ {mutation} {{ userErrors {{ message }} }} }}", admin)

        in_store = (await anyone.listed(f"{STORE}/index.yaml")).get("acme-emqx", [])
        in_workspace = (await anyone.listed(f"{ACME}/index.yaml")).get("emqx", [])
        assert ("1.1.0" in in_store, "1.1.0" in in_workspace) == (is_public, is_public), mutation
        assert ("1.1.0" in (await dev.listed(DRAFTS)).get("emqx", [])) == is_there, mutation
        assert await anyone.opens(published) == is_public, mutation
        assert await dev.opens(draft) == is_there, mutation


async def test_who_leaves_a_workspace_has_its_drafts_no_more(run: Replicas) -> None:
    admin, token = await run.store.session(ADMIN), (await run.store.cast.token("dev")).secret
    dev, draft = Warm(run, token), f"{ACME}/charts/emqx/emqx-2.0.0.tgz"
    assert "2.0.0" in (await dev.listed(DRAFTS))["emqx"]
    assert await dev.opens(draft)
    membership = run.store.cast.member_gid("acme", "dev")

    await run.here.do(f'mutation {{ removeMember(id: "{membership}") {{ userErrors {{ message }} }} }}', admin)

    assert "2.0.0" not in (await dev.listed(DRAFTS))["emqx"]
    assert not await dev.opens(draft)


async def test_a_token_that_is_revoked_is_good_for_nothing_from_then_on(run: Replicas) -> None:
    cast = run.store.cast
    made = await cast.token("dev")
    headers = {"Authorization": f"Bearer {made.secret}"}
    for started in run.both:
        assert (await started.http.get(DRAFTS, headers=headers)).status_code == 200

    session = await run.store.session("dev")
    await run.here.do(f'mutation {{ revokeApiToken(id: "tok_{made.id}") {{ userErrors {{ message }} }} }}', session)

    for started in run.both:
        assert (await started.http.get(DRAFTS, headers=headers)).status_code == 401


async def test_a_draft_changes_nothing_for_those_who_see_what_is_published(run: Replicas) -> None:
    dev = await run.store.session("dev")
    path = f"{ACME}/index.yaml"
    before = [await started.http.get(path) for started in run.both]
    sent = [started.sent() for started in run.both]
    edit = (
        f'updateVersion(input: {{ id: "{run.store.gid(Kind.VERSION, "emqx 2.0.0")}", revision: 1, description: "x" }})'
    )

    await run.here.do(f"mutation {{ {edit} {{ userErrors {{ message }} }} }}", dev)

    for path_ in (path, DRAFTS):  # who may see no draft is not told by the time that it takes, either
        after = [await started.http.get(path_) for started in run.both]
        assert [answer.content for answer in after] == [answer.content for answer in before]
    # one look at the revisions each time, and nothing made anew
    assert run.there.sent() - sent[1] == 2


async def test_no_index_is_older_than_its_request_however_many_are_asked_for_meanwhile(run: Replicas) -> None:
    world, emqx = run.store.world, run.store.world.rows["emqx"]
    committed = 0

    async def publish() -> None:
        nonlocal committed
        for number in range(20):
            await world.add(a_version(world, emqx, f"7.{number}.0", "ACTIVE"))
            committed += 1

    async def read(started: Process, path: str) -> int:
        reads = 0
        while not publishing.done():
            before = committed
            answer = await started.http.get(path)
            entries = versions_in(answer.json())
            listed = entries.get("emqx") or entries["acme-emqx"]
            assert before <= sum(version.startswith("7.") for version in listed) <= committed + 1
            reads += 1
        return reads

    publishing = asyncio.create_task(publish())
    paths = (f"{STORE}/index.yaml", f"{ACME}/index.yaml")
    reads = await asyncio.gather(*(read(started, path) for started in run.both for path in paths), publishing)

    assert all(count is None or count > 1 for count in reads)


async def test_an_index_is_made_once_for_all_who_wait_for_it(run: Replicas) -> None:
    dev = await run.store.session("dev")
    await run.here.http.get(DRAFTS, headers={"Authorization": f"Bearer {dev}"})
    await run.store.execute("UPDATE version SET description = 'x'")
    before = len(run.here.others)

    answers = await asyncio.gather(
        *(run.here.http.get(DRAFTS, headers={"Authorization": f"Bearer {dev}"}) for _ in range(20))
    )

    assert {answer.status_code for answer in answers} == {200}
    assert sum("string_agg" in statement for statement in run.here.others[before:]) == 1


async def test_what_is_asked_for_is_charged_as_graphql_is(backends: Backends, tmp_path: Path) -> None:
    async with replicas(backends, tmp_path, COST_BUDGET="3000", COST_RESTORE_RATE="1") as run:
        statuses = [await status(run.here, f"{STORE}/index.yaml") for _ in range(4)]

        assert statuses == [200, 200, 200, 429]
        answer = await run.here.http.get(f"{STORE}/index.yaml")
        assert int(answer.headers["retry-after"]) > 0
        dev = {"Authorization": f"Bearer {await run.store.session('dev')}"}
        assert (await run.here.http.get(f"{STORE}/index.yaml", headers=dev)).status_code == 200


async def status(started: Process, path: str) -> int:
    return (await started.http.get(path)).status_code
