"""What a good package gives, and how faults are told."""

from io import BytesIO

import pytest

from domain.chart import ChartDependency, ChartFile, Maintainer
from tests.uploads.builder import Raw, make_chart, make_package, pack, pax
from tests.uploads.reading import faults_of, only_fault_of, read
from uploads.chart import ChartLimits, read_chart


def test_metadata_is_what_chart_yaml_says() -> None:
    package = make_chart(
        name="redis",
        version="12.0.0",
        appVersion="6.0.9",
        kubeVersion=">=1.20",
        description="A store\nfor keys",
        home="https://redis.io",
        icon="https://redis.io/icon.png",
        sources=["https://github.com/redis/redis"],
        keywords=["cache", "store"],
        maintainers=[{"name": "Ann", "email": "ann@example.com"}, {"name": "Bo", "url": "https://bo.example.com"}],
        deprecated=True,
        annotations={"category": "Database", "rank": 3},
        dependencies=[{"name": "common", "version": "1.x.x", "repository": "oci://x.example.com", "tags": ["base"]}],
    )

    metadata = read(package).metadata

    assert (metadata.api_version, metadata.name, metadata.version, metadata.type) == (
        "v2",
        "redis",
        "12.0.0",
        "application",
    )
    assert (metadata.app_version, metadata.kube_version, metadata.deprecated) == ("6.0.9", ">=1.20", True)
    assert metadata.description == "A store for keys"
    assert (metadata.home, metadata.icon) == ("https://redis.io", "https://redis.io/icon.png")
    assert (metadata.sources, metadata.keywords) == (("https://github.com/redis/redis",), ("cache", "store"))
    assert metadata.maintainers == (
        Maintainer("Ann", "ann@example.com", None),
        Maintainer("Bo", None, "https://bo.example.com"),
    )
    assert metadata.annotations == {"category": "Database", "rank": "3"}
    assert metadata.dependencies == (ChartDependency("common", "1.x.x", "oci://x.example.com", None, ("base",), None),)


def test_what_is_absent_is_none_or_empty() -> None:
    chart = read(make_package({"a/Chart.yaml": b"apiVersion: v1\nname: a\nversion: 0.1.0\nhome:\n"}))

    assert (chart.metadata.home, chart.metadata.icon, chart.metadata.sources) == (None, None, ())
    assert (chart.readme, chart.values, chart.values_schema) == (None, "", None)


def test_texts_are_kept_and_other_files_are_listed_without_one() -> None:
    chart = read(
        make_chart(
            files={
                "logo.png": b"\x89PNG\0\xff",
                "NOTES.txt": "grüß".encode(),
                "with-nul.txt": b"a\0b",
                "latin.txt": b"\xe4",
                "long.txt": b"x" * (256 * 1024 + 1),
                "limit.txt": b"x" * (256 * 1024),
                "bom.txt": b"\xef\xbb\xbfhi",
            }
        )
    )

    files = {file.path: file for file in chart.files}
    assert files["NOTES.txt"] == ChartFile("NOTES.txt", 6, "grüß")
    assert files["bom.txt"] == ChartFile("bom.txt", 5, "hi")
    assert len(files["limit.txt"].text or "") == 256 * 1024
    assert [path for path, file in files.items() if file.text is None] == [
        *("latin.txt", "logo.png", "long.txt", "with-nul.txt"),
    ]
    assert list(files) == sorted(files)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["README.txt", "README.md"], "README.md"),
        (["readme.md"], "readme.md"),
        (["README.txt", "Readme.MD"], "Readme.MD"),
        (["readme"], "readme"),
        (["docs/README.md"], None),
    ],
)
def test_the_readme_is_found_in_its_usual_spellings(names: list[str], expected: str | None) -> None:
    chart = read(make_chart(files={name: name.encode() for name in names}))

    assert chart.readme == expected


def test_values_and_schema_are_kept_as_they_are() -> None:
    values = b"# the size\nsize: 3\nsize: 4\nlist: &l [1]\nagain: *l\n"
    schema = b'{"$schema": "http://json-schema.org/schema#", "properties": {"size": {"type": "integer"}}}'

    chart = read(make_chart(files={"values.yaml": values, "values.schema.json": schema}))

    assert chart.values == values.decode()
    assert chart.values_schema == {
        "$schema": "http://json-schema.org/schema#",
        "properties": {"size": {"type": "integer"}},
    }


def test_a_byte_order_mark_is_dropped_as_helm_drops_it() -> None:
    mark = b"\xef\xbb\xbf"

    chart = read(make_package({"a/Chart.yaml": mark + b"name: a\nversion: 1.0.0\n", "a/values.yaml": mark + b"b: 1\n"}))

    assert (chart.metadata.name, chart.values) == ("a", "b: 1\n")


