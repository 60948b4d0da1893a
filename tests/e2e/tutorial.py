"""The App Store tutorial, step by step: role, people, upload, review, store, category, upgrade, take-down, return."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from tests.e2e import documents as d
from tests.e2e.charts import emqx, picture
from tests.e2e.client import Client

PASSWORD = "a long enough password"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays, and where."""

    admin: Client
    isv: Client
    reviewer: Client
    anonymous: Client
    workspace_id: str


def ok(payload: Any) -> Any:
    """The payload, which must have no user errors."""
    assert payload["userErrors"] == [], payload
    return payload


def gather(admin: Client, anonymous: Client) -> Cast:
    """Steps 1 to 4: the custom role app-review, the users, and the workspace with both as workspace-admin."""
    groups = admin.run("{ permissionGroups(scope: PLATFORM) { displayName permissions } }")["permissionGroups"]
    app_template = next(group for group in groups if group["displayName"] == "App Template")
    role = {"name": "app-review", "permissions": app_template["permissions"]}
    ok(admin.run(d.CREATE_ROLE, input=role)["createRole"])
    for username, role_name in (("reviewer", "app-review"), ("isv", "platform-regular")):
        given = {
            "username": username,
            "password": PASSWORD,
            "email": f"{username}@example.org",
            "platformRole": role_name,
        }
        ok(admin.run(d.CREATE_USER, input=given)["createUser"])
    made = ok(admin.run(d.CREATE_WORKSPACE, input={"name": "demo-workspace"})["createWorkspace"])
    workspace_id = made["workspace"]["id"]
    for username in ("isv", "reviewer"):
        member = {"workspace": workspace_id, "username": username, "role": "workspace-admin"}
        ok(admin.run(d.ADD_MEMBER, input=member)["addMember"])
    isv, reviewer = (anonymous.signed_in(name, PASSWORD) for name in ("isv", "reviewer"))
    return Cast(admin, isv, reviewer, anonymous, workspace_id)


def pass_through_review(cast: Cast, version_id: str) -> None:
    """Submit, start, pass, publish: each by whom it is for."""
    act = version_acts(version_id)
    assert act(cast.isv, "submitVersion")["state"] == "SUBMITTED"
    assert act(cast.reviewer, "startReview", "phase: TECHNICAL")["state"] == "IN_REVIEW"
    assert act(cast.reviewer, "passReview", "phase: TECHNICAL")["state"] == "PASSED"
    assert act(cast.isv, "publishVersion")["state"] == "ACTIVE"


def version_acts(version_id: str) -> Callable[..., Any]:
    def act(who: Client, field: str, arguments: str = "") -> Any:
        return ok(who.run(d.on_version(field, arguments), id=version_id)[field])["version"]

    return act


def store_apps(who: Client) -> list[Any]:
    document = """{ storeApps { totalCount nodes { name displayName category { name } publisher { name }
        latestVersion { version } versions { totalCount nodes { version } } } } }"""
    return list(who.run(document)["storeApps"]["nodes"])


def play(cast: Cast) -> None:
    """Steps 5 to 22, on a store that has nothing yet."""
    template, version = upload(cast)
    edit(cast, template)
    review(cast, template, version)
    publish(cast, template, version)
    categorize(cast, template)
    second = upgrade(cast, template)
    take_down_and_bring_back(cast, template, version, second)
    read_the_record(cast, version)


def upload(cast: Cast) -> tuple[str, str]:
    """Steps 5 and 6: inspect, then upload with the icon; a draft that only the workspace sees."""
    package = emqx("v1.0.0-beta.1")
    seen = ok(cast.isv.upload(d.INSPECT, {"package": package}, package=None)["inspectChart"])
    assert (seen["chart"]["name"], seen["chart"]["version"], seen["size"]) == ("emqx", "v1.0.0-beta.1", len(package))
    files = {"input.package": package, "input.icon": picture("emqx-logo.png")}
    given = {"workspace": cast.workspace_id, "package": None, "icon": None}
    template = ok(cast.isv.upload(d.CREATE_TEMPLATE, files, input=given)["createTemplate"])["template"]
    version = template["versions"]["nodes"][0]
    assert (template["state"], version["state"], version["version"]) == ("DRAFT", "DRAFT", "v1.0.0-beta.1")
    icon = httpx.get(template["icon"]["url"], follow_redirects=True, timeout=10)
    assert (icon.status_code, icon.headers["content-type"], icon.content[:4]) == (200, "image/png", b"\x89PNG")
    assert cast.anonymous.run("query ($id: ID!) { node(id: $id) { id } }", id=template["id"])["node"] is None
    assert store_apps(cast.anonymous) == []
    return template["id"], version["id"]


