"""Chart.yaml, requirements.yaml and the lock files: from YAML to the domain's nouns.

Owns their fields and rules. Sources: the Helm documentation, "The Chart.yaml File"; Helm's own validation of metadata.
Must not know archives.
"""

import re
from dataclasses import replace
from datetime import datetime

from domain.chart import MAX_NAME_CHARACTERS, ChartDependency, ChartMetadata, Maintainer, is_chart_name
from domain.semver import is_version
from uploads.faults import Faults, quoted
from uploads.fields import Fields
from uploads.links import fault_of_link, fault_of_repository
from uploads.yamltree import MapNode, Node, ScalarNode

TYPES = ("application", "library")
API_VERSIONS = ("v1", "v2")

_METADATA_KEYS = (
    *("apiVersion", "name", "version", "type", "appVersion", "kubeVersion", "description", "home", "icon", "sources"),
    *("keywords", "maintainers", "deprecated", "annotations", "dependencies", "condition", "tags"),
)
_MAINTAINER_KEYS = ("name", "email", "url")
_DEPENDENCY_KEYS = ("name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias")
_ALIAS = re.compile(r"[A-Za-z0-9_-]+")
_RFC3339 = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|[-+](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII)


def metadata_of(root: Node | None, file: str, faults: Faults) -> ChartMetadata | None:
    """The metadata of a Chart.yaml; None, with faults noted, when there is none to speak of."""
    if not isinstance(root, MapNode):
        faults.add(file, "must be a mapping with at least apiVersion, name and version", root.line if root else None)
        return None
    fields = Fields.of(root, file, faults, _METADATA_KEYS)
    for name in ("condition", "tags"):  # of dependencies; here they are without use, but Helm wants them to be texts
        fields.text(name)
    return ChartMetadata(
        api_version=_api_version(fields),
        name=_name(fields),
        version=_version(fields),
        app_version=fields.text("appVersion"),
        kube_version=fields.text("kubeVersion"),
        type=_type(fields),
        description=fields.text("description"),
        home=_link(fields, "home"),
        sources=_sources(fields),
        keywords=fields.texts("keywords"),
        maintainers=_maintainers(fields),
        icon=_link(fields, "icon"),
        deprecated=fields.flag("deprecated"),
        annotations=fields.text_map("annotations"),
        dependencies=_dependencies(fields),
        lines={name: fields.line_of(name) for name in ("name", "version") if name in fields.pairs},
    )


def requirements_of(root: Node | None, file: str, faults: Faults) -> tuple[ChartDependency, ...]:
    """The dependencies in a requirements.yaml. Helm would let any other field of it replace Chart.yaml's: refused."""
    fields = _mapping(root, file, faults, _METADATA_KEYS)
    if fields is None:
        return ()
    for name in fields.pairs:
        if name != "dependencies" and name in _METADATA_KEYS:
            fields.fault(name, "requirements.yaml holds dependencies only; move the field to Chart.yaml")
    return _dependencies(fields)


def check_lock(root: Node | None, file: str, faults: Faults) -> None:
    """Checks a Chart.lock or requirements.lock as far as Helm must be able to read it."""
    fields = _mapping(root, file, faults, ("generated", "digest", "dependencies"))
    if fields is None:
        return
    fields.text("digest")
    generated = fields.raw_text("generated")
    if generated is not None and not _is_rfc3339(generated):
        fields.fault("generated", "must be a time such as 2024-01-31T12:00:00Z; run `helm dependency update` again")
    for at, node in enumerate(fields.items("dependencies")):
        if not _is_null(node):
            _dependency(fields, node, at)


def with_requirements(metadata: ChartMetadata, required: tuple[ChartDependency, ...]) -> ChartMetadata:
    return replace(metadata, dependencies=required) if required else metadata


def _api_version(fields: Fields) -> str:
    value = fields.raw_text("apiVersion") or API_VERSIONS[0]  # as Helm: a chart without one is of the first kind
    if value not in API_VERSIONS:
        fields.fault("apiVersion", f"must be v2 (or v1, for charts of Helm 2), not {quoted(value)}")
    return value


