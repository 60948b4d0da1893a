"""A day in the store as mutations, one after the other: what each asks for, by whom, and what later ones need of it.

In variables `<name>` is an id that an earlier step kept, and `<tpl acme/emqx>` one of the world's; a Chart, a Proof or
a Picture becomes an upload.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.openpgp import Key

SOFT = 'O\'Brien "said" \\n \U0001f680'
"""What may stand in a name, and breaks texts that are put together carelessly."""


@dataclass(frozen=True, slots=True)
class Chart:
    """An upload of a chart of this name and version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Proof:
    """An upload of the provenance of such a chart, by the tests' own key."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An upload of a picture of so many pixels a side."""

    side: int


@dataclass(frozen=True, slots=True)
class Step:
    """`keeps` are ids by name, each with the path to it in the data."""

    name: str
    who: str
    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    keeps: Mapping[str, str] = field(default_factory=dict)


FAULTS = "userErrors { __typename code path }"
TEMPLATE = """fragment T on AppTemplate { __typename id name displayName summary keywords maintainers { name } revision
  state viewerActions changedSincePublished category { name storeAppCount } workspace { name usage { versions } }
  icon { width url } screenshots { width } createdBy { username } storeApp { name latestVersion { version } }
  versions(first: 5) { totalCount pageInfo { hasNextPage } nodes { ...V } } }"""
VERSION = """fragment V on AppVersion { __typename id version description state stateMessage revision viewerActions
  package { fileName digest downloadUrl }
  signed provenance { fingerprint message signedBy { owners } }
  chart { name version } values files { path } storeApp { name }
  review { state phases { name state reviewer { username } message } } createdBy { username }
  audit(first: 3) { totalCount nodes { action actor fromState toState } } }"""
ON_TEMPLATE = f"template {{ ...T }} {FAULTS}"
ON_VERSION = f"version {{ ...V template {{ name state viewerActions }} }} {FAULTS}"


def on_version(mutation: str, arguments: str = "id: $id") -> str:
    """A mutation of a version that shows it."""
    return f"mutation ($id: ID!) {{ {mutation}({arguments}) {{ {ON_VERSION} }} }} {VERSION}"


def on_template(mutation: str, arguments: str, variables: str) -> str:
    """A mutation of a template that shows it."""
    return f"mutation ({variables}) {{ {mutation}({arguments}) {{ {ON_TEMPLATE} }} }} {TEMPLATE} {VERSION}"


