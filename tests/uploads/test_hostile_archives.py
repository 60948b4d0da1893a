"""Packages that attack the reader, or that two readers would take for different things."""

import gzip
import struct

import pytest

from tests.uploads.builder import BLOCK, END, GNU, Raw, make_chart, make_package, pack, pax, tar_of, with_checksum
from tests.uploads.reading import faults_of, only_fault_of, read
from uploads.chart import ChartLimits

CHART = Raw("a/Chart.yaml", b"apiVersion: v2\nname: a\nversion: 1.0.0\n")
MIB = 1024 * 1024


def refusal_of(*entries: Raw) -> str:
    return only_fault_of(pack([CHART, *entries])).message


def test_the_plain_archive_that_these_attacks_start_from_is_good() -> None:
    assert read(pack([CHART])).metadata.name == "a"


@pytest.mark.parametrize(
    "path",
    [
        "../evil",
        "a/../../evil",
        "a/../evil",
        "a/..",
        "a/..evil",
        "a/./evil",
        "/etc/passwd",
        "a//etc/passwd",
        "c:/evil",
        "a/c:/evil",
        "C:evil",
        "a\\..\\evil",
        "a/..\\..\\evil",
        "a\\Chart.yaml",
        "a/trailing.",
        "a/trailing ",
        "a/tab\there",
        "a/line\nfeed",
        "a/\u202egpj.exe",
        "a/zero\u200bwidth",
        "a/" + "x" * 90 + "/" + "y" * 60 + "/" + "d/" * 33 + "e",
        "./a/evil",
        "b/other-top",
        "evil-at-the-top",
        "Chart.yaml",
    ],
)
def test_45_a_path_that_leads_astray_is_refused(path: str) -> None:
    head = [pax({"path": path})] if len(path) > 100 else []

    assert refusal_of(*head, Raw(path[:100], b"x"))


@pytest.mark.parametrize("path", [b"a/\xff\xfe", b"a/\xc0\xaf", b"a/\xed\xa0\x80"])
def test_45_a_path_that_is_not_utf8_or_overlong_is_refused(path: bytes) -> None:
    assert "UTF-8" in refusal_of(Raw(path, b"x"))


def test_45_a_nul_ends_no_path_early() -> None:
    assert refusal_of(pax({"path": "a/ok\0/../evil"}), Raw("a/x", b"x"))
    assert refusal_of(Raw("long", b"a/ok\0/../../evil", kind=b"L", magic=GNU), Raw("a/x", b"x"))


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (b"1", "hard link"),
        (b"2", "symbolic link"),
        (b"3", "character device"),
        (b"4", "block device"),
        (b"6", "FIFO"),
        (b"7", "contiguous file"),
        (b"S", "sparse file"),
        (b"D", "unknown type"),
        (b"V", "unknown type"),
    ],
)
def test_46_only_files_and_folders_are_taken(kind: bytes, word: str) -> None:
    assert word in refusal_of(Raw("a/values.yaml", kind=kind, link=b"/etc/passwd"))


def test_46_a_link_that_pretends_to_have_a_body_ends_the_reading() -> None:
    assert "has a size" in refusal_of(Raw("a/Chart.lock", b"x" * 10, kind=b"2", link=b"/etc/passwd"))


@pytest.mark.parametrize(
    "twin",
    ["a/Chart.yaml", "a/chart.yaml", "a/CHART.YAML", "a/\uff23hart.yaml", "A/x", "a/Chart.yaml/x"],
)
def test_47_two_paths_that_could_be_one_are_refused(twin: str) -> None:
    assert refusal_of(Raw(twin, b"name: b\nversion: 1.0.0\n"))


def test_47_letters_that_differ_in_form_only_are_one_path() -> None:
    assert "Unicode" in refusal_of(Raw("a/yams", b"1"), Raw("a/yam\u017f", b"2"))
    assert "Unicode" in refusal_of(Raw("a/\u00e9.txt", b"1"), Raw("a/e\u0301.txt", b"2"))


def test_47_a_folder_and_a_file_of_one_path_are_refused() -> None:
    assert refusal_of(Raw("a/x/y", b"1"), Raw("a/x", b"2"))
    assert refusal_of(Raw("a/x", b"1"), Raw("a/x/", kind=b"5"))
    assert refusal_of(Raw("a/Templates/x", b"1"), Raw("a/templates/y", b"2"))


def test_47_content_after_the_end_of_the_archive_is_refused() -> None:
    hidden = tar_of([Raw("a/hidden", b"x")])

    message = only_fault_of(pack([CHART], end=END + hidden)).message

    assert "after the end of the tar archive" in message


def test_47_padding_of_zeros_after_the_end_is_what_tar_writes() -> None:
    assert read(pack([CHART], end=END + bytes(20 * BLOCK))).metadata.name == "a"


