"""`python -m benchmarks.guard`: loads 1,000,000 versions once, and sees how the console's documents are read of them.

Ends with 1 when something reads more rows or blocks than a page needs (findings.MOST_ROWS, MOST_BLOCKS), does not come
to its end, or takes longer the deeper in its list it is. Rows that are only counted, for a total, are told, not judged.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterable

from benchmarks.cluster import open_cluster
from benchmarks.data.scale import scale_of
from benchmarks.guard.asked import Asked, asked
from benchmarks.guard.depth import DEPTHS, LISTS, Pages, pages_of
from benchmarks.guard.findings import Findings, look
from benchmarks.places import CACHE
from server.data_dir import DataDirError, locked, make_data_dir
from server.embedded.child import ChildError
from storage.connect import connect
from storage.statements import SETTINGS

VERSIONS = 1_000_000
DEEP = "deep"
"""Named among the documents, the lists that are paged through."""


def main(arguments: list[str]) -> int:
    """0 when every page is read by indexes and takes the same at any depth; 1 with what is not so."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=__doc__)
    parser.add_argument("--versions", type=int, default=VERSIONS, help="how many versions the data has")
    parser.add_argument("--only", default="", help=f"documents, with commas; {DEEP} for the pages of large lists")
    given = parser.parse_args(arguments)
    only = frozenset(name for name in given.only.split(",") if name)
    make_data_dir(CACHE)
    try:
        with locked(CACHE), open_cluster(scale_of(given.versions)) as cluster:
            bad = asyncio.run(_guard(cluster.url, only))
    except (DataDirError, ChildError) as error:
        print(f"guard: {error}", file=sys.stderr)  # noqa: T201
        return 1
    print(f"{bad} too slow" if bad else "All pages are read by indexes, and evenly")  # noqa: T201
    return 1 if bad else 0


async def _guard(url: str, only: frozenset[str]) -> int:
    """How much is not as it should be."""
    there = await asked(url)
    bad = await _look_at_documents(there, url, only)
    return bad if only and DEEP not in only else bad + await _look_at_lists(there, url)


async def _look_at_documents(there: Asked, url: str, only: frozenset[str]) -> int:
    connection = await connect(url, SETTINGS)
    bad = 0
    try:
        _tell("document", "caller", ["ms", "rows", "counted", "blocks"], "most of them by")
        for document in there.documents:
            for caller in there.callers:
                if only and document.name not in only:
                    continue
                found = await look(connection, document, caller, url)
                _tell_findings(found)
                bad += len(found.bad)
    finally:
        await connection.close()
    return bad


async def _look_at_lists(there: Asked, url: str) -> int:
    connection = await connect(url, SETTINGS)
    bad = 0
    try:
        _tell("list", "caller", ["first", *(f"{depth:.0%}" for depth in DEPTHS)], "deep, in ms")
        for each in LISTS:
            for pages in await pages_of(connection, each, there.callers, url):
                _tell_pages(pages)
                bad += not pages.is_even
    finally:
        await connection.close()
    return bad


def _tell_findings(found: Findings) -> None:
    worst = max(found.each, key=lambda each: each.rows)
    works = [each.work for each in found.each if each.work is not None]
    figures = (
        f"{max(each.ms for each in found.each):.2f}",
        str(worst.rows),
        str(max((work.rows_counted for work in works), default=0)),
        str(max((work.blocks for work in works), default=0)),
    )
    by = "" if worst.work is None or not worst.rows else f"{worst.work.worst.what}: {worst.work.worst.how}"
    _tell(found.document, found.caller or "anyone", figures, by)
    for each in found.bad:
        blocks = "did not end" if each.work is None else f"{each.work.blocks} blocks"
        print(f"    TOO MUCH: {each.rows} rows, {blocks}, {each.ms:.2f} ms with {each.variables}")  # noqa: T201


def _tell_pages(pages: Pages) -> None:
    figures = (f"{ms:.2f}" for ms in pages.ms)
    _tell(pages.tag, pages.caller or "anyone", figures, "" if pages.is_even else "UNEVEN")


def _tell(what: str, caller: str, figures: Iterable[str], last: str) -> None:
    columns = "".join(f"{figure:>10}" for figure in figures)
    print(f"{what:28}{caller:10}{columns}  {last}", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
