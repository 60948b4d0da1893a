"""What reading costs: memory of a process of its own, from before the reading to its peak."""

import json
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.uploads.builder import Raw, header_of, make_chart, make_package, tar_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process")
ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024
CHART = b"apiVersion: v2\nname: a\nversion: 1.0.0\n"
PROBE = """
import re, sys
from pathlib import Path
from uploads.chart import ChartInvalid, read_chart
from uploads.index import read_index
# Not getrusage: its peak is inherited from the process that started this one.
used = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
before = used()
with open(sys.argv[1], "rb") as file:
    try:
        word = {reading}
    except ChartInvalid as refusal:
        word = refusal.faults[-1].message
print(used() - before, word)
"""
A_CHART = PROBE.format(reading='read_chart(file) and "taken"')
AN_INDEX = PROBE.format(reading="sum(1 for _ in read_index(file))")


def cost_of(package: bytes, folder: Path, probe: str = A_CHART) -> tuple[int, str]:
    """The MiB that reading takes at its peak, and what came of it."""
    path = folder / "package.tgz"
    path.write_bytes(package)
    done = subprocess.run(
        [sys.executable, "-c", probe, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    used, _, word = done.stdout.strip().partition(" ")
    return int(used), word


def zeros_as_gzip(size: int, head: bytes) -> bytes:
    """`head` and then `size` zeros, without holding them."""
    packer = zlib.compressobj(6, wbits=31)
    parts = [packer.compress(head)]
    parts += [packer.compress(bytes(MIB)) for _ in range(size // MIB)]
    return b"".join([*parts, packer.flush()])


def test_44_a_bomb_of_half_a_gibibyte_is_refused_early_and_in_little_memory(tmp_path: Path) -> None:
    lying = header_of(Raw("a/values.yaml", size=8**11 - 1))
    padding = tar_of([Raw("a/Chart.yaml", CHART)])

    for head in (lying, padding):
        used, word = cost_of(zeros_as_gzip(512 * MIB, head), tmp_path)

        assert "at most" in word or "less than" in word
        assert used < 8


@pytest.mark.parametrize("is_nested", [False, True], ids=["files", "packages-inside"])
def test_a_package_of_20_mib_that_does_not_compress_is_read_in_little_memory(tmp_path: Path, is_nested: bool) -> None:
    bodies = [random.Random(number).randbytes(4 * MIB) for number in range(5)]
    files = {f"a/{number}.bin": body for number, body in enumerate(bodies)}
    if is_nested:
        files = {
            f"a/charts/{n}.tgz": make_package({"b/Chart.yaml": CHART, "b/x": body}) for n, body in enumerate(bodies)
        }

    used, word = cost_of(make_package({"a/Chart.yaml": CHART, **files}), tmp_path)

    assert word == "taken"
    assert used < 16


def test_texts_without_end_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    text = ("x" * 60_000 + "\U0001f600" + "y" * 190_000).encode()
    files = {f"a/{number}.txt": text for number in range(350)}

    used, word = cost_of(make_package({"a/Chart.yaml": CHART, **files}), tmp_path)

    assert "text files" in word
    assert used < 100


@pytest.mark.parametrize("name", ["values.yaml", "values.schema.json"])
def test_a_document_of_many_nodes_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    used, word = cost_of(make_chart(files={name: b'{"a": [' + b"1," * 500_000 + b"1]}"}), tmp_path)

    assert "nodes" in word
    assert used < 40


@pytest.mark.parametrize("draft", ["04", "06", "07"])
def test_a_schema_is_not_written_out_at_each_of_its_levels(tmp_path: Path, draft: str) -> None:
    schema = '{"items":' * 100 + json.dumps("x" * 900_000) + "}" * 100
    dialect = f'{{"$schema": "http://json-schema.org/draft-{draft}/schema#",'
    files = {"values.schema.json": (dialect + schema[1:]).encode()}

    used, word = cost_of(make_chart(files=files), tmp_path)

    assert "of type" in word
    assert used < 30


@pytest.mark.parametrize("is_json", [False, True], ids=["yaml", "json"])
def test_an_index_is_streamed_whatever_its_size_and_letters(tmp_path: Path, is_json: bool) -> None:
    entry = {"name": "a", "version": "1.0.0", "urls": ["a.tgz"], "description": "\U0001f600" + "x" * 500}
    entries = {f"chart-{number}": [{**entry, "name": f"chart-{number}"}] * 10 for number in range(600)}
    lines = (
        f"  {name}:\n" + "".join(f"  - {json.dumps(one, ensure_ascii=False)}\n" for one in listed)
        for name, listed in entries.items()
    )
    whole = {"apiVersion": "v1", "entries": entries}
    text = json.dumps(whole, ensure_ascii=False) if is_json else "apiVersion: v1\nentries:\n" + "".join(lines)

    used, word = cost_of(text.encode(), tmp_path, AN_INDEX)

    assert word == "6000"
    assert used < 6, f"of {len(text) // MIB} MiB"
