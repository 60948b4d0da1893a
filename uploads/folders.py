"""The charts inside a package: its own and those under charts/, each with the files that Helm reads.

Owns which chart a file belongs to, and what every chart must have. Must not know tar.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from domain.chart import ChartDependency, ChartMetadata, JsonValue
from uploads.faults import Faults, quoted
from uploads.limits import Meter, OverLimit
from uploads.links import is_local
from uploads.metadata import check_lock, metadata_of, requirements_of, with_requirements
from uploads.schema import schema_of
from uploads.yamltree import MapNode, Node, Note, YamlInvalid, read_document

DOCUMENTS = (
    "Chart.yaml",
    "Chart.lock",
    "values.yaml",
    "values.schema.json",
    "requirements.yaml",
    "requirements.lock",
)
MAX_CHART_YAML_BYTES = 256 * 1024
MAX_SEPARATORS = 16
BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class ChartFolder:
    """One chart as far as it has been read; `place` is its path in the package, empty or ending with a slash.

    Only the outermost chart keeps its values and schema; those of the others are checked and let go.
    """

    place: str
    has_chart_yaml: bool = False
    metadata: ChartMetadata | None = None
    required: tuple[ChartDependency, ...] = ()
    values: str = ""
    values_schema: JsonValue = None
    subcharts: dict[str, "ChartFolder"] = field(default_factory=dict)


def owner_of(root: ChartFolder, path: str) -> tuple[ChartFolder, str]:
    """The chart that a file belongs to, as Helm sees it, and the file's path there.

    A path that still begins with charts/ is a package, or has no business there. What Helm passes over in charts/
    (names beginning with _ or a dot, provenance files) belongs to the outermost chart under a path of its own.
    """
    chart, rest = root, path
    while rest.startswith("charts/"):
        name, slash, inner = rest.removeprefix("charts/").partition("/")
        if name.startswith(("_", ".")) or rest.endswith(".prov"):
            return root, f"passed over/{path}"
        if not slash or name.endswith(".tgz"):
            return chart, rest
        chart = chart.subcharts.setdefault(name, ChartFolder(f"{chart.place}charts/{name}/"))
        rest = inner
    return chart, rest


def take_document(chart: ChartFolder, name: str, data: bytes, faults: Faults, meter: Meter) -> None:
    """Reads one of DOCUMENTS into its chart and notes what is wrong with it. Raises Stop over a limit."""
    file = chart.place + name
    chart.has_chart_yaml = chart.has_chart_yaml or name == "Chart.yaml"
    try:
        meter.parsed(len(data))
        text = data.removeprefix(BOM).decode()
        _take(chart, name, text, faults, meter)
    except UnicodeDecodeError:
        faults.add(file, "must be UTF-8 text")
    except YamlInvalid as error:
        faults.add(file, error.message, error.line)
    except OverLimit as error:
        raise faults.stop(file, str(error)) from error


def check_whole(chart: ChartFolder, faults: Faults) -> None:
    """Notes what only the whole package can tell: a chart without Chart.yaml, a dependency that is not inside."""
    if not chart.has_chart_yaml:
        where = f"there is no chart in {quoted(chart.place)}" if chart.place else "this is not a Helm chart"
        faults.add(f"{chart.place}Chart.yaml", f"is missing: {where}")
    if chart.metadata is not None:
        chart.metadata = _whole_metadata(chart, chart.metadata, faults)
    for subchart in chart.subcharts.values():
        check_whole(subchart, faults)


def _take(chart: ChartFolder, name: str, text: str, faults: Faults, meter: Meter) -> None:
    file = chart.place + name
    if name == "values.schema.json":
        schema = schema_of(text, file, faults, meter)
        chart.values_schema = None if chart.place else schema
        return

    def note(message: str, line: int) -> None:
        faults.add(file, message, line)

    if name == "values.yaml":
        _check_pieces(text, meter, note)
    root = read_document(text, meter, note)
    if name == "Chart.yaml":
        chart.metadata = _metadata(root, text, file, faults)
    elif name == "values.yaml":
        _check_values(root, note)
        chart.values = "" if chart.place else text
    elif name == "requirements.yaml":
        chart.required = requirements_of(root, file, faults)
    else:
        check_lock(root, file, faults)


def _metadata(root: Node | None, text: str, file: str, faults: Faults) -> ChartMetadata | None:
    if len(text) > MAX_CHART_YAML_BYTES:
        faults.add(file, f"must be at most {MAX_CHART_YAML_BYTES} bytes long")
        return None
    return metadata_of(root, file, faults)


def _check_values(root: Node | None, note: Note) -> None:
    if root is not None and not isinstance(root, MapNode):
        note("must be a mapping of names to values", root.line)


def _check_pieces(text: str, meter: Meter, note: Note) -> None:
    """Helm 4 splits values.yaml at lines of three dashes, takes but a comment after them, and parses each piece."""
    lines = text.split("\n")
    cuts = [at for at, line in enumerate(lines) if line.startswith("---")]
    if len(cuts) > MAX_SEPARATORS:
        raise YamlInvalid("there are too many lines of ---; write a single document", cuts[MAX_SEPARATORS] + 1)
    for at in cuts:
        rest = lines[at].removeprefix("---").strip()
        if rest and not rest.startswith("#"):
            note("a line that begins with --- must have nothing else in it", at + 1)
    for start, end in pairwise([-1, *cuts, len(lines)] if cuts else []):
        _check_piece("\n".join(lines[start + 1 : end]), start + 1, meter, note)


def _check_piece(text: str, before: int, meter: Meter, note: Note) -> None:
    """Reads a piece that stands after so many lines."""
    try:
        read_document(text, meter, lambda message, line: note(message, before + line))
    except YamlInvalid as error:
        raise YamlInvalid(error.message, before + (error.line or 1)) from error


def _whole_metadata(chart: ChartFolder, metadata: ChartMetadata, faults: Faults) -> ChartMetadata:
    if metadata.dependencies and chart.required:
        file = f"{chart.place}requirements.yaml"
        faults.add(file, "the dependencies are in Chart.yaml already; keep one of the two places")
    whole = with_requirements(metadata, chart.required)
    present = {subchart.metadata.name for subchart in chart.subcharts.values() if subchart.metadata is not None}
    for dependency in whole.dependencies:
        if dependency.repository and is_local(dependency.repository) and dependency.name not in present:
            name = quoted(dependency.name)
            advice = "run `helm dependency update` and package again"
            faults.add(f"{chart.place}Chart.yaml", f"{name} is to come from a folder of its maker (file:); {advice}")
    return whole
