"""What each mutation is tried with: a thing for it to be done to, and input that nothing but a right can refuse."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.ids import Kind
from tests.openpgp import Key
from tests.resolvers.world import CHART
from tests.schema.asked import GRAPHQL, inside
from tests.schema.chances import DECISIONS, LARGEST, PASSWORD, PHASES, Asker
from tests.services.journey import png
from tests.services.stage import received
from tests.uploads.builder import make_chart

Given = Mapping[str, Any]
FORBIDDEN = "http://10.0.0.1/charts"
JUNK, TOO_LARGE = b"junk", bytes(LARGEST + 1)
PACKAGE = make_chart("rejected", "2.0.0")
WHOLE = {key: value for key, value in CHART.items() if key not in ("name", "version")}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A mutation with its arguments; `fault` is the code with which it is to be rejected, none when it is to be done.

    `parts` are what it shows to be of use beside the mutation, as coordinates; of one that is to be rejected, they are
    all that it shows. `gains` is how deep into rows to look, where the anonymous see more by it than before.
    """

    mutation: str
    arguments: Callable[[Asker], Given]
    parts: tuple[str, ...] = ()
    fault: str | None = None
    gains: int = 0

    @property
    def shows(self) -> tuple[str, ...]:
        """What is of use when it comes out as it is to."""
        return self.parts if self.fault else (f"Mutation.{self.mutation}", *self.parts)

    def document(self, given: Given, *, rows: int = 0) -> str:
        """The operation, which asks for all of the payload, `rows` deep in rows."""
        field = GRAPHQL.mutation_type.fields[self.mutation]  # type: ignore[union-attr]  # there are mutations
        declared = ", ".join(f"${name}: {field.args[name].type}" for name in given)
        passed = ", ".join(f"{name}: ${name}" for name in given)
        payload = inside(field.type.of_type.name, rows=rows)  # type: ignore[union-attr]  # it is there
        return f"mutation ({declared}) {{ __typename {self.mutation}({passed}) {{ {payload} }} }}"


def _input(**values: Any) -> Given:
    return {"input": values}


def _on(kind: Kind, name: str, **arguments: Any) -> Callable[[Asker], Given]:
    return lambda asker: {"id": asker.gid(kind, name), **arguments}


def _on_template(mutation: str, **arguments: Any) -> Attempt:
    return Attempt(mutation, _on(Kind.TEMPLATE, f"template {mutation}", **arguments))


def _on_version(mutation: str, **arguments: Any) -> Attempt:
    return Attempt(mutation, _on(Kind.VERSION, f"version {mutation}", **arguments))


def _input_on(mutation: str, kind: Kind, name: str, *parts: str, **values: Any) -> Attempt:
    return Attempt(mutation, lambda asker: _input(id=asker.gid(kind, name), **values), parts)


def _chart(name: str, version: str) -> Any:
    return received(make_chart(name, version, {"README.md": b"# Read me", "values.schema.json": b"{}"}, **WHOLE))


def _decisions() -> list[Attempt]:
    return [
        Attempt(mutation, _on(Kind.VERSION, f"version {mutation} {phase}", phase=phase, **message))
        for mutation, message in zip(DECISIONS, ({}, {}, {"message": "No probes."}), strict=True)
        for phase in PHASES
    ]


def _rejected(code: str, mutation: str, arguments: Callable[[Asker], Given]) -> Attempt:
    return Attempt(mutation, arguments, (f"UserErrorCode.{code}",), fault=code)


