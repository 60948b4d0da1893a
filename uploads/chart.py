"""A chart package: from untrusted bytes to a Chart, or everything that is wrong with it.

Owns the reading of the package as a whole. Reads as Helm does and never looser (Helm's own loader, and the limits that
it enforces), and refuses what two readers could take differently. Nothing is rendered and nothing touches the disk; the
inflated package is never held whole: a file is looked at, its text kept or dropped, and the next one is read. Must not
know the store.
"""

from io import BytesIO
from typing import BinaryIO

from domain.chart import Chart, ChartFile, ChartMetadata
from uploads.faults import ChartInvalid, Fault, Faults, Stop, quoted
from uploads.folders import BOM, DOCUMENTS, ChartFolder, check_whole, owner_of, take_document
from uploads.inflate import Damaged, Inflated
from uploads.limits import ChartLimits, Meter, OverLimit
from uploads.paths import Names, fault_of_path
from uploads.tar import FILE, FOLDER, Entry, Tar

__all__ = ["ChartInvalid", "ChartLimits", "Fault", "read_chart"]

README_NAMES = ("readme.md", "readme.markdown", "readme.txt", "readme.rst", "readme")
MAC_LEFTOVERS = ("._", "__MACOSX", ".DS_Store")


def read_chart(file: BinaryIO, limits: ChartLimits = ChartLimits()) -> Chart:  # noqa: B008  frozen
    """The chart in a package (.tgz), read from where `file` stands to its end.

    Raises ChartInvalid with all faults at once, and what could be read of the metadata; where the archive itself is
    broken or over a limit, with those until there. Takes at most `max_kept_bytes` of text and a few files' sizes of
    memory. The README and values.yaml are kept up to `max_document_bytes` long; a longer README is none.
    """
    faults = Faults(limits.max_faults)
    package = _Package(file, "", faults, Meter(limits), depth=0)
    try:
        package.read()
        check_whole(package.chart, faults)
    except Stop:
        pass
    if faults.found or package.chart.metadata is None:
        raise ChartInvalid(tuple(faults.found), package.chart.metadata)
    return _chart(package, package.chart.metadata)