def edit(cast: Cast, template_id: str) -> None:
    """Step 7: app information and a screenshot; a stale revision changes nothing."""
    change = {"id": template_id, "revision": 1, "displayName": "EMQ X Broker", "summary": "MQTT for IoT"}
    changed = ok(cast.isv.run(d.UPDATE_TEMPLATE, input=change)["updateTemplate"])["template"]
    assert (changed["displayName"], changed["revision"]) == ("EMQ X Broker", 2)
    stale = cast.isv.run(d.UPDATE_TEMPLATE, input=change)["updateTemplate"]
    assert (stale["template"], stale["userErrors"][0]["code"]) == (None, "CONFLICT")
    shots = [picture("emq-dashboard.png")]
    shown = cast.isv.upload(d.SET_SCREENSHOTS, {"add": shots}, id=template_id, keep=[], add=[None])
    assert len(ok(shown["setTemplateScreenshots"])["template"]["screenshots"]) == 1


def review(cast: Cast, template_id: str, version_id: str) -> None:
    """Steps 9 to 12: submit with an update log; the queue; a rejection with its reason; the second try passes."""
    act = version_acts(version_id)
    submitted = d.on_version("submitVersion", declared=", $description: String")
    first = ok(cast.isv.run(submitted, id=version_id, description="The first release.")["submitVersion"])["version"]
    assert (first["state"], "WITHDRAW" in first["viewerActions"]) == ("SUBMITTED", True)
    queue = """{ reviews(states: [SUBMITTED]) { nodes { templateName versionName submittedBy { username }
        publisher { name } phases { name state } version { id description readme values files { path } } } } }"""
    waiting = cast.reviewer.run(queue)["reviews"]["nodes"]
    assert [(r["templateName"], r["versionName"]) for r in waiting] == [("emqx", "v1.0.0-beta.1")]
    assert waiting[0]["submittedBy"]["username"] == "isv"
    assert waiting[0]["version"]["description"] == "The first release."
    assert "Chart.yaml" in [file["path"] for file in waiting[0]["version"]["files"]]
    act(cast.reviewer, "startReview", "phase: TECHNICAL")
    rejected = act(cast.reviewer, "rejectReview", 'phase: TECHNICAL, message: "No README."')
    assert (rejected["state"], rejected["stateMessage"]) == ("REJECTED", "No README.")
    own = cast.isv.run("query ($id: ID!) { node(id: $id) { ... on AppVersion { stateMessage } } }", id=version_id)
    assert own["node"]["stateMessage"] == "No README."
    act(cast.isv, "submitVersion")
    act(cast.reviewer, "startReview", "phase: TECHNICAL")
    assert act(cast.reviewer, "passReview", "phase: TECHNICAL")["state"] == "PASSED"


def publish(cast: Cast, template_id: str, version_id: str) -> None:
    """Step 13: published, and there for everyone, with its package."""
    assert version_acts(version_id)(cast.isv, "publishVersion")["state"] == "ACTIVE"
    listed = store_apps(cast.anonymous)
    assert [(app["name"], app["displayName"], app["publisher"]["name"]) for app in listed] == [
        ("emqx", "EMQ X Broker", "demo-workspace")
    ]
    document = """{ storeApp(publisher: "demo-workspace", name: "emqx") { latestVersion {
        values package { downloadUrl digest size fileName } } } }"""
    version = cast.anonymous.run(document)["storeApp"]["latestVersion"]
    for hidden in ("template { id }", "audit { totalCount }", "review { id }"):
        asked = f'{{ storeApp(publisher: "demo-workspace", name: "emqx") {{ latestVersion {{ {hidden} }} }} }}'
        assert cast.anonymous.refused(asked) == "GRAPHQL_VALIDATION_FAILED"
    package = httpx.get(version["package"]["downloadUrl"], follow_redirects=True, timeout=10)
    assert package.content == emqx("v1.0.0-beta.1")


