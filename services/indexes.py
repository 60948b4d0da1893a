"""Helm's indexes: of the store, and of each workspace. Made once for all who see the same, and kept while they hold.

What an index lists is held against its revision in the database before each use: an index never shows what had been
taken down when it was asked for, in any process. Nothing in it, its tag included, tells of what its reader may not see.
"""

import gzip
import hashlib
import json
import re
import zlib
from asyncio import Semaphore, Task, create_task, shield
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import anyio.to_thread

from domain.errors import LimitExceeded, NotFound
from domain.texts import time_text
from policies.access import Access
from policies.predicate import EVERYTHING, NOTHING, Thing
from policies.principal import Principal
from policies.scope import Scope, scope_of, within
from services.entry_names import Named, entry_names
from services.texts import DNS_LABEL
from storage.database import Database
from storage.queries.indexes import (
    NOBODY,
    Listed,
    Now,
    index_revision,
    listed_in_store,
    listed_in_workspace,
    now_of,
    sees_any,
    store_revision,
)
from storage.statements import Statements
from storage.transaction import Transaction

MOST_VERSIONS = 100_000
KEPT_BYTES = 64 * 1024 * 1024
"""Of all indexes that are kept, plain and packed."""
LARGE_BYTES = 16 * 1024 * 1024
"""Larger ones are kept packed alone."""
PIECE_BYTES = 64 * 1024
LEVEL = 5
AT_ONCE = 2
"""Indexes that are made at a time, in one process."""
ANOTHER = "another than ACTIVE"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# What JSON may have as it is and YAML may not (YAML 1.2.2, 5.1), or takes for the end of a line.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class Outdated(Exception):
    """The caller is not, or not any more, as they were known to be: to be asked again with who they are now."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The index of a workspace by name, or of the store; `drafts`: with what is not published, where it is seen."""

    workspace: str | None = None
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """An index as bytes. `tag` names them; `packed` is gzip's form of them, `plain` is None where they are many."""

    tag: str
    packed: bytes = field(repr=False)
    plain: bytes | None = field(repr=False)
    size: int
    entries: int
    revision: int

    def pieces(self) -> Iterator[bytes]:
        """The plain bytes, a little at a time."""
        if self.plain is not None:
            yield self.plain
            return
        inflate = zlib.decompressobj(wbits=31)
        rest = self.packed
        while not inflate.eof:
            yield inflate.decompress(rest, PIECE_BYTES)
            rest = inflate.unconsumed_tail


@dataclass(frozen=True, slots=True)
class _Question:
    """What is listed, for whom: `key` is the same for all who see the same."""

    key: Hashable
    least: int
    """The revision that an index must have at least."""
    list: Callable[[Transaction], Awaitable[Sequence[Listed]]]
    revision: Callable[[Transaction], Awaitable[int]]


class Indexes:
    """The indexes of one process."""

    def __init__(self, database: Database, statements: Statements) -> None:
        self._database = database
        self._statements = statements
        self._kept = Kept(KEPT_BYTES)
        self._making: dict[Hashable, Task[Index]] = {}
        self._turns = Semaphore(AT_ONCE)

    async def read(self, wanted: Wanted, access: Access) -> Index:
        """The index as the caller sees it now. NotFound where they see nothing; Outdated; LimitExceeded; Unavailable.

        What is made anew may be newer than what the caller was known by, so that is looked at once more.
        """
        now = await self._now(wanted, access)
        question = _question(wanted, now, access.principal)
        index = self._kept.get(question.key)
        if index is None or index.revision != question.least:
            index = await self._renewed(question, index)
            await self._now(wanted, access)
        if not index.entries and wanted.workspace is not None:
            await self._check_seen(access.principal, now.workspace_id)
        return index

    async def _renewed(self, question: _Question, kept: Index | None) -> Index:
        """What is kept where it is newer than what was asked for, else a new one. An empty one is never kept: who sees
        nothing waits as long for what is there as for what is not."""
        if kept is not None and kept.revision > question.least:
            return kept
        made = await self._make(question)
        if made.entries:
            self._kept.put(question.key, made)
        return made

    async def _now(self, wanted: Wanted, access: Access) -> Now:
        name = wanted.workspace or ""
        now = await now_of(self._statements, name if DNS_LABEL.fullmatch(name) else "")
        principal = access.principal
        if principal.is_signed_in and (principal.revision != now.policy or now.time >= access.ends_at):
            raise Outdated
        return now

    async def _make(self, question: _Question) -> Index:
        """An index that is no older than was asked for, made once for all who wait for it."""
        while True:
            task = self._making.get(question.key)
            if task is None:
                task = self._making[question.key] = create_task(self._made(question))
                task.add_done_callback(lambda _: self._making.pop(question.key, None))
            made = await shield(task)
            if made.revision >= question.least:
                return made

    async def _made(self, question: _Question) -> Index:
        async with self._turns:
            async with self._database.read() as reader:
                revision = await reader.run(question.revision)
                listed = await reader.run(question.list)
            return await anyio.to_thread.run_sync(written, listed, revision)

    async def _check_seen(self, principal: Principal, workspace_id: UUID) -> None:
        """Passes when the caller sees the workspace, or anything in it; the same is done where there is none."""
        own = within(scope_of(principal, Thing.WORKSPACE), id=workspace_id)
        seen = within(scope_of(principal, Thing.VERSION), workspace_id=workspace_id)
        async with self._database.read() as reader:
            has_any = await reader.run(lambda session: sees_any(session, seen, workspace_id))
        if workspace_id == NOBODY or not (has_any or own.predicate == EVERYTHING):
            raise NotFound("Repository")