def test_47_content_after_the_gzip_stream_is_refused() -> None:
    package = pack([CHART])

    for tail in (b"x", b"\0" * 512, package, gzip.compress(b"")):
        assert "after the end of the gzip stream" in only_fault_of(package + tail).message


def test_47_a_stream_of_several_gzip_members_is_refused() -> None:
    tar = tar_of([CHART])

    package = gzip.compress(tar[:700]) + gzip.compress(tar[700:])

    assert faults_of(package)


@pytest.mark.parametrize(
    "records",
    [
        {"size": "0"},
        {"linkpath": "/etc/passwd"},
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "a/Chart.yaml"},
        {"GNU.sparse.realsize": "9999999999"},
        {"SCHILY.realsize": "9999999999"},
        {"hdrcharset": "BINARY"},
        {"mtime": "noon"},
        {"uid": "-"},
        {"path": ""},
        {"UPPER": "x"},
    ],
)
def test_47_an_extended_header_that_readers_disagree_on_is_refused(records: dict[str, str]) -> None:
    assert "extended header" in refusal_of(pax(records), Raw("a/x", b"x"))


def test_47_a_path_for_all_entries_or_two_paths_for_one_are_refused() -> None:
    assert refusal_of(pax({"path": "a/Chart.yaml"}, kind=b"g"), Raw("a/x", b"x"))
    assert refusal_of(pax({"path": "a/y"}), pax({"path": "a/z"}), Raw("a/x", b"x"))
    assert refusal_of(pax({"path": "a/y"}), Raw("l", b"a/z", kind=b"L", magic=GNU), Raw("a/x", b"x"))
    assert refusal_of(pax({"path": "a/y"}), pax({"comment": "z"}, kind=b"g"), Raw("a/x", b"x"))
    assert refusal_of(pax({"path": "a/y"}))


@pytest.mark.parametrize("body", [b"8 path=x\n", b"99 path=x\n", b"path=x\n", b"0 path=x\n", b"10 path=xx", b"7 a b\n"])
def test_47_a_malformed_extended_header_is_refused(body: bytes) -> None:
    assert "extended header" in refusal_of(Raw("p", body, kind=b"x"), Raw("a/x", b"x"))


def test_47_a_type_in_the_mode_that_contradicts_the_entry_is_refused() -> None:
    for kind, mode in ((b"0", 0o040644), (b"0", 0o120777), (b"5", 0o100644), (b"0", 0o1000644)):
        assert "contradict" in refusal_of(Raw("a/x", kind=kind, mode=mode))


def test_47_a_file_with_the_name_of_a_folder_is_refused() -> None:
    assert "name of a folder" in refusal_of(Raw("a/x/", b"1"))


def test_47_headers_of_other_dialects_are_refused() -> None:
    star = bytearray(tar_of([CHART])[:BLOCK])
    star[508:512] = b"tar\0"
    binary_size = bytearray(tar_of([CHART])[:BLOCK])
    binary_size[124:136] = b"\x80" + bytes(10) + b"\x26"
    for header in (with_checksum(star), with_checksum(binary_size)):
        assert faults_of(gzip.compress(header + bytes(BLOCK) + END))
    assert refusal_of(Raw("a/x", b"1", magic=GNU, prefix=b"a/y"))
    assert refusal_of(Raw("a/x", b"1", magic=bytes(8), prefix=b"a/y"))


@pytest.mark.parametrize("size", [0, 3, 600, 5 * MIB, 8**11 - 1])
def test_44_a_size_that_lies_is_refused(size: int) -> None:
    package = pack([Raw("a/Chart.yaml", CHART.body * 20, size=size)])

    assert faults_of(package)


def test_44_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not() -> None:
    assert read(make_chart(files={"big.bin": b"\0" * (5 * MIB)})).metadata.name == "emqx"
    assert "at most 5242880 bytes" in only_fault_of(make_chart(files={"big.bin": b"\0" * (5 * MIB + 1)})).message


def test_44_100_mib_in_all_are_too_much() -> None:
    body = b"\0" * (5 * MIB)
    files = {f"a/{number}.bin": body for number in range(20)}

    message = only_fault_of(make_package({"a/Chart.yaml": CHART.body, **files})).message

    assert "less than 104857600 bytes" in message


def test_44_a_nested_gzip_is_only_a_file() -> None:
    bomb = gzip.compress(gzip.compress(bytes(20 * MIB)))

    assert read(make_chart(files={"bomb.gz": bomb, "bomb.tgz": bomb})).metadata.name == "emqx"


def test_48_entries_are_counted_whatever_they_are() -> None:
    package = pack([CHART, *(Raw(f"a/{number}") for number in range(10_000))])
    folders = pack([CHART, *(Raw(f"a/{number}/", kind=b"5") for number in range(10_000))])
    headers = pack([CHART, *([pax({"comment": "x"}, kind=b"g")] * 10_000)])

    for each in (package, folders, headers):
        assert "more than 10000 entries" in only_fault_of(each).message


