"""The benchmark's data obeys the store's own rules, and every caller that the operations need finds something."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.data.load import load
from benchmarks.data.scale import Scale, scale_of
from domain.lifecycle import VersionState, template_state
from domain.semver import sort_key
from tests.fixtures.services import run_sql

SCALE = Scale(workspaces=3, templates_each=30, versions_each=6, users=40)


@pytest.fixture(scope="module")
def url(module_database_url: str) -> Iterator[str]:
    asyncio.run(load(module_database_url, SCALE))
    yield module_database_url


def count(url: str, what: str) -> int:
    return int(run_sql(url, f"SELECT count(*) FROM {what}")[0][0])  # noqa: S608 - said in this file


def test_there_is_as_much_as_the_scale_says(url: str) -> None:
    wanted = {
        "workspace": SCALE.workspaces,
        "template": SCALE.templates,
        "version": SCALE.versions,
        "review": 2 * SCALE.versions,
        "review_phase": 2 * SCALE.versions,
        "app_user": SCALE.users,
        "category": 12,
    }
    assert {table: count(url, table) for table in wanted} == wanted


def test_the_scale_of_the_issue_is_the_default_shape() -> None:
    scale = scale_of(50_000)
    assert (scale.workspaces, scale.templates, scale.versions) == (200, 5_000, 50_000)


def test_every_state_that_a_version_can_have_occurs(url: str) -> None:
    assert {row[0] for row in run_sql(url, "SELECT DISTINCT state FROM version")} == set(VersionState)


def test_a_template_is_in_the_state_that_follows_from_its_versions(url: str) -> None:
    rows = run_sql(
        url, "SELECT t.state, array_agg(v.state) FROM template t JOIN version v ON v.template_id = t.id GROUP BY t.id"
    )
    assert all(state == template_state(VersionState(each) for each in states) for state, states in rows)


def test_versions_sort_as_semantic_versions_do(url: str) -> None:
    rows = run_sql(url, "SELECT version, sort_key FROM version")
    assert all(sort_key(version) == key for version, key in rows)


BROKEN: dict[str, str] = {
    "a version is of another chart than its template, or of another version than its package": """
        version v JOIN template t ON t.id = v.template_id JOIN package p ON p.digest = v.package_digest
        WHERE p.chart_name <> t.name OR p.chart_version <> v.version OR v.workspace_id <> t.workspace_id""",
    "the store lists what has no ACTIVE version, or hides what has": """
        store_app s WHERE s.listed <> EXISTS (
            SELECT FROM version v WHERE v.template_id = s.template_id AND v.state = 'ACTIVE')""",
    "an ACTIVE version has no store app": """
        version v WHERE v.state = 'ACTIVE' AND NOT EXISTS (
            SELECT FROM store_app s WHERE s.template_id = v.template_id AND s.name <> '')""",
    "a version's review is not its last submission": """
        version v WHERE v.review_id IS DISTINCT FROM (
            SELECT r.id FROM review r WHERE r.version_id = v.id ORDER BY r.submitted_at DESC LIMIT 1)""",
    "a version was not first submitted with its first review": """
        version v WHERE v.first_submitted_at IS DISTINCT FROM (
            SELECT min(r.submitted_at) FROM review r WHERE r.version_id = v.id)""",
    "a template was not first submitted with its first version": """
        template t WHERE t.first_submitted_at IS DISTINCT FROM (
            SELECT min(v.first_submitted_at) FROM version v WHERE v.template_id = t.id)""",
    "a version's state is not what its review came to": """
        version v JOIN review r ON r.id = v.review_id
        WHERE CASE v.state WHEN 'ACTIVE' THEN 'PASSED' WHEN 'SUSPENDED' THEN 'PASSED' ELSE v.state END <> r.state
          AND NOT (v.state = 'DRAFT' AND r.state IN ('WITHDRAWN', 'REJECTED'))""",
    "only an undecided review may lack a verdict's time": """
        review r WHERE (r.decided_at IS NOT NULL) <> (r.state IN ('PASSED', 'REJECTED'))""",
    "a review that is not the last one is open": """
        review r WHERE r.state IN ('SUBMITTED', 'IN_REVIEW') AND NOT EXISTS (
            SELECT FROM version v WHERE v.review_id = r.id)""",
    "a phase stands elsewhere than its review": """
        review_phase p JOIN review r ON r.id = p.review_id
        WHERE p.state <> CASE WHEN r.state IN ('SUBMITTED', 'WITHDRAWN') THEN 'PENDING' ELSE r.state END
           OR (p.reviewer_id IS NULL) <> (p.state = 'PENDING') OR (p.decided_at IS DISTINCT FROM r.decided_at)""",
    "somebody reviewed what is their own": """
        review_phase p JOIN review r ON r.id = p.review_id
        WHERE p.reviewer_id = r.submitted_by OR p.reviewer_id = ANY (r.uploaders)""",
    "somebody uploaded who is no developer there": """
        version v WHERE NOT EXISTS (
            SELECT FROM membership m JOIN role r ON r.id = m.role_id
            WHERE m.user_id = v.created_by AND m.workspace_id = v.workspace_id AND r.name = 'workspace-developer')""",
    "a version is hidden by its template's suspension without one, or shown in spite of one": """
        version v JOIN template t ON t.id = v.template_id
        WHERE v.hidden_by_template <> (v.state = 'SUSPENDED' AND t.suspended_at IS NOT NULL)
           OR (t.suspended_at IS NOT NULL AND v.state = 'ACTIVE')""",
    "a reason is given where there is nothing to give one for, or none where there is": """
        version v WHERE (v.state_message IS NOT NULL) <> (v.state IN ('REJECTED', 'SUSPENDED'))""",
    "the snapshot's name is not the template's": """
        store_app s JOIN template t ON t.id = s.template_id
        WHERE s.name <> t.name OR s.workspace_id <> t.workspace_id""",
    "a thing is changed before it is made, or submitted before it is there": """
        version v WHERE v.updated_at < v.created_at OR v.first_submitted_at < v.created_at""",
    "a package lacks the texts that it shows as readme and values": """
        package p WHERE NOT EXISTS (
            SELECT FROM package_file f WHERE f.package_digest = p.digest AND f.path = 'README.md'
               AND f.text_digest = p.readme_digest)
           OR NOT EXISTS (
            SELECT FROM package_file f WHERE f.package_digest = p.digest AND f.path = 'values.yaml'
               AND f.text_digest = p.values_digest)""",
}


@pytest.mark.parametrize("rule", BROKEN)
def test_never(rule: str, url: str) -> None:
    assert count(url, BROKEN[rule]) == 0


@pytest.mark.parametrize(
    ("what", "where"),
    [
        (
            "templates of the developer",
            """template t JOIN membership m USING (workspace_id) JOIN app_user u ON u.id = m.user_id
               WHERE u.username = 'dev'""",
        ),
        ("reviews in the queue", "review WHERE state IN ('SUBMITTED', 'IN_REVIEW')"),
        ("apps in the store", "store_app WHERE listed"),
    ],
)
def test_there_is_something_to_ask_for(what: str, where: str, url: str) -> None:
    assert count(url, where) > 0, what


def test_equal_scales_give_equal_rows(url: str, database_url: str) -> None:
    asyncio.run(load(database_url, SCALE))

    def rows(of: str, table: str) -> list[Any]:
        whole = f"SELECT md5(string_agg(x::text, '' ORDER BY id)) FROM {table} x"  # noqa: S608 - said in this file
        return run_sql(of, whole)

    for table in ("template", "version", "review", "store_app", "membership"):
        assert rows(url, table) == rows(database_url, table)