def _question(wanted: Wanted, now: Now, principal: Principal) -> _Question:
    if wanted.workspace is None:
        return _of_store(principal, now)
    scope = within(scope_of(principal, Thing.VERSION), workspace_id=now.workspace_id)
    # Who sees published versions alone is given their index, which no draft makes anew.
    if not wanted.drafts or within(scope, state=ANOTHER).predicate == NOTHING:
        return _of_workspace(within(scope, state="ACTIVE"), now, published=True)
    return _of_workspace(scope, now, published=False)


def _of_store(principal: Principal, now: Now) -> _Question:
    scope = scope_of(principal, Thing.STORE_APP)
    if scope.predicate == NOTHING and not principal.is_signed_in:
        raise NotFound("Repository")
    return _Question(
        scope.predicate, now.store, lambda session: listed_in_store(session, scope, MOST_VERSIONS + 1), store_revision
    )


def _of_workspace(scope: Scope, now: Now, *, published: bool) -> _Question:
    place = now.workspace_id

    async def listed(session: Transaction) -> Sequence[Listed]:
        return await listed_in_workspace(session, scope, place, MOST_VERSIONS + 1, published=published)

    async def revision(session: Transaction) -> int:
        return await index_revision(session, place, published=published)

    return _Question(
        (place, published, scope.predicate), now.published if published else now.revision, listed, revision
    )


def written(listed: Sequence[Listed], revision: int) -> Index:
    """The index of these: JSON, which is YAML too, and which Helm reads several times as fast.

    `generated` is the last change of what it lists, so that equal lists are equal bytes.
    """
    count = sum(one.versions for one in listed)
    if count > MOST_VERSIONS:
        told = f"There are more than {MOST_VERSIONS} versions, too many for one index; pull by oci:// instead."
        raise LimitExceeded(told)
    changed_at = max((one.changed_at for one in listed), default=_NEVER)
    body = b'{"apiVersion":"v1","entries":{%s},"generated":"%s"}' % (
        b",".join(_entries(listed)),
        time_text(changed_at).encode(),
    )
    body = _for_yaml(body)
    plain = body if len(body) <= LARGE_BYTES else None
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Index(tag, gzip.compress(body, LEVEL, mtime=0), plain, len(body), count, revision)


def _entries(listed: Sequence[Listed]) -> Iterator[bytes]:
    names = entry_names(Named(one.publisher, one.chart) for one in listed)
    by_name = sorted((names[Named(one.publisher, one.chart)], one.entries) for one in listed)
    return (b"%s:[%s]" % (json.dumps(name).encode(), entries) for name, entries in by_name)


def _for_yaml(body: bytes) -> bytes:
    if body.isascii():
        return body.replace(b"\x7f", b"\\u007f")
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", body.decode()).encode()


class Kept:
    """Indexes by key; those that were not asked for longest make room."""

    def __init__(self, most_bytes: int) -> None:
        self._kept: OrderedDict[Hashable, Index] = OrderedDict()
        self._most_bytes = most_bytes
        self.bytes = 0

    def get(self, key: Hashable) -> Index | None:
        """The index, if it is here."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, index: Index) -> None:
        """Takes it in place of an older one; one that is there and newer stays."""
        known = self._kept.get(key)
        if known is not None and known.revision > index.revision:
            return
        self._drop(key)
        self._kept[key] = index
        self.bytes += _weight(index)
        while self.bytes > self._most_bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self.bytes -= _weight(found)


def _weight(index: Index) -> int:
    return 1_000 + len(index.packed) + len(index.plain or b"")