class _Package:
    """One archive: the uploaded one, or one inside it, whose files are checked and not kept."""

    def __init__(self, file: BinaryIO, place: str, faults: Faults, meter: Meter, depth: int) -> None:
        self.chart = ChartFolder(place)
        self.files: list[ChartFile] = []
        self.readmes: dict[str, str] = {}
        self._file = file
        self._place = place
        self._faults = faults
        self._meter = meter
        self._depth = depth
        self._names = Names(meter)
        self._top: str | None = None

    def read(self) -> None:
        """Reads it to its end. Raises Stop when it cannot go on."""
        where = self._place.rstrip("/") or None
        try:
            tar = Tar(Inflated(self._file, self._meter), self._meter)
            for entry in tar.entries():
                self._take(entry, tar)
        except (Damaged, OverLimit) as error:
            raise self._faults.stop(where, str(error)) from error

    def _take(self, entry: Entry, tar: Tar) -> None:
        path = self._checked_path(entry)
        if entry.size > self._meter.limits.max_file_bytes:
            limit = self._meter.limits.max_file_bytes
            raise self._faults.stop(entry.path[:200], f"a file must inflate to at most {limit} bytes, not {entry.size}")
        self._meter.content(entry.size)
        if path is not None and entry.kind == FILE:
            self._take_file(path, entry.size, tar)

    def _checked_path(self, entry: Entry) -> str | None:
        """The path from the chart's root; None for the top folder, and with a fault noted for what cannot be taken."""
        path = entry.path.removesuffix("/") if entry.kind == FOLDER else entry.path
        fault = self._fault_of(entry, path)
        if fault:
            self._faults.add(self._place + path[:200], fault)
            return None
        return path.partition("/")[2] or None

    def _fault_of(self, entry: Entry, path: str) -> str | None:
        if entry.kind not in (FILE, FOLDER):
            return f"is a {entry.kind}; a package holds only files and folders"
        if path == "." and entry.kind == FOLDER:
            return None
        if any(name.startswith(MAC_LEFTOVERS) for name in path.split("/")):
            return "is a leftover of macOS; make the package with `helm package`"
        fault = fault_of_path(path)
        return fault or self._fault_of_top(path, entry.kind) or self._names.clash_of(path, entry.kind == FILE)

    def _fault_of_top(self, path: str, kind: str) -> str | None:
        top, slash, _ = path.partition("/")
        if not slash and kind == FILE:
            return "lies outside the chart's folder; a package has one folder, with everything in it"
        if top == "Chart.yaml":
            return "must lie in the chart's folder; this is the folder's own name"
        if self._top is None:
            self._top = top
        if top != self._top:
            return f"lies outside the chart's folder {quoted(self._top)}; a package has one folder at its top"
        return None

    def _take_file(self, path: str, size: int, tar: Tar) -> None:
        chart, name = owner_of(self.chart, path)
        text = None
        if name in DOCUMENTS:
            text = self._take_document(chart, name, size, tar)
        elif name.startswith("charts/"):
            self._take_package(chart, name, tar)
        elif self._depth == 0:
            text = self._text(path, size, tar)
        if self._depth == 0:
            self._keep(path, size, text)

    def _take_document(self, chart: ChartFolder, name: str, size: int, tar: Tar) -> str | None:
        limit = self._meter.limits.max_document_bytes
        if size > limit:
            self._faults.add(chart.place + name, f"must be at most {limit} bytes long, not {size}")
            return None
        data = b"".join(tar.body())
        take_document(chart, name, data, self._faults, self._meter)
        return _decoded(data) if self._depth == 0 else None

    def _take_package(self, chart: ChartFolder, name: str, tar: Tar) -> None:
        """Opens a package in charts/, against the same count of everything."""
        inner = name.removeprefix("charts/")
        if "/" in inner or not inner.endswith(".tgz"):
            self._faults.add(chart.place + name, "is no chart: charts/ holds only folders of charts and .tgz packages")
            return
        if self._depth >= self._meter.limits.max_nested_packages:
            raise self._faults.stop(chart.place + name, "packages are nested too deeply; unpack some of them")
        body = BytesIO(b"".join(tar.body()))
        package = _Package(body, f"{chart.place}{name}/", self._faults, self._meter, self._depth + 1)
        package.read()
        chart.subcharts[inner] = package.chart

    def _text(self, path: str, size: int, tar: Tar) -> str | None:
        limits = self._meter.limits
        if size > (limits.max_document_bytes if path.casefold() in README_NAMES else limits.max_text_bytes):
            return None
        return _decoded(b"".join(tar.body()))

    def _keep(self, path: str, size: int, text: str | None) -> None:
        if text is not None:
            self._meter.kept(len(text.encode()))
            if path.casefold() in README_NAMES:
                self.readmes[path] = text
        is_shown = size <= self._meter.limits.max_text_bytes
        self.files.append(ChartFile(path, size, text if is_shown else None))


def _decoded(data: bytes) -> str | None:
    """The text of a file as Helm reads it, without a byte order mark; None when it is not text."""
    try:
        return None if b"\0" in data else data.removeprefix(BOM).decode()
    except UnicodeDecodeError:
        return None


def _chart(package: _Package, metadata: ChartMetadata) -> Chart:
    return Chart(
        metadata=metadata,
        readme=_readme(package.readmes),
        values=package.chart.values,
        values_schema=package.chart.values_schema,
        files=tuple(sorted(package.files, key=lambda file: file.path)),
    )


def _readme(readmes: dict[str, str]) -> str | None:
    """README.md by its exact name first, then by any case, then other endings in the order of README_NAMES."""
    ranked = sorted(readmes, key=lambda path: (path != "README.md", README_NAMES.index(path.casefold())))
    return readmes[ranked[0]] if ranked else None