ROLE = "__typename id name displayName description scope builtin permissions"
MEMBER = "__typename id role { name permissions } user { username email } workspace { name viewerPermissions }"
NEWBIE = {"password": "correct horse battery", "platformRole": "platform-regular"}
SETTING_UP = [
    Step(
        "createCategory",
        "admin",
        """mutation ($input: CreateCategoryInput!) { createCategory(input: $input) {
          category { __typename id name displayName description icon storeAppCount } userErrors { code } } }""",
        {"input": {"name": "tools", "displayName": SOFT}},
        {"tools": "createCategory.category.id"},
    ),
    Step(
        "updateCategory",
        "admin",
        "mutation ($input: UpdateCategoryInput!) { updateCategory(input: $input) { it: category { name icon } } }",
        {"input": {"id": "<tools>", "icon": "box", "name": "gear"}},
    ),
    Step(
        "createUser",
        "admin",
        """mutation ($input: CreateUserInput!) { createUser(input: $input) {
          user { id username displayName email disabled platformRole { name } } userErrors { code } } }""",
        {"input": {"username": "newbie", "email": "n@example.com", "displayName": SOFT, **NEWBIE}},
        {"newbie": "createUser.user.id"},
    ),
    Step(
        "updateUser",
        "admin",
        "mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { username disabled email } } }",
        {"input": {"id": "<newbie>", "email": "other@example.com"}},
    ),
    Step(
        "login",
        "anonymous",
        """mutation { login(input: { username: "newbie", password: "correct horse battery" }) { viewer {
          user { username } platformPermissions memberships { id } apiTokens { id } } userErrors { code } } }""",
    ),
    Step(
        "changePassword",
        "newbie",
        """mutation { changePassword(
          input: { currentPassword: "correct horse battery", newPassword: "stapled since" }) {
          viewer { user { username } memberships { id } } userErrors { code } } }""",
    ),
    Step(
        "createRole",
        "admin",
        f"mutation ($input: CreateRoleInput!) {{ createRole(input: $input) {{ role {{ {ROLE} }} {FAULTS} }} }}",
        {"input": {"name": "steward", "permissions": ["MEMBERS_READ", "WORKSPACES_READ"], "workspace": "acme"}},
        {"steward": "createRole.role.id"},
    ),
    Step(
        "updateRole",
        "admin",
        f"mutation ($input: UpdateRoleInput!) {{ updateRole(input: $input) {{ role {{ {ROLE} }} }} }}",
        {"input": {"id": "<steward>", "permissions": ["TEMPLATES_READ"], "description": SOFT}},
    ),
    Step(
        "createWorkspace",
        "admin",
        """mutation ($input: CreateWorkspaceInput!, $n: Int = 5) { createWorkspace(input: $input) { workspace {
          id name displayName revision usage { templates } roles { name } viewerPermissions
          members(first: $n) { totalCount nodes { user { username } role { name } } } } } }""",
        {"input": {"name": "fresh", "displayName": SOFT}},
        {"fresh": "createWorkspace.workspace.id"},
    ),
    Step(
        "updateWorkspace",
        "admin",
        """mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) {
          workspace { name revision } workspace { description } userErrors { code } } }""",
        {"input": {"id": "<fresh>", "revision": 1, "description": SOFT}},
    ),
    Step(
        "addMember",
        "admin",
        f"mutation ($input: AddMemberInput!) {{ addMember(input: $input) {{ membership {{ {MEMBER} }} {FAULTS} }} }}",
        {"input": {"workspace": "<fresh>", "username": "newbie", "role": "workspace-viewer"}},
        {"member": "addMember.membership.id"},
    ),
    Step(
        "updateMember",
        "admin",
        f"mutation ($input: UpdateMemberInput!) {{ updateMember(input: $input) {{ membership {{ {MEMBER} }} }} }}",
        {"input": {"id": "<member>", "role": "workspace-developer"}},
    ),
    Step(
        "createApiToken",
        "dev",
        """mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) {
          apiToken { id name permissions workspace { name } expiresAt lastUsedAt } userErrors { code } } }""",
        {
            "input": {"name": SOFT, "permissions": ["TEMPLATES_READ"], "workspace": "acme"}
            | {"expiresAt": "9999-12-31T23:59:59.999999Z"}
        },
    ),
]
BUILDING = [
    Step(
        "addSigningKey",
        "admin",
        f"""mutation ($input: AddSigningKeyInput!) {{ addSigningKey(input: $input) {{
          signingKey {{ __typename id fingerprint owners publicKey expiresAt createdBy {{ username }} }}
          {FAULTS} }} }}""",
        {"input": {"workspace": "<wsp acme>", "publicKey": Key().public}},
        {"key": "addSigningKey.signingKey.id"},
    ),
    Step(
        "createTemplate",
        "dev",
        on_template("createTemplate", "input: $input", "$input: CreateTemplateInput!"),
        {
            "input": {"workspace": "<wsp acme>", "package": Chart("mosquitto", "v1.0.0"), "summary": SOFT}
            | {"provenance": Proof("mosquitto", "v1.0.0")}
        },
        {"template": "createTemplate.template.id", "first": "createTemplate.template.versions.nodes.0.id"},
    ),
    Step(
        "updateTemplate",
        "dev",
        on_template("updateTemplate", "input: $input", "$input: UpdateTemplateInput!"),
        {
            "input": {"id": "<template>", "revision": 1, "category": "gear", "keywords": ["a", ""]}
            | {"maintainers": [{"name": SOFT}]}
        },
    ),
    Step(
        "setTemplateIcon",
        "dev",
        on_template("setTemplateIcon", "id: $id, icon: $icon", "$id: ID!, $icon: Upload"),
        {"id": "<template>", "icon": Picture(9)},
    ),
    Step(
        "setTemplateScreenshots",
        "dev",
        on_template("setTemplateScreenshots", "id: $id, add: $add", "$id: ID!, $add: [Upload!]!"),
        {"id": "<template>", "add": [Picture(7), Picture(8)]},
    ),
    Step(
        "createVersion",
        "dev",
        f"mutation ($input: CreateVersionInput!) {{ createVersion(input: $input) {{ {ON_VERSION} }} }} {VERSION}",
        {
            "input": {"template": "<template>", "package": Chart("mosquitto", "v1.1.0"), "description": SOFT}
            | {"provenance": Proof("mosquitto", "v1.1.0")}
        },
        {"second": "createVersion.version.id"},
    ),
    Step(
        "updateVersion",
        "dev",
        f"mutation ($input: UpdateVersionInput!) {{ updateVersion(input: $input) {{ {ON_VERSION} }} }} {VERSION}",
        {"input": {"id": "<second>", "revision": 1, "description": "Better."}},
    ),
    Step(
        "replacePackage",
        "dev",
        f"""mutation ($id: ID!, $p: Upload!, $q: Upload) {{
          replacePackage(id: $id, package: $p, revision: 2, provenance: $q) {{ {ON_VERSION} }} }} {VERSION}""",
        {"id": "<second>", "p": Chart("mosquitto", "v1.2.0"), "q": Proof("mosquitto", "v1.2.0")},
    ),
    Step(
        "deleteSigningKey",
        "admin",
        f"mutation ($id: ID!) {{ deleteSigningKey(id: $id) {{ deletedId {FAULTS} }} }}",
        {"id": "<key>"},
    ),
    Step("submitVersion", "dev", on_version("submitVersion"), {"id": "<first>"}),
    Step("withdrawVersion", "dev", on_version("withdrawVersion"), {"id": "<first>"}),
    Step("submit again", "dev", on_version("submitVersion"), {"id": "<first>"}),
    Step("startReview", "reviewer", on_version("startReview", "id: $id, phase: TECHNICAL"), {"id": "<first>"}),
    Step("passReview", "reviewer", on_version("passReview", "id: $id, phase: TECHNICAL"), {"id": "<first>"}),
    Step("publishVersion", "dev", on_version("publishVersion"), {"id": "<first>"}),
    Step("republishTemplate", "dev", on_template("republishTemplate", "id: $id", "$id: ID!"), {"id": "<template>"}),
    Step("suspendVersion", "reviewer", on_version("suspendVersion", 'id: $id, message: "leaks"'), {"id": "<first>"}),
    Step("restoreVersion", "reviewer", on_version("restoreVersion"), {"id": "<first>"}),
    Step(
        "suspendTemplate",
        "admin",
        on_template("suspendTemplate", 'id: $id, message: "why"', "$id: ID!"),
        {"id": "<template>"},
    ),
    Step("restoreTemplate", "admin", on_template("restoreTemplate", "id: $id", "$id: ID!"), {"id": "<template>"}),
    Step("submit the second", "dev", on_version("submitVersion"), {"id": "<second>"}),
    Step("start the second", "reviewer", on_version("startReview", "id: $id, phase: TECHNICAL"), {"id": "<second>"}),
    Step(
        "rejectReview",
        "reviewer",
        on_version("rejectReview", 'id: $id, phase: TECHNICAL, message: "no"'),
        {"id": "<second>"},
    ),
]
EDGES = [
    Step(
        "several in one document",
        "dev",
        f"""mutation ($a: UpdateTemplateInput!, $b: UpdateTemplateInput!, $c: UpdateVersionInput!, $with: Boolean!) {{
          one: updateTemplate(input: $a) {{ template {{ ...T @include(if: $with) revision }} {FAULTS} }}
          __typename
          other: updateTemplate(input: $b) {{ first: template {{ summary }} second: template {{ revision }} {FAULTS} }}
          skipped: updateTemplate(input: $a) @skip(if: $with) {{ template {{ id }} }}
          updateVersion(input: $c) {{ version {{ description template {{ revision }} }} __typename {FAULTS} }}
        }} {TEMPLATE} {VERSION}""",
        {
            "a": {"id": "<tpl acme/redis>", "revision": 1, "summary": "one"},
            "b": {"id": "<tpl acme/redis>", "revision": 2, "summary": "other"},
            "c": {"id": "<ver acme/redis 1.0.0>", "revision": 1, "description": SOFT},
            "with": True,
        },
    ),
    Step(
        "a conflict and a success",
        "dev",
        f"""mutation ($a: UpdateTemplateInput!, $b: UpdateTemplateInput!) {{
          stale: updateTemplate(input: $a) {{ {ON_TEMPLATE} }} good: updateTemplate(input: $b) {{ {ON_TEMPLATE} }}
        }} {TEMPLATE} {VERSION}""",
        {
            "a": {"id": "<tpl acme/redis>", "revision": 1, "summary": "late"},
            "b": {"id": "<tpl acme/redis>", "revision": 3, "home": "https://example.com"},
        },
    ),
    Step(
        "what fails ends the document",
        "dev",
        f"""mutation ($a: UpdateTemplateInput!, $b: UpdateTemplateInput!) {{
          good: updateTemplate(input: $a) {{ {ON_TEMPLATE} }} unseen: updateTemplate(input: $b) {{ {ON_TEMPLATE} }}
          never: updateTemplate(input: $a) {{ {ON_TEMPLATE} }}
        }} {TEMPLATE} {VERSION}""",
        {
            "a": {"id": "<tpl acme/redis>", "revision": 4, "summary": "kept"},
            "b": {"id": "<tpl dark/secret>", "revision": 1},
        },
    ),
    Step(
        "an error inside of what is shown",
        "dev",
        """mutation ($a: UpdateTemplateInput!, $n: Int, $after: String) { updateTemplate(input: $a) {
          good: template { revision } bad: template { name versions(first: $n) { totalCount } }
          worse: template { versions(after: $after) { totalCount } } userErrors { code } } }""",
        {"a": {"id": "<tpl acme/redis>", "revision": 5}, "n": 101, "after": "rubbish"},
    ),
    Step(
        "one may not",
        "vera",
        on_template("updateTemplate", "input: $input", "$input: UpdateTemplateInput!"),
        {"input": {"id": "<tpl acme/redis>", "revision": 6}},
    ),
    Step(
        "nobody may",
        "anonymous",
        on_template("updateTemplate", "input: $input", "$input: UpdateTemplateInput!"),
        {"input": {"id": "<tpl acme/redis>", "revision": 6}},
    ),
    Step(
        "variables that do not fit",
        "dev",
        on_template("updateTemplate", "input: $input", "$input: UpdateTemplateInput!"),
        {"input": {"id": "<tpl acme/redis>"}},
    ),
    Step(
        "made an admin",
        "admin",
        f"mutation ($input: UpdateMemberInput!) {{ updateMember(input: $input) {{ membership {{ {MEMBER} }} }} }}",
        {"input": {"id": "<mbr acme/vera>", "role": "workspace-admin"}},
    ),
    Step(
        "what one may see no more",
        "vera",
        f"""mutation ($input: UpdateMemberInput!) {{
          updateMember(input: $input) {{ membership {{ {MEMBER} }} again: membership {{ id }} {FAULTS} }} }}""",
        {"input": {"id": "<mbr acme/vera>", "role": "tester"}},
    ),
    Step(
        "a version on its way out",
        "dev",
        """mutation ($id: ID!) { deleteVersion(id: $id) { deletedId userErrors { code } }
          again: deleteVersion(id: $id) { deletedId } }""",
        {"id": "<second>"},
    ),
    Step(
        "a chart that is looked at",
        "dev",
        """mutation ($p: Upload!) { inspectChart(package: $p) {
          chart { __typename name version } readme values size digest userErrors { code } } }""",
        {"p": Chart("mosquitto", "v9.0.0")},
    ),
]
STEPS = [*SETTING_UP, *BUILDING, *EDGES]
