"""The App Store tutorial from end to end, and who may not play which part."""

import pytest

from tests.e2e import documents as d
from tests.e2e.client import Client
from tests.e2e.tutorial import Cast, gather, ok, play, version_acts
from tests.uploads.builder import make_chart


@pytest.fixture(scope="module")
def cast(admin: Client, anonymous: Client) -> Cast:
    return gather(admin, anonymous)


def test_the_whole_tutorial(cast: Cast) -> None:
    play(cast)


def test_whoever_submits_cannot_decide(cast: Cast) -> None:
    given = {"workspace": cast.workspace_id, "package": None}
    package = {"input.package": make_chart("other", "0.1.0")}
    template = ok(cast.reviewer.upload(d.CREATE_TEMPLATE, package, input=given)["createTemplate"])["template"]
    version_id = template["versions"]["nodes"][0]["id"]
    version_acts(version_id)(cast.reviewer, "submitVersion")
    version_acts(version_id)(cast.admin, "startReview", "phase: TECHNICAL")
    decided = cast.reviewer.run(d.on_version("passReview", "phase: TECHNICAL"), id=version_id)["passReview"]
    assert (decided["version"], decided["userErrors"][0]["code"]) == (None, "SELF_REVIEW")


def test_what_follows_an_assumed_role_in_a_document_is_narrowed_to_it(cast: Cast) -> None:
    made = ok(cast.admin.run(d.CREATE_WORKSPACE, input={"name": "elsewhere"})["createWorkspace"])
    elsewhere = made["workspace"]["id"]
    member = {"workspace": elsewhere, "username": "isv", "role": "workspace-admin"}
    ok(cast.admin.run(d.ADD_MEMBER, input=member)["addMember"])
    document = """mutation ($here: ID!, $elsewhere: ID!) {
      assumeRole(input: { role: "workspace-admin", workspace: "demo-workspace" }) { userErrors { code } }
      here: updateWorkspace(input: { id: $here, revision: 1, description: "here" }) { userErrors { code } }
      again: updateWorkspace(input: { id: $elsewhere, revision: 1, description: "wide" }) { userErrors { code } }
    }"""

    answer = cast.isv.post(document, {"here": cast.workspace_id, "elsewhere": elsewhere})

    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [(["again"], "NOT_FOUND")]
    query = "query ($id: ID!) { node(id: $id) { ... on Workspace { description } } }"
    assert cast.isv.run(query, id=cast.workspace_id)["node"]["description"] == "here"
    assert cast.isv.run(query, id=elsewhere)["node"]["description"] == ""
