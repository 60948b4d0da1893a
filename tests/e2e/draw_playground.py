"""Draws docs/playground.png anew: no test of the suite, which does not collect this name. It needs the real charts.

`make test ARGS='tests/e2e/draw_playground.py -n0'`
"""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.data import DATA
from tests.e2e import documents as d
from tests.e2e.browser import a_browser
from tests.e2e.client import Client
from tests.e2e.playground import Playground

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "playground.png"
MAX_BYTES = 200_000
PASSWORD = "a long enough password"
PEOPLE = (("robin", "app-reviewer"), ("ivy", "platform-regular"))
WORKSPACES = {
    "harbour": ("Harbour Works", ["emqx-v4.0.2", "redis-12.0.0"]),
    "beacon": ("Beacon Labs", ["frobnitz-1.2.3", "compressedchart-0.3.0"]),
}


@pytest.fixture
def submissions(admin: Client, anonymous: Client) -> None:
    """Two workspaces of one ISV with what each has handed in; a reviewer who is a member of one of them."""
    for username, role in PEOPLE:
        given = {"username": username, "password": PASSWORD, "email": f"{username}@example.org", "platformRole": role}
        admin.run(d.CREATE_USER, input=given)
    isv = anonymous.signed_in("ivy", PASSWORD)
    for name, (display_name, charts) in WORKSPACES.items():
        made = admin.run(d.CREATE_WORKSPACE, input={"name": name, "displayName": display_name, "admin": "ivy"})
        workspace_id = made["createWorkspace"]["workspace"]["id"]
        admin.run(d.ADD_MEMBER, input={"workspace": workspace_id, "username": "robin", "role": "workspace-viewer"})
        for chart in charts:
            hand_in(isv, workspace_id, (DATA / "charts" / f"{chart}.tgz").read_bytes())


def hand_in(isv: Client, workspace_id: str, package: bytes) -> None:
    given = {"workspace": workspace_id, "package": None}
    made = isv.upload(d.CREATE_TEMPLATE, {"input.package": package}, input=given)["createTemplate"]
    isv.run(d.on_version("submitVersion"), id=made["template"]["versions"]["nodes"][0]["id"])


def test_the_picture_is_drawn(submissions: None, base_url: str) -> None:
    with a_browser() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 810}, device_scale_factor=1.5)
        page.goto(f"{base_url}/playground")
        reviewer = Playground(page).settle().sign_in("robin", PASSWORD)
        reviewer.act_as("The platform", "app-reviewer")
        reviewer.open("The review queue", "ReviewQueue")
        assert reviewer.run()["data"]["reviews"]["totalCount"] == len(WORKSPACES) * 2
        reviewer.until(lambda: page.locator(".result-window .view-line").count() > 20)
        page.locator("button.role").click()
        page.mouse.move(720, 805)
        seen = page.screenshot()

    PICTURE.write_bytes(packed(seen))
    assert PICTURE.stat().st_size < MAX_BYTES


def packed(png: bytes) -> bytes:
    """The picture in 256 colours."""
    buffer = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