def test_a_chart_of_helm_2_takes_dependencies_from_requirements_yaml() -> None:
    requirements = b"dependencies:\n- {name: db, version: 1.x, repository: 'https://x.example.com', alias: main}\n"
    package = make_chart(apiVersion="v1", files={"requirements.yaml": requirements})

    dependencies = read(package).metadata.dependencies

    assert [(each.name, each.alias) for each in dependencies] == [("db", "main")]


def test_charts_inside_are_checked_and_only_files_outside_packages_are_listed() -> None:
    inner = make_chart(name="inner")
    files = {"charts/inner-1.tgz": inner, "charts/sub/Chart.yaml": b"name: sub\nversion: 1.0.0\n"}

    chart = read(make_chart(files=files))

    assert {"charts/inner-1.tgz", "charts/sub/Chart.yaml"} <= {file.path for file in chart.files}
    assert not any("inner-1.tgz/" in file.path for file in chart.files)


def test_all_faults_are_told_at_once_with_file_and_line() -> None:
    chart_yaml = b"apiVersion: v3\nname: a/b\nversion: one\ntype: thing\nkeywords: word\nmaintainers:\n- null\n"
    package = make_package(
        {
            "a/Chart.yaml": chart_yaml,
            "a/values.yaml": b"a: 1\nb: [\n",
            "a/values.schema.json": b'{\n"type": 5}',
            "a/charts/sub/values.yaml": b"- 1\n",
        }
    )

    faults = faults_of(package)

    assert [(fault.file, fault.line) for fault in faults] == [
        *(("Chart.yaml", line) for line in (1, 2, 3, 4, 5, 7)),
        ("values.yaml", 3),
        ("values.schema.json", None),
        ("charts/sub/values.yaml", 1),
        ("charts/sub/Chart.yaml", None),
    ]


def test_faults_before_the_archive_breaks_are_told_too() -> None:
    package = pack([Raw("a/Chart.yaml", b"name: a\nversion: x\n"), Raw("a/link", kind=b"2", link=b"/etc/passwd")])

    faults = faults_of(package[:-8])

    assert [fault.file for fault in faults] == ["Chart.yaml", "a/link", None]


def test_a_package_of_something_else_is_told_apart() -> None:
    package = make_package({"app/package.json": b"{}", "app/cluster.json.tmpl": b"{}"})

    assert only_fault_of(package).message == "is missing: this is not a Helm chart"


def test_leftovers_of_macos_are_named_as_such() -> None:
    package = pack([Raw("./._a", b"x"), Raw("a/Chart.yaml", b"name: a\nversion: 1.0.0\n"), Raw("a/._Chart.yaml", b"x")])

    faults = faults_of(package)

    assert [fault.file for fault in faults] == ["./._a", "a/._Chart.yaml"]
    assert all("leftover of macOS" in fault.message for fault in faults)


def test_messages_hold_no_control_characters_and_stay_short() -> None:
    package = make_chart(name="\x1b[31m" + "x" * 9999, version="1\n2")

    assert all(fault.message.isprintable() and len(fault.message) < 500 for fault in faults_of(package))


def test_reading_begins_where_the_file_stands() -> None:
    file = BytesIO(b"before" + make_chart())
    file.seek(6)

    assert read_chart(file).metadata.name == "emqx"


def test_long_and_foreign_names_of_honest_tools_are_read() -> None:
    long_path = "emqx/" + "/".join(["folder-with-a-long-name"] * 8) + "/file.txt"
    entries = [
        pax({"comment": "0123abc"}, kind=b"g"),
        pax({"mtime": "1700000000.25", "path": "emqx/grüße.txt"}),
        Raw("emqx/gr", b"1"),
        Raw("././@LongLink", long_path.encode() + b"\0", kind=b"L", magic=b"ustar  \0"),
        Raw("emqx/folder", b"2", magic=b"ustar  \0"),
        Raw("emqx/Chart.yaml", b"name: emqx\nversion: 1.0.0\n", kind=b"\0"),
        Raw("emqx/templates/", kind=b"5"),
    ]

    chart = read(pack(entries))

    assert {file.path for file in chart.files} == {"Chart.yaml", "grüße.txt", long_path.removeprefix("emqx/")}


def test_limits_are_the_callers() -> None:
    package = make_chart(files={"a.txt": b"x" * 5000})

    faults = faults_of(package, ChartLimits(max_file_bytes=4999))

    assert "at most 4999 bytes" in faults[-1].message
