"""The benchmark compares answers in one normal form: it forgives manners of speaking, and nothing else."""

import pytest

from benchmarks.answers import Different, compare, normal
from benchmarks.limits.pgbench import script_of, written

TEMPLATE = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"id": f"tpl_{TEMPLATE}"}, {"id": TEMPLATE}),
        ({"at": "2026-01-01T12:00:00.500000Z"}, {"at": "2026-01-01T13:00:00.5+01:00"}),
        ({"pageInfo": {"endCursor": "abc"}}, {"pageInfo": {"endCursor": "xyz"}}),
        ({"phases": [{"name": "ISV"}]}, {"phases": {"nodes": [{"name": "ISV"}]}}),
        ({"publisher": {"name": "a", "displayName": "A"}}, {"publisher__name": "a", "publisher__displayName": "A"}),
    ],
)
def test_manners_of_speaking_are_forgiven(ours: object, theirs: object) -> None:
    compare(ours, theirs, "peer")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"name": "a"}, {"name": "b"}),
        ({"name": "a"}, {}),
        ({"names": ["a", "b"]}, {"names": ["b", "a"]}),
        ({"names": ["a"]}, {"names": ["a", "b"]}),
        ({"text": None}, {"text": ""}),
        ({"size": 1}, {"size": "1"}),
        ({"pageInfo": {"endCursor": "abc"}}, {"pageInfo": {"endCursor": None}}),
        ({"at": "2026-01-01T12:00:00.000001Z"}, {"at": "2026-01-01T12:00:00Z"}),
    ],
)
def test_everything_else_is_different(ours: object, theirs: object) -> None:
    with pytest.raises(Different, match=r"^peer: at data"):
        compare(ours, theirs, "peer")


def test_a_difference_is_told_by_its_place() -> None:
    with pytest.raises(Different, match=r"at data\.apps\[1\]\.name we say 'b', it says 'c'"):
        compare({"apps": [{"name": "a"}, {"name": "b"}]}, {"apps": [{"name": "a"}, {"name": "c"}]}, "peer")


def test_a_connection_of_more_than_nodes_stays_one() -> None:
    assert normal({"nodes": [], "totalCount": 0}) == {"nodes": [], "totalCount": 0}


def test_pgbench_sees_no_variables_but_the_parameters() -> None:
    sql = """SELECT '{"id":"' || t.id::text,
        'it''s :here \\' FROM t WHERE id = $1 AND at > $2 AND n = $10"""
    arguments = ["a", None, *"34567890"]
    assert script_of(sql, arguments) == (
        r"""SELECT E'{"id"\x3a"' || t.id::text, E'it''s \x3ahere \\' FROM t WHERE id = :p1 AND at > NULL AND n = :p10"""
        "\n"
    )


def test_parameters_are_written_as_postgresql_reads_them() -> None:
    assert written(["a", "b"]) == '{"a","b"}'
    assert written(7) == "7"
