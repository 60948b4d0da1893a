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
