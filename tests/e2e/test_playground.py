"""The playground in a real browser against a started server, as people with a role use it."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from server.embedded import Backends
from tests.e2e import documents as d
from tests.e2e.browser import a_browser
from tests.e2e.charts import emqx
from tests.e2e.client import Client
from tests.e2e.conftest import serving
from tests.e2e.playground import RESPONSE, Playground
from tests.uploads.builder import make_chart

PASSWORD = "a long enough password"
BUILT = Path(__file__).resolve().parents[2] / "playground" / "dist" / "index.html"
NAMELESS = """[...document.querySelectorAll("button, a[href], input, textarea")]
  .filter(one => one.checkVisibility() && !one.innerText?.trim() && !one.ariaLabel && !one.labels?.length)
  .map(one => one.outerHTML)"""
CANCELED = "Canceled"  # what Monaco says when its editor is taken away
REVIEWER, ISV = "robin", "ivy"
LEAVER = {"username": "leo", "email": "leo@example.org", "platformRole": "platform-regular"}


@dataclass(frozen=True, slots=True)
class Store:
    """What the page is shown on: a workspace with a submission in it, and who may decide."""

    workspace_id: str
    version_id: str


@pytest.fixture(scope="module")
def base_url(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has a provider to sign in by, which nobody has to ask."""
    provider = {
        "OIDC_DISCOVERY_URL": "http://127.0.0.1:9/.well-known/openid-configuration",
        "OIDC_CLIENT_ID": "store",
        "OIDC_NAME": "Harbour ID",
    }
    with serving(module_backends, tmp_path_factory.mktemp("data"), **provider) as url:
        yield url


@pytest.fixture(scope="module")
def store(admin: Client, anonymous: Client) -> Store:
    for username, role in ((REVIEWER, "app-reviewer"), (ISV, "platform-regular")):
        given = {"username": username, "password": PASSWORD, "email": f"{username}@example.org", "platformRole": role}
        admin.run(d.CREATE_USER, input=given)
    made = admin.run(d.CREATE_WORKSPACE, input={"name": "harbour", "displayName": "Harbour Works", "admin": ISV})
    workspace_id = made["createWorkspace"]["workspace"]["id"]
    admin.run(d.ADD_MEMBER, input={"workspace": workspace_id, "username": REVIEWER, "role": "workspace-viewer"})
    isv = anonymous.signed_in(ISV, PASSWORD)
    return Store(workspace_id, submitted(isv, workspace_id, emqx("v4.0.2")))


def submitted(isv: Client, workspace_id: str, package: bytes) -> str:
    """The id of a version that waits for its review."""
    given = {"workspace": workspace_id, "package": None}
    made = isv.upload(d.CREATE_TEMPLATE, {"input.package": package}, input=given)["createTemplate"]
    version_id = str(made["template"]["versions"]["nodes"][0]["id"])
    isv.run(d.on_version("submitVersion"), id=version_id)
    return version_id


@pytest.fixture(scope="module")
def browser(store: Store) -> Iterator[Browser]:
    """Comes after everything that runs an event loop of its own, as Playwright has one in this thread."""
    assert BUILT.is_file(), "The playground is not built; `make test` and `make serve` do it, and say what goes wrong."
    with a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One cache for all tests; each has tabs of its own, and with them sessions of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 860})
    yield context
    context.close()


@pytest.fixture(scope="module")
def faults() -> list[str]:
    """What the browser complains about: whatever breaks the Content-Security-Policy, or throws."""
    return []


@pytest.fixture(autouse=True)
def nothing_breaks(faults: list[str]) -> Iterator[None]:
    """A complaint fails the test in which it came."""
    faults.clear()
    yield
    assert [fault for fault in faults if fault != CANCELED] == []


@pytest.fixture(scope="module")
def opened(context: BrowserContext, base_url: str, faults: list[str]) -> Callable[[], Playground]:
    """Opens a tab."""

    def open_page() -> Playground:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(error.message))
        page.on("console", lambda told: faults.append(told.text) if "Content Security" in told.text else None)
        page.goto(f"{base_url}/playground")
        return Playground(page).settle()

    return open_page


