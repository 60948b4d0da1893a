"""Whatever an index becomes: what is stored is what it lists, and what cannot be stored is told."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from domain.semver import sort_key
from domain.upstream import ChartEntry, EntryFault, Seen
from outbound.reading import Known
from services.syncs import Outcome, run_sync
from tests.services.syncing import Desk

pytestmark = pytest.mark.anyio
NOTHING_SEEN = Seen()


@dataclass(frozen=True)
class Listed:
    """A source that lists what it is given, and says of what it is told is known only that."""

    entries: Sequence[ChartEntry | EntryFault]
    seen: Seen = NOTHING_SEEN

    async def read(self, _: Seen, known: Mapping[tuple[str, str], str | None]) -> Any:
        return replace(self, entries=[self._known(entry, known) for entry in self.entries])

    def _known(self, entry: Any, known: Mapping[tuple[str, str], str | None]) -> Any:
        is_known = isinstance(entry, ChartEntry) and known.get((entry.name, entry.version), "") == entry.digest
        return Known(entry.name, entry.version) if is_known else entry

    def __aiter__(self) -> AsyncGenerator[Any, None]:
        return self._each()

    async def _each(self) -> AsyncGenerator[Any, None]:
        for entry in self.entries:
            yield entry


def drawn(random: Random) -> dict[str, ChartEntry]:
    """A small index at random; texts with what a database, or JSON, could stumble over."""
    texts = ["", "plain", 'a "quoted" \\ one', "naïve ☃ \U0001f40b", "two\nlines", "{1,2}", "\\u0000"]
    entries = {}
    for _ in range(random.randrange(1, 9)):
        name, version = (
            random.choice(["emqx", "redis", "a.b_c"]),
            random.choice(["1.0.0", "v1.0.0", "2.0.0-rc.1", "10.0.0"]),
        )
        entries[f"{name} {version}"] = ChartEntry(
            name,
            version,
            app_version=random.choice([None, *texts]),
            description=random.choice(texts),
            icon=random.choice([None, "https://icons.test/a.png"]),
            home=random.choice(texts),
            keywords=tuple(random.sample(texts, random.randrange(3))),
            deprecated=random.random() < 0.5,
            created_at=random.choice([None, datetime(2024, 1, 1, 12, 30, 15, 123456, tzinfo=UTC)]),
            digest=random.choice([None, "sha256:" + "ab" * 32]),
            urls=tuple(random.sample(texts, random.randrange(1, 3))),
        )
    return entries


async def test_whatever_an_index_becomes_what_is_stored_is_what_it_lists(desk: Desk) -> None:
    random = Random(5)
    repository = await desk.repository("http://127.0.0.1:9")
    before: dict[str, ChartEntry] = {}
    for _ in range(40):
        listed = drawn(random)
        entries = random.sample(list(listed.values()), len(listed))
        parts = replace(desk.parts, open=lambda *_, entries=entries: Listed(entries))
        sync_id = await desk.begin(repository)
        assert sync_id is not None

        assert await run_sync(parts, sync_id) is Outcome.SUCCESSFUL

        stored, charts = await desk.versions(repository), await desk.charts(repository)
        assert {key: facts_of(row) for key, row in stored.items()} == {key: facts_of(e) for key, e in listed.items()}
        newest = {
            e.name: e
            for e in sorted(listed.values(), key=lambda e: (sort_key(e.version), stored[f"{e.name} {e.version}"].id))
        }
        assert {name: words_of(row) for name, row in charts.items()} == {
            name: words_of(e) for name, e in newest.items()
        }
        assert await desk.counts(repository) == counts_between(before, listed)
        before = listed


def facts_of(one: Any) -> tuple[Any, ...]:
    return one.version, one.app_version, one.created_at, one.digest, list(one.urls)


def words_of(one: Any) -> tuple[Any, ...]:
    return one.name, one.description, one.icon, one.home, list(one.keywords), one.deprecated


def counts_between(before: Mapping[str, ChartEntry], after: Mapping[str, ChartEntry]) -> tuple[int, ...]:
    both = before.keys() & after.keys()
    old, new = ({entry.name for entry in entries.values()} for entries in (before, after))
    changed = sum(before[key] != after[key] for key in both)
    return len(new - old), len(old - new), len(after) - len(both), changed, len(before) - len(both), 0


async def test_what_a_registry_says_is_known_stays_as_it_is(desk: Desk) -> None:
    old, new = (entry_of("emqx", version, digest="sha256:" + "ab" * 32) for version in ("1.0.0", "2.0.0"))
    repository = await desk.repository("oci://127.0.0.1:9/charts")
    await desk.set(repository, kind="OCI")
    for listed in ([old, new], [old, new], [old, replace(new, digest="sha256:" + "cd" * 32)], [old]):
        sync_id = await desk.begin(repository)
        assert sync_id is not None
        await run_sync(replace(desk.parts, open=lambda *_, listed=listed: Listed(listed)), sync_id)

    history = [
        (one.versions_added, one.versions_changed, one.versions_removed) for one in await desk.history(repository)
    ]
    assert history == [(0, 0, 1), (0, 1, 0), (0, 0, 0), (2, 0, 0)]
    assert set(await desk.versions(repository)) == {"emqx 1.0.0"}
    assert set(await desk.charts(repository)) == {"emqx"}


def entry_of(name: str, version: str, **given: Any) -> ChartEntry:
    plain = ChartEntry(name, version, None, "", None, "", (), False, None, None, (f"{name}-{version}.tgz",))
    return replace(plain, **given)


async def test_an_entry_that_cannot_be_stored_or_comes_twice_is_skipped(desk: Desk) -> None:
    good = entry_of("emqx", "1.0.0")
    listed = [
        good,
        replace(good, description="again"),
        entry_of("nul", "1.0.0", description="a\0b"),
        entry_of("half", "1.0.0", keywords=("\ud800",)),
        entry_of("\ud800", "1.0.0"),
        entry_of("odd", "one"),
        EntryFault("urls", "1.0.0", "has no urls"),
    ]
    repository = await desk.repository("http://127.0.0.1:9")
    sync_id = await desk.begin(repository)
    assert sync_id is not None

    assert await run_sync(replace(desk.parts, open=lambda *_: Listed(listed)), sync_id) is Outcome.SUCCESSFUL

    assert await desk.counts(repository) == (1, 0, 1, 0, 0, 6)
    assert (await desk.charts(repository))["emqx"].description == ""
    assert (await desk.history(repository))[0].message == (
        "6 of 7 entries were skipped: emqx 1.0.0: is listed twice; the first counts; "
        "nul 1.0.0: has a character that cannot be stored; half 1.0.0: has a character that cannot be stored; …"
    )


async def test_a_repository_may_be_deleted_at_any_moment_of_its_sync(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.differences.AT_ONCE", 20)
    entries = [entry_of("emqx", f"1.0.{number}") for number in range(200)]
    parts, outcomes = replace(desk.parts, open=lambda *_: Listed(entries)), []
    for milliseconds in range(0, 60, 4):
        repository = await desk.repository(f"http://127.0.0.1:9/{milliseconds:05}")
        sync_id = await desk.begin(repository)
        assert sync_id is not None
        syncing = asyncio.create_task(run_sync(parts, sync_id))
        await asyncio.sleep(milliseconds / 1000)
        await desk.delete(repository)

        outcomes.append(await syncing)
        assert (await desk.row(repository), await desk.versions(repository)) == (None, {})
    assert set(outcomes) <= {Outcome.DROPPED, Outcome.SUCCESSFUL}
    assert Outcome.DROPPED in outcomes