def _faults() -> list[Attempt]:
    return [
        *(
            _rejected("SELF_REVIEW", "startReview", _on(Kind.VERSION, f"version own {phase}", phase=phase))
            for phase in PHASES
        ),
        _rejected("CHART_INVALID", "inspectChart", lambda _: {"package": received(JUNK)}),
        _rejected("CHART_INVALID", "replacePackage", lambda asker: _package_of(asker, JUNK)),
        _rejected("PROVENANCE_INVALID", "replacePackage", lambda asker: _package_of(asker, PACKAGE, provenance=JUNK)),
        _rejected(
            "PROVENANCE_INVALID", "createTemplate", lambda asker: _template(asker, "x", provenance=received(JUNK))
        ),
        _rejected("TOO_LARGE", "inspectChart", lambda _: {"package": received(TOO_LARGE)}),
        _rejected("TOO_LARGE", "setTemplateIcon", lambda asker: _icon_of(asker, TOO_LARGE)),
        _rejected("IMAGE_INVALID", "setTemplateIcon", lambda asker: _icon_of(asker, JUNK)),
        _rejected("IMAGE_INVALID", "createTemplate", lambda asker: _template(asker, "no-icon", icon=received(JUNK))),
        _rejected("UNREACHABLE", "checkRepository", lambda asker: _repository(asker, FORBIDDEN)),
        _rejected("UNREACHABLE", "updateRepository", lambda asker: _moved(asker, FORBIDDEN)),
        _rejected("UNREACHABLE", "importChartVersion", _on(Kind.REPOSITORY_CHART_VERSION, "chart version gone")),
        _rejected("CHART_INVALID", "importChartVersion", _on(Kind.REPOSITORY_CHART_VERSION, "chart version spoilt")),
        _rejected("INDEX_INVALID", "checkRepository", lambda asker: _repository(asker, f"{asker.upstream.url}/junk")),
        _rejected("INDEX_INVALID", "updateRepository", lambda asker: _moved(asker, f"{asker.upstream.url}/junk")),
        _rejected("ESCALATION", "createApiToken", lambda asker: _input(name="more", permissions=asker.lacks)),
        _rejected("ESCALATION", "createUser", lambda asker: _user("more", "platform-admin")),
        _rejected("ESCALATION", "createRole", lambda asker: _input(name="more", permissions=asker.lacks)),
        _rejected(
            "ESCALATION",
            "createRole",
            lambda asker: _input(name="more-here", permissions=asker.lacks, workspace="acme"),
        ),
        _rejected(
            "ESCALATION",
            "updateRole",
            lambda asker: _input(id=asker.gid(Kind.ROLE, "role unheld here"), permissions=asker.lacks),
        ),
        _rejected(
            "ESCALATION",
            "updateMember",
            lambda asker: _input(id=asker.gid(Kind.MEMBERSHIP, "my acme"), role="workspace-admin"),
        ),
    ]


def _repository(asker: Asker, url: str, **more: Any) -> Given:
    return _input(workspace=asker.gid(Kind.WORKSPACE, "acme"), url=url, **more)


def _moved(asker: Asker, url: str) -> Given:
    return _input(id=asker.gid(Kind.REPOSITORY, "repository updateRepository"), revision=1, url=url)


def _package_of(asker: Asker, content: bytes, **files: bytes) -> Given:
    sent = {name: received(file) for name, file in files.items()}
    return {"id": asker.gid(Kind.VERSION, "version rejected"), "package": received(content), "revision": 1, **sent}


def _icon_of(asker: Asker, content: bytes) -> Given:
    return {"id": asker.gid(Kind.TEMPLATE, "template setTemplateIcon"), "icon": received(content)}


def _template(asker: Asker, name: str, **more: Any) -> Given:
    return _input(workspace=asker.gid(Kind.WORKSPACE, "acme"), package=_chart(name, "1.0.0"), **more)


def _user(name: str, role: str) -> Given:
    return _input(username=name, password=PASSWORD, email="f@example.com", platformRole=role)