@pytest.fixture(scope="module")
def stranger(opened: Callable[[], Playground]) -> Playground:
    """The tab of somebody whom nobody knows."""
    return opened()


@pytest.fixture(scope="module")
def reviewer(opened: Callable[[], Playground]) -> Playground:
    """The tab of a reviewer who has signed in; tests share it, as opening one takes seconds."""
    return opened().sign_in(REVIEWER, PASSWORD)


@pytest.fixture(scope="module")
def isv(opened: Callable[[], Playground]) -> Playground:
    """The tab of an ISV who has signed in."""
    return opened().sign_in(ISV, PASSWORD)


def test_the_schema_shrinks_with_the_role_and_grows_again(reviewer: Playground) -> None:
    everything = reviewer.titles()

    reviewer.act_as("The platform", "app-reviewer")
    assert "The review queue" in reviewer.titles()
    assert "Upload a chart" not in reviewer.titles()
    assert "createTemplate" not in reviewer.documented("Mutation")
    expect(reviewer.page.get_by_role("timer")).to_contain_text("left")

    reviewer.act_with_all_roles()
    assert reviewer.titles() == everything


def test_a_passed_review_ticks_at_those_who_watch(reviewer: Playground, isv: Playground, store: Store) -> None:
    isv.open("Watch versions change", "VersionStates")
    isv.start()
    reviewer.act_as("The platform", "app-reviewer")

    reviewer.open("The review queue", "ReviewQueue")
    queue = reviewer.run()["data"]["reviews"]["nodes"]
    assert [(review["templateName"], review["state"]) for review in queue] == [("emqx", "SUBMITTED")]
    reviewer.open("Pass a review", "PassReview")
    assert reviewer.variables()["id"] == store.version_id
    passed = reviewer.run()["data"]["passReview"]

    assert (passed["version"]["state"], passed["userErrors"]) == ("PASSED", [])
    isv.until(lambda: "PASSED" in isv.text(RESPONSE))
    tick = isv.answer()["data"]["versionStateChanged"]
    assert (tick["toState"], tick["actor"], tick["version"]["version"]) == ("PASSED", REVIEWER, "v4.0.2")
    isv.page.get_by_role("button", name="Stop query").click()
    expect(isv.page.get_by_role("button", name="Execute query")).to_be_visible()


def test_a_chart_is_uploaded_from_a_file(isv: Playground, store: Store) -> None:
    isv.open("Upload a chart", "UploadChart")
    assert isv.variables() == {"input": {"workspace": store.workspace_id, "package": None}}
    picker = isv.page.get_by_label("input.package")
    picker.set_input_files(
        {"name": "lamp 1.tgz", "mimeType": "application/gzip", "buffer": make_chart("lamp", "1.0.0")}
    )

    made = isv.run()["data"]["createTemplate"]

    assert (made["userErrors"], made["template"]["latestVersion"]["version"]) == ([], "1.0.0")


def test_an_operation_copied_as_curl_gives_the_same_in_a_shell(isv: Playground) -> None:
    document = "query It($name: String!) { storeApps(search: $name) { totalCount } viewer { user { username } } }"
    isv.write("It", document, {"name": 'it\'s "$HOME" `id` \\ \n'})
    shown = isv.run()["data"]

    without, with_token = isv.copied_as_curl(), isv.copied_as_curl(has_token=True)

    token = isv.page.evaluate("JSON.parse(sessionStorage['chandlery:session']).own.token")
    assert '"Authorization: Bearer $TOKEN"' in without
    assert token not in without
    assert run_in_shell(without, TOKEN=token)["data"] == run_in_shell(with_token)["data"] == shown
    assert shown["viewer"]["user"]["username"] == ISV


def test_an_upload_copied_as_curl_works_too(isv: Playground, store: Store, tmp_path: Path) -> None:
    package = tmp_path / 'a "buoy"; 1.tgz'
    package.write_bytes(make_chart("buoy", "1.0.0"))
    isv.open("Upload a chart", "UploadChart")
    isv.page.get_by_label("input.package").set_input_files(package)

    answer = run_in_shell(isv.copied_as_curl(has_token=True), folder=tmp_path)

    assert answer["data"]["createTemplate"]["template"]["name"] == "buoy"


