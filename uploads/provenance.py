"""Helm's provenance files: a clear-signed text that has Chart.yaml, and the digest of the package made of it.

Owns the form of the file and what it claims. What is verified and what is read are one and the same text, taken out of
its frame here; whatever stands around the frame is refused. Sources: RFC 9580 7 (the frame), Helm's pkg/provenance (the
text in it). Must not know whose keys are trusted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from uploads.faults import Faults, Stop, quoted
from uploads.fields import Fields, is_clean
from uploads.limits import ChartLimits, Meter, OverLimit
from uploads.openpgp import Keyring, PgpInvalid, Verdict, dearmoured, signatures_in
from uploads.yamltree import MapNode, YamlInvalid, read_document

MAX_PROVENANCE_BYTES = 1024 * 1024
MAX_YAML_NODES = 20_000  # they are read again whenever keys change, many files at a time

_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_HASH = re.compile(r"Hash: ?[A-Za-z0-9-]+(?:, ?[A-Za-z0-9-]+)*")
_BETWEEN = "\n...\n"
_FILE = "provenance"


class ProvenanceInvalid(Exception):
    """It is not the provenance of the package; the text says why, and what would be."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a signed text says: a chart's name and version, and `sha256:<hex>` of files."""

    name: str
    version: str
    files: Mapping[str, str]

    def fault_of(self, name: str, version: str, digest: str) -> str | None:
        """Why it is not said of the package of this chart, version and digest; None when it is."""
        file = f"{name}-{version}.tgz"
        if self.name != name:
            return f"it is of the chart {quoted(self.name)}; the package's is {quoted(name)}"
        if self.version != version:
            return f"it is of the version {quoted(self.version)}; the package's is {quoted(version)}"
        if file not in self.files:
            return f"it does not list the file {quoted(file)}"
        if self.files[file] != digest:
            return f"it lists {quoted(file)} with {quoted(self.files[file])}; the package has {digest}"
        return None


@dataclass(frozen=True, slots=True)
class Provenance:
    """A file out of its frame: its text as sent, the text that is signed, and the signatures."""

    text: str
    signed: str
    signatures: tuple[bytes, ...]

    def judge(self, keyring: Keyring) -> Verdict:
        """By whose key the signed text is signed, or why by none."""
        return keyring.judge(self.signed.replace("\n", "\r\n").encode(), self.signatures)

    def claims(self) -> Claims:
        """What the signed text says. ProvenanceInvalid when it is not one of Helm's."""
        # Helm reads what is before the first `...`, and then what is after it: here there is only one.
        parts = self.signed.split(_BETWEEN)
        if len(parts) != 2:
            raise ProvenanceInvalid("the signed text must be Chart.yaml, a line with `...`, and `files:`")
        try:
            return _claims(*parts)
        except YamlInvalid as error:
            raise ProvenanceInvalid(f"in the signed text, {error.message}") from error
        except (OverLimit, Stop) as error:
            raise ProvenanceInvalid("the signed text has too much in it, or too much that is wrong") from error


def read_provenance(data: bytes) -> Provenance:
    """The provenance in the bytes. ProvenanceInvalid, with the reason, for anything that is not exactly one."""
    if len(data) > MAX_PROVENANCE_BYTES:
        raise ProvenanceInvalid(f"it is larger than {MAX_PROVENANCE_BYTES} bytes")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise ProvenanceInvalid(f"it is not UTF-8 text: byte {error.start}") from error
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if not is_clean(text) or any("\r" in line for line in lines):
        raise ProvenanceInvalid("it has control characters")
    signed, armour = _unframed(lines)
    try:
        return Provenance(text, signed, signatures_in(dearmoured(armour, "SIGNATURE")))
    except PgpInvalid as error:
        raise ProvenanceInvalid(f"its signature cannot be read: {error}") from error


def _unframed(lines: list[str]) -> tuple[str, list[str]]:
    """The signed text, and the lines of the signature's armour."""
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines or lines[0] != _BEGIN:
        raise ProvenanceInvalid(f"its first line must be {_BEGIN}, as `helm package --sign` writes it")
    if "" not in lines or _SIGNATURE not in lines:
        raise ProvenanceInvalid(f"it has no {_SIGNATURE} after an empty line and a text")
    start, end = lines.index("") + 1, lines.index(_SIGNATURE)
    if not start < end:
        raise ProvenanceInvalid(f"it has no text between its headers and {_SIGNATURE}")
    if start > 3 or not all(map(_HASH.fullmatch, lines[1 : start - 1])):
        raise ProvenanceInvalid("it must have one header at most, Hash, before an empty line and the text")
    return "\n".join(map(_unescaped, (line.rstrip(" \t") for line in lines[start:end]))), lines[end:]


def _unescaped(line: str) -> str:
    """RFC 9580 7.1: a line that begins with a dash has `- ` before it."""
    if not line.startswith("-"):
        return line
    if not line.startswith("- ") and line != "-":
        raise ProvenanceInvalid(f"in the signed text a line begins with a dash that is not escaped: {quoted(line)}")
    return line[2:]


def _claims(chart_yaml: str, sums_yaml: str) -> Claims:
    meter, faults = Meter(ChartLimits(max_yaml_nodes=MAX_YAML_NODES)), Faults()
    chart = _mapping(chart_yaml, ("apiVersion", "name", "version"), meter, faults)
    sums = _mapping(sums_yaml, ("files", "images"), meter, faults)
    name, version, files = chart.raw_text("name"), chart.raw_text("version"), sums.text_map("files")
    if faults.found:
        raise YamlInvalid(faults.found[0].message, None)
    if not name or not version or not files:
        raise YamlInvalid("name, version and files must not be missing", None)
    return Claims(name, version, files)


def _mapping(text: str, known: Sequence[str], meter: Meter, faults: Faults) -> Fields:
    node = read_document(text, meter)
    if not isinstance(node, MapNode):
        raise YamlInvalid("each of its two parts must be a mapping", None)
    return Fields.of(node, _FILE, faults, known)