ATTEMPTS: Sequence[Attempt] = (
    Attempt("login", lambda asker: _input(username="newcomer", password=PASSWORD), gains=2),
    Attempt("createApiToken", lambda asker: _input(name="new", permissions=[])),
    Attempt(
        "createApiToken",
        lambda asker: _input(name="here", permissions=[], workspace="acme"),
        ("CreateApiTokenInput.workspace",),
    ),
    Attempt(
        "createApiToken",
        lambda asker: _input(name="there", permissions=[], workspace="other"),
        ("CreateApiTokenInput.workspace",),
    ),
    Attempt("revokeApiToken", lambda asker: {"id": asker.gid(Kind.API_TOKEN, "my token")}),
    Attempt("createUser", lambda asker: _user("fresh", asker.role("platform"))),
    Attempt("updateUser", lambda asker: _input(id=asker.gid(Kind.USER, "me"), displayName="Myself")),
    _input_on("updateUser", Kind.USER, "idler", "UpdateUserInput.password", password=PASSWORD[::-1]),
    _input_on("updateUser", Kind.USER, "me", "UpdateUserInput.disabled", disabled=False),
    Attempt(
        "updateUser",
        lambda asker: _input(id=asker.gid(Kind.USER, "me"), platformRole=asker.role("platform")),
        ("UpdateUserInput.platformRole",),
    ),
    Attempt("createRole", lambda asker: _input(name="one", permissions=[])),
    Attempt(
        "createRole",
        lambda asker: _input(name="one-here", permissions=[], workspace="acme"),
        ("CreateRoleInput.workspace",),
    ),
    *(
        _input_on("updateRole", Kind.ROLE, role, displayName="Renamed")
        for role in ("my role in platform", "my role in acme", "role unheld", "role unheld here")
    ),
    Attempt("deleteRole", _on(Kind.ROLE, "role unheld")),
    Attempt("deleteRole", _on(Kind.ROLE, "role unheld here")),
    Attempt("createWorkspace", lambda asker: _input(name="fresh")),
    _input_on("updateWorkspace", Kind.WORKSPACE, "acme", revision=1, displayName="Acme"),
    Attempt(
        "addMember",
        lambda asker: _input(workspace=asker.gid(Kind.WORKSPACE, "acme"), username="newcomer", role=asker.role("acme")),
    ),
    Attempt("updateMember", lambda asker: _input(id=asker.gid(Kind.MEMBERSHIP, "my acme"), role=asker.role("acme"))),
    _input_on("updateMember", Kind.MEMBERSHIP, "member idler", role="workspace-viewer"),
    Attempt("inspectChart", lambda asker: {"package": _chart("emqx", "9.0.0")}),
    Attempt(
        "inspectChart",
        lambda asker: {
            "package": _chart("inspectchart", "9.0.0"),
            "template": asker.gid(Kind.TEMPLATE, "template inspectChart"),
        },
        ("Mutation.inspectChart(template:)",),
    ),
    Attempt("createTemplate", lambda asker: _template(asker, "brand-new")),
    _input_on("updateTemplate", Kind.TEMPLATE, "template updateTemplate", revision=1, summary="New"),
    Attempt(
        "setTemplateIcon",
        lambda asker: _icon_of(asker, png()),
    ),
    _on_template("setTemplateScreenshots", keep=[]),
    _on_template("deleteTemplate"),
    _on_template("suspendTemplate", message="It leaks."),
    _on_template("restoreTemplate"),
    _on_template("republishTemplate"),
    Attempt(
        "createVersion",
        lambda asker: _input(
            template=asker.gid(Kind.TEMPLATE, "template createVersion"), package=_chart("createversion", "2.0.0")
        ),
    ),
    _input_on("updateVersion", Kind.VERSION, "version updateVersion", revision=1, description="New"),
    Attempt(
        "replacePackage",
        lambda asker: {
            "id": asker.gid(Kind.VERSION, "version replacePackage"),
            "package": _chart("replacepackage", "2.0.0"),
            "revision": 1,
        },
    ),
    _on_version("deleteVersion"),
    _on_version("submitVersion"),
    _on_version("withdrawVersion"),
    *_decisions(),
    _on_version("publishVersion"),
    _on_version("suspendVersion", message="It leaks."),
    _on_version("restoreVersion"),
    *_faults(),
    Attempt(
        "addSigningKey",
        lambda asker: _input(workspace=asker.gid(Kind.WORKSPACE, "acme"), publicKey=Key().public),
    ),
    Attempt("deleteSigningKey", _on(Kind.SIGNING_KEY, "key")),
    Attempt("createCategory", lambda asker: _input(name="new")),
    _input_on("updateCategory", Kind.CATEGORY, "shelf spare", displayName="Other"),
    Attempt("deleteCategory", _on(Kind.CATEGORY, "shelf bare")),
    Attempt("checkRepository", lambda asker: _repository(asker, asker.upstream.url)),
    Attempt("addRepository", lambda asker: _repository(asker, asker.upstream.url, name="added")),
    _input_on(
        "updateRepository", Kind.REPOSITORY, "repository updateRepository", revision=1, description="Others' charts"
    ),
    Attempt("syncRepository", _on(Kind.REPOSITORY, "repository syncRepository")),
    Attempt("deleteRepository", _on(Kind.REPOSITORY, "repository deleteRepository")),
    Attempt("importChartVersion", _on(Kind.REPOSITORY_CHART_VERSION, "chart version importChartVersion")),
    Attempt("deleteWorkspace", _on(Kind.WORKSPACE, "spare")),
    # Those who came in a role of acme are nowhere else, and it has apps in the store.
    Attempt("deleteWorkspace", _on(Kind.WORKSPACE, "acme"), ("Mutation.deleteWorkspace",), fault="IN_USE"),
    Attempt("assumeRole", lambda asker: _input(role=asker.role("platform"))),
    Attempt("changePassword", lambda asker: _input(currentPassword=PASSWORD, newPassword=PASSWORD[::-1])),
    Attempt("removeMember", _on(Kind.MEMBERSHIP, "my acme")),
    Attempt("removeMember", _on(Kind.MEMBERSHIP, "my other")),
)
"""In this order: what ends something of the caller's own comes last."""
