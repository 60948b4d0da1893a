"""The playground as a person uses it: what things are called on the page, and how to wait for what they do."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 20_000
POLL_MS = 40
# The text of an editor, by the end of its name: Monaco itself shows only the lines that are on the screen.
MODEL = "__MONACO.editor.getModels().findLast(model => model.uri.path.endsWith(name))"
READ = f"name => {MODEL}?.getValue() ?? ''"
WRITE = f"([name, text]) => {MODEL}.setValue(text)"
OPERATION, VARIABLES, RESPONSE = "operation.graphql", "variables.json", "response.json"


@dataclass(frozen=True, slots=True)
class Playground:
    """One page of it."""

    page: Page

    def sign_in(self, username: str, password: str) -> "Playground":
        dialog = self.asked_to_sign_in()
        dialog.get_by_label("Username").fill(username)
        dialog.get_by_label("Password").fill(password)
        dialog.get_by_role("button", name="Sign in").click()
        expect(self.button("Sign out")).to_be_visible()
        return self.settle()

    def asked_to_sign_in(self) -> Locator:
        """The dialog, as it opens."""
        self.page.keyboard.press("Escape")
        self.button("Sign in").click()
        return self.page.get_by_role("dialog", name="Sign in")

    def act_as(self, place: str, role: str) -> None:
        """By the role switcher: a role by its name, on the platform or in a workspace."""
        self.page.bring_to_front()  # a tab behind another is slowed down
        self.page.locator("button.role").click()
        panel = self.page.get_by_role("group", name="Act as")
        panel.get_by_role("region", name=place).get_by_role("button").filter(has_text=role).click()
        expect(self.page.locator("button.role")).to_contain_text(place)
        self.settle()

    def act_with_all_roles(self) -> None:
        self.page.locator("button.role").click()
        self.page.get_by_role("group", name="Act as").get_by_role("button", name="All my roles").click()
        self.settle()

    def settle(self) -> "Playground":
        """Waits for the schema, and with it the examples that fit it."""
        expect(self.page.locator(".examples li").first).to_be_visible(timeout=PATIENCE_MS)
        return self

    def titles(self) -> list[str]:
        """Of the examples."""
        return self.page.locator(".examples li strong").all_inner_texts()

    def documented(self, root: str) -> str:
        """What the documentation explorer shows of a root type."""
        self.page.get_by_role("button", name="Show Documentation Explorer").click()
        explorer = self.page.get_by_role("region", name="Documentation Explorer")
        explorer.get_by_role("link", name=root, exact=True).click()
        shown = explorer.inner_text()
        self.page.get_by_role("button", name="Show Examples").click()
        return shown

    def copied_as_curl(self, *, has_token: bool = False) -> str:
        """The command that the dialog shows."""
        self.button("Copy as curl").click()
        dialog = self.page.get_by_role("dialog", name="Copy as curl")
        if has_token:
            dialog.get_by_role("checkbox").check()
        command = dialog.get_by_role("textbox", name="Command").input_value()
        self.page.keyboard.press("Escape")
        return command

    def open(self, example: str, operation: str) -> None:
        """Puts an example, whose operation has the name, into the editors."""
        self.page.bring_to_front()
        self.page.locator(".examples").get_by_role("button", name=example).click()
        self.read(operation)

    def write(self, operation: str, document: str, variables: Mapping[str, Any]) -> None:
        """Puts an operation of the name into the editors."""
        for editor, text in ((OPERATION, document), (VARIABLES, json.dumps(variables))):
            self.page.evaluate(WRITE, [editor, text])
        self.read(operation)

    def read(self, operation: str) -> None:
        """Waits until GraphiQL has read what is in the editor, which its tab tells."""
        expect(self.page.locator(".graphiql-tab-active")).to_contain_text(operation)

    def run(self) -> Any:
        """The whole answer to what is in the editors."""
        self.start()
        return self.answer()

    def start(self) -> None:
        self.page.get_by_role("button", name="Execute query").click()

    def answer(self) -> Any:
        self.until(lambda: self.text(RESPONSE).strip() != "")
        return json.loads(self.text(RESPONSE))

    def variables(self) -> Any:
        return json.loads(self.text(VARIABLES))

    def text(self, editor: str) -> str:
        return str(self.page.evaluate(READ, editor))

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits for a condition while the page goes on."""
        for _ in range(PATIENCE_MS // POLL_MS):
            if holds():
                return
            self.page.wait_for_timeout(POLL_MS)
        raise AssertionError("the page did not come to it")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)