def categorize(cast: Cast, template_id: str) -> None:
    """Steps 15 and 16: a new category; the store shows the move once it is republished."""
    ok(cast.reviewer.run(d.CREATE_CATEGORY, input={"name": "IOT", "icon": "radio"})["createCategory"])
    change = {"id": template_id, "revision": revision_of(cast, template_id), "category": "IOT"}
    moved = ok(cast.reviewer.run(d.UPDATE_TEMPLATE, input=change)["updateTemplate"])["template"]
    assert (moved["category"]["name"], moved["changedSincePublished"]) == ("IOT", True)
    assert store_apps(cast.anonymous)[0]["category"]["name"] == "uncategorized"
    fresh = ok(cast.isv.run(d.on_template("republishTemplate"), id=template_id)["republishTemplate"])["template"]
    assert fresh["changedSincePublished"] is False
    counts = cast.anonymous.run("{ categories { name storeAppCount } }")["categories"]
    assert {c["name"]: c["storeAppCount"] for c in counts} == {"IOT": 1, "uncategorized": 0}
    found = cast.anonymous.run('{ storeApps(category: "IOT", search: "emq") { totalCount } }')
    assert found["storeApps"]["totalCount"] == 1


def revision_of(cast: Cast, template_id: str) -> int:
    document = "query ($id: ID!) { node(id: $id) { ... on AppTemplate { revision } } }"
    return int(cast.isv.run(document, id=template_id)["node"]["revision"])


def upgrade(cast: Cast, template_id: str) -> str:
    """Steps 17 and 18: a new version, through review, becomes the store's newest."""
    given = {"template": template_id, "package": None, "description": "Version 4."}
    made = cast.isv.upload(d.CREATE_VERSION, {"input.package": emqx("v4.0.2")}, input=given)["createVersion"]
    version_id = str(ok(made)["version"]["id"])
    pass_through_review(cast, version_id)
    app = store_apps(cast.anonymous)[0]
    assert app["latestVersion"]["version"] == "v4.0.2"
    assert [v["version"] for v in app["versions"]["nodes"]] == ["v4.0.2", "v1.0.0-beta.1"]
    return version_id


def take_down_and_bring_back(cast: Cast, template_id: str, first: str, second: str) -> None:
    """Steps 20 to 22: the app as a whole, then one version; exactly what was hidden comes back."""
    act = version_acts(second)
    link = """query ($id: ID!) { node(id: $id) { ... on AppVersion { package { downloadUrl } } } }"""
    url = cast.anonymous.run(link, id=first)["node"]["package"]["downloadUrl"]
    assert act(cast.reviewer, "suspendVersion", 'message: "A flaw."')["state"] == "SUSPENDED"
    assert store_apps(cast.anonymous)[0]["latestVersion"]["version"] == "v1.0.0-beta.1"
    suspend = d.on_template("suspendTemplate", 'message: "Licence."')
    down = ok(cast.reviewer.run(suspend, id=template_id)["suspendTemplate"])["template"]
    assert (down["state"], down["storeApp"]) == ("SUSPENDED", None)
    assert store_apps(cast.anonymous) == []
    assert httpx.get(url, timeout=10).status_code in (404, 410)
    up = ok(cast.reviewer.run(d.on_template("restoreTemplate"), id=template_id)["restoreTemplate"])["template"]
    assert up["state"] == "ACTIVE"
    assert [v["version"] for v in store_apps(cast.anonymous)[0]["versions"]["nodes"]] == ["v1.0.0-beta.1"]
    assert act(cast.reviewer, "restoreVersion")["state"] == "ACTIVE"
    assert store_apps(cast.anonymous)[0]["latestVersion"]["version"] == "v4.0.2"


def read_the_record(cast: Cast, version_id: str) -> None:
    """The audit log tells it all, newest first, with who and why."""
    document = """query ($id: ID!) { node(id: $id) { ... on AppVersion { audit(first: 50) { nodes {
        action actor fromState toState message subjectName } } } } }"""
    events = cast.isv.run(document, id=version_id)["node"]["audit"]["nodes"]
    told = [(e["action"], e["actor"], e["toState"]) for e in reversed(events)]
    assert told[:4] == [
        ("version.create", "isv", "DRAFT"),
        ("version.submit", "isv", "SUBMITTED"),
        ("version.start_review", "reviewer", "IN_REVIEW"),
        ("version.reject", "reviewer", "REJECTED"),
    ]
    assert {e["subjectName"] for e in events} == {"emqx v1.0.0-beta.1"}