def run_in_shell(command: str, folder: Path | None = None, **variables: str) -> Any:
    """The answer that a command prints."""
    environment = {"PATH": os.environ["PATH"], **variables}
    done = subprocess.run(["sh", "-euc", command], cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_everything_is_in_reach_of_the_keyboard(opened: Callable[[], Playground]) -> None:
    playground = opened()
    press = playground.page.keyboard.press
    sign_in = playground.button("Sign in")
    sign_in.focus()
    press("Enter")
    expect(playground.page.get_by_label("Username")).to_be_focused()
    press("Escape")
    expect(sign_in).to_be_focused()

    press("Enter")
    playground.page.keyboard.type(REVIEWER)
    press("Tab")
    playground.page.keyboard.type(PASSWORD)
    press("Enter")
    role = playground.page.locator("button.role")
    expect(role).to_be_visible()
    role.focus()
    press("Enter")
    press("Tab")
    expect(playground.page.get_by_role("button", name="All my roles").last).to_be_focused()
    press("Escape")
    expect(playground.page.get_by_role("group", name="Act as")).to_be_hidden()
    expect(role).to_be_focused()


def test_the_keyboard_is_not_caught_in_an_editor(isv: Playground) -> None:
    isv.page.evaluate("__MONACO.editor.getEditors()[0].focus()")
    in_editor = "document.activeElement.closest('.graphiql-query-editor .monaco-editor') !== null"
    assert isv.page.evaluate(in_editor)

    isv.page.keyboard.press("Tab")

    assert not isv.page.evaluate(in_editor)


def test_everything_that_can_be_used_has_a_name(isv: Playground) -> None:
    isv.open("Upload a chart", "UploadChart")

    assert isv.page.evaluate(NAMELESS) == []


def test_a_wrong_password_is_said_so(stranger: Playground) -> None:
    dialog = stranger.asked_to_sign_in()
    dialog.get_by_label("Username").fill(ISV)
    dialog.get_by_label("Password").fill("not the password")
    dialog.get_by_label("Password").press("Enter")

    expect(dialog.get_by_role("alert")).not_to_be_empty()


def test_providers_are_offered_beside_the_password(stranger: Playground, base_url: str) -> None:
    offered = stranger.asked_to_sign_in().get_by_role("link", name="Sign in with Harbour ID")

    expect(offered).to_have_attribute("href", f"{base_url}/auth/oidc/login?return_to=/playground")


def test_tokens_stay_in_the_tab_and_history_with_its_role(isv: Playground) -> None:
    isv.run()
    isv.until(lambda: "StorePage" in isv.page.evaluate("JSON.stringify(localStorage)"))

    token = isv.page.evaluate("JSON.parse(sessionStorage['chandlery:session']).own.token")
    kept = isv.page.evaluate("Object.entries(localStorage)")

    assert token not in json.dumps(kept)
    assert token not in isv.page.url
    assert f"chandlery:{ISV}/:graphiql:queries" in dict(kept)


def test_a_session_that_has_ended_says_so(opened: Callable[[], Playground], admin: Client) -> None:
    leaver = admin.run(d.CREATE_USER, input={**LEAVER, "password": PASSWORD})["createUser"]["user"]
    playground = opened().sign_in(LEAVER["username"], PASSWORD)
    admin.run(
        "mutation ($i: UpdateUserInput!) { updateUser(input: $i) { user { id } } }",
        i={"id": leaver["id"], "disabled": True},
    )

    playground.start()

    expect(playground.page.get_by_role("status").first).to_contain_text("Your session has ended")
    expect(playground.button("Sign in")).to_be_visible()


def test_a_session_whose_time_is_over_says_so_by_itself(opened: Callable[[], Playground]) -> None:
    playground = opened().sign_in(REVIEWER, PASSWORD)
    playground.page.clock.install()
    playground.act_as("The platform", "app-reviewer")

    playground.page.clock.fast_forward("13:00:00")

    expect(playground.page.get_by_role("status").first).to_contain_text("has ended")
    expect(playground.button("Sign in")).to_be_visible()