def test_48_ten_thousand_entries_are_taken() -> None:
    files = [Raw(f"a/{number}") for number in range(9_999)]

    assert len(read(pack([CHART, *files])).files) == 10_000
    assert len(read(pack([CHART, *(part for file in files for part in (pax({"mtime": "1.5"}), file))])).files) == 10_000


def test_53_limits_hold_over_nested_packages_together() -> None:
    inner = make_chart(name="inner", files={f"{number}.txt": b"x" for number in range(30)})
    outer = make_chart(files={f"charts/inner-{number}.tgz": inner for number in range(4)})

    assert "more than 100 entries" in only_fault_of(outer, ChartLimits(max_entries=100)).message
    assert read(outer).metadata.name == "emqx"


def test_53_a_bomb_inside_a_nested_package_is_refused() -> None:
    body = b"\0" * (5 * MIB)
    inner = make_chart(name="inner", files={f"{number}.bin": body for number in range(9)})
    outer = make_chart(files={f"charts/inner-{number}.tgz": inner for number in range(3)})

    assert "less than 104857600 bytes" in only_fault_of(outer).message


def test_53_packages_nest_only_so_deep() -> None:
    package = make_chart()
    for level in range(5):
        package = make_chart(files={f"charts/inner-{level}.tgz": package})

    assert "nested too deeply" in only_fault_of(package).message


@pytest.mark.parametrize(
    "files",
    [
        {"charts/evil.tgz": b"not gzip"},
        {"charts/evil.tgz": pack([Raw("../evil", b"x"), CHART])},
        {"charts/evil.tgz": pack([CHART, Raw("a/link", kind=b"2")])},
        {"charts/evil.tgz": make_package({"a/README.md": b"no chart"})},
        {"charts/evil/README.md": b"no chart"},
        {"charts/README.md": b"no chart"},
        {"charts/evil.tgz/Chart.yaml": b"name: a\nversion: 1.0.0"},
        {"charts/evil/Chart.yaml": b"name: ../../evil\nversion: 1.0.0"},
        {"charts/evil/charts/deep/Chart.yaml": b"name: deep\nversion: 1", "charts/evil/Chart.yaml": CHART.body},
    ],
)
def test_53_a_bad_chart_inside_is_named_with_its_place(files: dict[str, bytes]) -> None:
    fault = only_fault_of(make_chart(files=files))

    assert (fault.file or "").startswith("charts/")


def test_53_what_helm_passes_over_in_charts_is_a_plain_file() -> None:
    files = {"charts/_x/Chart.yaml": b"[", "charts/.y.tgz": b"x", "charts/z.tgz.prov": b"signed"}

    assert {file.path for file in read(make_chart(files=files)).files} >= set(files)


@pytest.mark.parametrize("keep", [0, 1, 5, 10, 50, 100, -9, -8, -1])
def test_a_package_that_is_cut_off_is_refused(keep: int) -> None:
    assert faults_of(make_chart()[:keep])


def test_an_archive_without_its_end_mark_is_refused() -> None:
    assert "end mark" in only_fault_of(pack([CHART], end=b"")).message
    assert "end mark" in only_fault_of(pack([CHART], end=bytes(BLOCK))).message
    assert "end mark" in only_fault_of(pack([CHART], end=bytes(BLOCK) + b"x" * BLOCK)).message


def test_a_wrong_checksum_of_gzip_or_tar_is_refused() -> None:
    package = make_chart()
    broken_header = bytearray(tar_of([CHART]))
    broken_header[0:1] = b"b"

    assert faults_of(package[:-8] + struct.pack("<II", 1, 2))
    assert "checksum" in only_fault_of(gzip.compress(bytes(broken_header))).message


def test_an_archive_with_nothing_in_it_is_refused() -> None:
    assert only_fault_of(pack([])).message.startswith("is missing")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"apiVersion: v2", b"\x1f\x8b", b"\x1f\x8b\x08"])
def test_what_is_no_gzip_is_refused(data: bytes) -> None:
    assert faults_of(data)


def test_a_gzip_header_longer_than_helm_reads_is_refused() -> None:
    package = pack([CHART])
    named = package[:3] + b"\x08" + package[4:10] + b"n" * 600 + b"\0" + package[10:]

    assert "too long" in only_fault_of(named).message
    assert read(named.replace(b"n" * 600, b"n" * 100)).metadata.name == "a"


def test_the_number_of_faults_told_is_bounded() -> None:
    package = pack([CHART, *(Raw(f"b{number}/x") for number in range(5000))])

    assert len(faults_of(package)) == ChartLimits().max_faults