def _name(fields: Fields) -> str:
    name = fields.raw_text("name")
    if name is None and fields.value("name") is not None:
        return ""  # what is there cannot be read, which is told already
    if not name:
        fields.fault("name", "is missing; name the chart")
    elif not is_chart_name(name):
        rule = f"letters, digits, dots, dashes and underscores, first a letter or digit, at most {MAX_NAME_CHARACTERS}"
        fields.fault("name", f"must be {rule}, not {quoted(name)}")
    return name or ""


def _version(fields: Fields) -> str:
    version = fields.raw_text("version")
    if version is None and fields.value("version") is not None:
        return ""
    if not version:
        fields.fault("version", "is missing; give a version such as 1.0.0")
    elif not is_version(version):
        fields.fault("version", f"must be a semantic version such as 1.2.3 or v1.2.3-rc.1, not {quoted(version)}")
    return version or ""


def _type(fields: Fields) -> str:
    value = fields.raw_text("type") or TYPES[0]
    if value not in TYPES:
        fields.fault("type", f"must be application or library, not {quoted(value)}")
    return value


def _sources(fields: Fields) -> tuple[str, ...]:
    sources = fields.texts("sources")
    for at, source in enumerate(sources):
        _check_link(fields, f"sources[{at}]", source, fields.line_of("sources"))
    return sources


def _link(fields: Fields, name: str) -> str | None:
    link = fields.text(name)
    if link:
        _check_link(fields, name, link, fields.line_of(name))
    return link


def _check_link(fields: Fields, name: str, link: str, line: int) -> None:
    fault = fault_of_link(link)
    if fault:
        fields.fault(name, f"{fault}, not {quoted(link)}", line)


def _maintainers(fields: Fields) -> tuple[Maintainer, ...]:
    found = []
    for at, node in enumerate(fields.items("maintainers")):
        inner = _item(fields, node, f"maintainers[{at}]", _MAINTAINER_KEYS)
        if inner is not None:
            found.append(Maintainer(inner.text("name") or "", inner.text("email"), _link(inner, "url")))
    return tuple(found)


def _dependencies(fields: Fields) -> tuple[ChartDependency, ...]:
    found: dict[str, ChartDependency] = {}
    for at, node in enumerate(fields.items("dependencies")):
        dependency = _dependency(fields, node, at)
        if dependency is None:
            continue
        key = dependency.alias or dependency.name
        if key in found:
            fields.fault(f"dependencies[{at}]", f"{quoted(key)} is there twice; give one of them an alias", node.line)
        found.setdefault(key, dependency)
    return tuple(found.values())


def _dependency(fields: Fields, node: Node, at: int) -> ChartDependency | None:
    inner = _item(fields, node, f"dependencies[{at}]", _DEPENDENCY_KEYS)
    if inner is None:
        return None
    inner.flag("enabled")
    inner.items("import-values")
    alias = inner.raw_text("alias")
    if alias and _ALIAS.fullmatch(alias) is None:
        inner.fault("alias", "must be letters, digits, dashes and underscores")
    return ChartDependency(
        name=_dependency_name(inner),
        version=inner.text("version") or "",
        repository=_repository(inner),
        condition=inner.text("condition"),
        tags=inner.texts("tags"),
        alias=alias or None,
    )


def _dependency_name(inner: Fields) -> str:
    name = inner.text("name")
    if not name:
        inner.fault("name", "is missing; name the chart that this one depends on")
    return name or ""


def _repository(inner: Fields) -> str | None:
    repository = inner.text("repository")
    fault = fault_of_repository(repository) if repository else None
    if fault:
        inner.fault("repository", fault)
    return repository


def _item(fields: Fields, node: Node, where: str, known: tuple[str, ...]) -> Fields | None:
    """An item of a list of mappings; `where` is its place from the file's root."""
    if not isinstance(node, MapNode):
        fields.fault(where, "must be a mapping, not empty or a text", node.line)
        return None
    return Fields.of(node, fields.file, fields.faults, known, where)


def _mapping(root: Node | None, file: str, faults: Faults, known: tuple[str, ...]) -> Fields | None:
    if root is None:
        return None
    if not isinstance(root, MapNode):
        faults.add(file, "must be a mapping", root.line)
        return None
    return Fields.of(root, file, faults, known)


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None


def _is_rfc3339(text: str) -> bool:
    match = _RFC3339.fullmatch(text)
    try:
        return match is not None and bool(datetime.fromisoformat(match[1]))
    except ValueError:
        return False
