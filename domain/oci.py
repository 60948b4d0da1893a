"""Charts as an OCI registry has them: names, tags, digests, media types, and manifests.

Owns what the specifications of OCI (distribution and image, 1.1) and Helm say of texts and documents. Must not know who
asks, nor how anything is kept.
"""

import json
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NoReturn

from domain.chart_fields import OF_A_CHART
from domain.digests import digest_of, is_digest

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.cncf.helm.config.v1+json"
CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
CHARTS = (CHART, "application/tar+gzip")
"""The second is what Helm wrote long ago, and still reads."""
PROVENANCE = "application/vnd.cncf.helm.chart.provenance.v1.prov"

MAX_DOCUMENT_BYTES = 1024 * 1024
"""Of a manifest, of a chart's config and of its provenance."""
MAX_NAME_CHARS = 255
MAX_TAG_CHARS = 128
MAX_LAYERS = 100
MAX_ANNOTATION_BYTES = 16 * 1024

_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
NAME_PATTERN = rf"({_PART})/({_PART})"
"""Of a repository's name, whole; to Python and to PostgreSQL it says the same."""
_NAME = re.compile(NAME_PATTERN)
_NAMES = re.compile(rf"{_PART}(?:/{_PART})*")
_TAG = re.compile(rf"[a-zA-Z0-9_][a-zA-Z0-9._-]{{0,{MAX_TAG_CHARS - 1}}}")
_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}")
_KEYS_OF_BOTH = ("mediaType", "artifactType", "annotations")
_OF_A_MANIFEST = {
    key.casefold(): key for key in (*_KEYS_OF_BOTH, "schemaVersion", "config", "layers", "subject", "manifests")
}
_OF_A_DESCRIPTOR = {key.casefold(): key for key in (*_KEYS_OF_BOTH, "digest", "size", "urls", "data", "platform")}


class Problem(Enum):
    """What a registry says no with: the specification's code, and HTTP's status."""

    NAME_INVALID = ("NAME_INVALID", 400)
    NAME_UNKNOWN = ("NAME_UNKNOWN", 404)
    MANIFEST_UNKNOWN = ("MANIFEST_UNKNOWN", 404)
    MANIFEST_OF_OTHER_TYPE = ("MANIFEST_UNKNOWN", 406)
    MANIFEST_INVALID = ("MANIFEST_INVALID", 400)
    MANIFEST_BLOB_UNKNOWN = ("MANIFEST_BLOB_UNKNOWN", 400)
    BLOB_UNKNOWN = ("BLOB_UNKNOWN", 404)
    UPLOAD_UNKNOWN = ("BLOB_UPLOAD_UNKNOWN", 404)
    UPLOAD_INVALID = ("BLOB_UPLOAD_INVALID", 400)
    OUT_OF_ORDER = ("BLOB_UPLOAD_INVALID", 416)
    DIGEST_INVALID = ("DIGEST_INVALID", 400)
    SIZE_INVALID = ("SIZE_INVALID", 400)
    TOO_LARGE = ("SIZE_INVALID", 413)
    DENIED = ("DENIED", 403)
    FROZEN = ("DENIED", 409)
    UNSUPPORTED = ("UNSUPPORTED", 400)
    NO_SUCH_METHOD = ("UNSUPPORTED", 405)
    TOO_MANY = ("TOOMANYREQUESTS", 429)


class RegistryFault(Exception):
    """A refusal in the registry's own terms; `detail` is what a program may want of it."""

    def __init__(self, problem: Problem, message: str, detail: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(message)
        self.problem = problem
        self.message = message
        self.detail = tuple(detail)


@dataclass(frozen=True, slots=True)
class RepositoryName:
    """`<workspace>/<chart>`."""

    workspace: str
    chart: str

    def __str__(self) -> str:
        return f"{self.workspace}/{self.chart}"


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What a manifest refers to."""

    media_type: str
    digest: str
    size: int

    def document(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return {"mediaType": self.media_type, "digest": self.digest, "size": self.size}


@dataclass(frozen=True, slots=True)
class Manifest:
    """An image manifest as it was read. `subject` is set when it speaks of another one."""

    digest: str
    content: bytes
    config: Descriptor
    layers: tuple[Descriptor, ...]
    artifact_type: str
    annotations: Mapping[str, str]
    subject: Descriptor | None

    @property
    def parts(self) -> tuple[Descriptor, ...]:
        """Everything that it is made of."""
        return (self.config, *self.layers)


@dataclass(frozen=True, slots=True)
class ChartManifest:
    """The manifest of a Helm chart."""

    manifest: Manifest
    chart: Descriptor
    provenance: Descriptor | None


def repository_name(text: str) -> RepositoryName:
    """The name. RegistryFault NAME_INVALID for what is none, NAME_UNKNOWN for one that no repository can have."""
    found = _NAME.fullmatch(text)
    if len(text) > MAX_NAME_CHARS or not is_path(text):
        rule = "lower-case letters and digits, with single dots, underscores or dashes between them"
        raise RegistryFault(Problem.NAME_INVALID, f"A repository is named <workspace>/<chart>, each of {rule}.")
    if found is None:
        raise name_unknown()
    return RepositoryName(found[1], found[2])


def is_path(text: str) -> bool:
    """Whether any registry may have a repository of this name, of however many parts."""
    return _NAMES.fullmatch(text) is not None


def name_unknown() -> RegistryFault:
    """One answer for the foreign, the deleted and the made up."""
    return RegistryFault(
        Problem.NAME_UNKNOWN, "There is no such repository for you; repositories are named <workspace>/<chart>."
    )


def checked_digest(text: str) -> str:
    """The digest. RegistryFault DIGEST_INVALID for any other text."""
    if not is_digest(text):
        raise RegistryFault(Problem.DIGEST_INVALID, "A digest is sha256: and 64 lower-case hexadecimal digits.")
    return text


def is_tag(text: str) -> bool:
    """Whether a tag may be called so."""
    return _TAG.fullmatch(text) is not None


def tag_of(version: str) -> str:
    """The tag of a chart's version: a tag has no plus, and no version has an underscore."""
    return version.replace("+", "_")


def version_of(tag: str) -> str:
    """The version that a tag stands for."""
    return tag.replace("_", "+")


class _Ambiguous(Exception):
    """Two readers could read it as two things."""


def read_json(content: bytes, what: str) -> Mapping[str, Any]:
    """The object that the bytes hold: one that every client reads as we do. RegistryFault MANIFEST_INVALID.

    Helm is written in Go, which takes `Layers` for `layers`, and of two keys that it takes for one the last.
    """
    try:
        found = json.loads(content.decode(), object_pairs_hook=_object, parse_constant=_no_number)
    except _Ambiguous as error:
        raise _invalid(f"{what} has {error}.") from None
    except (ValueError, RecursionError):
        raise _invalid(f"{what} is not JSON in UTF-8.") from None
    if not isinstance(found, dict):
        raise _invalid(f"{what} must be a JSON object.")
    return found


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    names: dict[str, str] = {}
    for name, _ in pairs:
        folded = name.encode("utf-8", "replace").decode().casefold()  # what is half of a character is "?" to others
        if folded in names:
            raise _Ambiguous(f"the keys {json.dumps(names[folded])[:80]} and {json.dumps(name)[:80]} in one object")
        names[folded] = name
    return dict(pairs)


def _no_number(text: str) -> NoReturn:
    raise _Ambiguous(f"{text}, which is no number of JSON")


def _check_spelling(given: Mapping[str, Any], place: str, names: Mapping[str, str]) -> None:
    for key in given:
        proper = names.get(key.casefold(), key)
        if proper != key:
            raise _invalid(f"{place} has the key {json.dumps(key)}, which must be written {proper}.")


def read_manifest(content: bytes, content_type: str) -> Manifest:
    """The image manifest. RegistryFault UNSUPPORTED for other kinds of manifests; MANIFEST_INVALID."""
    document = read_json(content, "The manifest")
    _check_spelling(document, "The manifest", _OF_A_MANIFEST)
    declared = document.get("mediaType", content_type or MANIFEST)
    if declared != MANIFEST or content_type not in ("", MANIFEST):
        message = f"Only manifests of the type {MANIFEST} are kept here; indexes and Docker's own are not."
        raise RegistryFault(Problem.UNSUPPORTED, message)
    if "manifests" in document:
        raise _invalid("The manifest of an image has no manifests in it; some clients would take it for an index.")
    if type(document.get("schemaVersion")) is not int or document["schemaVersion"] != 2:
        raise _invalid("schemaVersion must be 2.")
    config = _descriptor(document.get("config"), "config")
    subject = document.get("subject")
    artifact_type = _artifact_type(document, "artifactType")
    return Manifest(
        digest_of(content),
        content,
        config,
        _layers(document.get("layers")),
        artifact_type or config.media_type,
        _annotations(document.get("annotations"), "annotations"),
        None if subject is None else _descriptor(subject, "subject"),
    )


def _layers(given: Any) -> tuple[Descriptor, ...]:
    if not isinstance(given, list) or len(given) > MAX_LAYERS:
        raise _invalid(f"layers must be a list of at most {MAX_LAYERS} descriptors.")
    return tuple(_descriptor(one, f"layers[{place}]") for place, one in enumerate(given))


def _artifact_type(given: Mapping[str, Any], place: str) -> str:
    found = given.get("artifactType") or ""
    if not isinstance(found, str) or (found and _TYPE.fullmatch(found) is None):
        raise _invalid(f"{place} must be a media type.")
    return found


def _annotations(given: Any, place: str) -> Mapping[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise _invalid(f"{place} must be texts by name.")
    if len(json.dumps(given)) > MAX_ANNOTATION_BYTES:
        raise _invalid(f"{place} may take at most {MAX_ANNOTATION_BYTES} bytes.")
    return given


def _descriptor(given: Any, place: str) -> Descriptor:
    if not isinstance(given, dict):
        raise _invalid(f"{place} must be a descriptor: mediaType, digest and size.")
    _check_spelling(given, place, _OF_A_DESCRIPTOR)
    media_type, digest, size = (given.get(name) for name in ("mediaType", "digest", "size"))
    if not isinstance(media_type, str) or _TYPE.fullmatch(media_type) is None:
        raise _invalid(f"{place}.mediaType must be a media type.")
    if not isinstance(digest, str) or not is_digest(digest):
        raise RegistryFault(Problem.DIGEST_INVALID, f"{place}.digest must be sha256: and 64 hexadecimal digits.")
    if type(size) is not int or not 0 <= size < 2**53:
        raise _invalid(f"{place}.size must be a number of bytes.")
    found = Descriptor(media_type, digest, size)
    _check_more(given, found, place)
    return found


def _check_more(given: Mapping[str, Any], found: Descriptor, place: str) -> None:
    """Passes when what else a descriptor has is what clients can read, and leads nowhere else."""
    _annotations(given.get("annotations"), f"{place}.annotations")
    _artifact_type(given, f"{place}.artifactType")
    if given.get("urls") not in (None, []):
        raise _invalid(f"{place}.urls must be empty: clients would fetch from there what is kept here.")
    if given.get("platform") is not None:
        raise _invalid(f"{place}.platform is for indexes.")
    if given.get("data") is not None and not _is_data_of(given["data"], found):
        raise _invalid(f"{place}.data must be the base64 of what digest and size say.")


def _is_data_of(given: Any, found: Descriptor) -> bool:
    try:
        data = b64decode(given, validate=True) if isinstance(given, str) else None
    except ValueError:
        return False
    return data is not None and len(data) == found.size and digest_of(data) == found.digest


def _invalid(message: str) -> RegistryFault:
    return RegistryFault(Problem.MANIFEST_INVALID, message)


def chart_manifest(manifest: Manifest) -> ChartManifest:
    """The manifest as that of a Helm chart: its config, one chart, at most one provenance file, and nothing else.

    RegistryFault UNSUPPORTED for what is no chart, MANIFEST_INVALID for a chart with more or less in it.
    """
    if manifest.config.media_type != CONFIG:
        message = f"Only Helm charts are kept here; this is of the type {manifest.config.media_type}, not {CONFIG}."
        raise RegistryFault(Problem.UNSUPPORTED, message)
    charts = [layer for layer in manifest.layers if layer.media_type in CHARTS]
    provenances = [layer for layer in manifest.layers if layer.media_type == PROVENANCE]
    if len(charts) != 1 or len(provenances) > 1 or len(charts) + len(provenances) != len(manifest.layers):
        raise _invalid(f"A chart has one layer of the type {CHART}, and at most one of {PROVENANCE}.")
    for part in (manifest.config, *provenances):
        if part.size > MAX_DOCUMENT_BYTES:
            raise RegistryFault(Problem.TOO_LARGE, f"{part.media_type} may take at most {MAX_DOCUMENT_BYTES} bytes.")
    return ChartManifest(manifest, charts[0], provenances[0] if provenances else None)


def read_chart_config(content: bytes) -> Mapping[str, Any]:
    """Chart.yaml as a config has it: what is known of it is spelled and typed as Helm reads it. MANIFEST_INVALID."""
    document = read_json(content, "The chart's config")
    _check_spelling(document, "The chart's config", {key.casefold(): key for key in OF_A_CHART})
    for key, is_right in OF_A_CHART.items():
        if document.get(key) is not None and not is_right(document[key]):
            raise _invalid(f"The chart's config has a {key} that Helm cannot read.")
    return document


def artifact_descriptor(manifest: Manifest) -> bytes:
    """How the manifest is listed among those that speak of its subject."""
    document = {
        "mediaType": MANIFEST,
        "digest": manifest.digest,
        "size": len(manifest.content),
        "artifactType": manifest.artifact_type,
        **({"annotations": manifest.annotations} if manifest.annotations else {}),
    }
    return write_json(document)


def write_chart_config(chart: Mapping[str, Any]) -> bytes:
    """Chart.yaml as Helm writes it into a config: its own names, without what is empty."""
    return write_json(_filled(chart))


def _filled(found: Any) -> Any:
    if isinstance(found, Mapping):
        pairs = ((name, _filled(value)) for name, value in found.items())
        return {name: value for name, value in pairs if value not in (None, "", [], {}, False)}
    if isinstance(found, list | tuple):
        return [_filled(one) for one in found]
    return found


def write_chart_manifest(
    chart: Mapping[str, Any], config: bytes, package: Descriptor, provenance: Descriptor | None, created: str
) -> bytes:
    """The manifest of a chart that nobody has pushed: the same bytes for the same arguments."""
    layers = [package] if provenance is None else [package, provenance]
    document = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": Descriptor(CONFIG, digest_of(config), len(config)).document(),
        "layers": [layer.document() for layer in layers],
        "annotations": _image_annotations(chart, created),
    }
    return write_json(document)


def _image_annotations(chart: Mapping[str, Any], created: str) -> dict[str, str]:
    """What Helm says of a chart that it pushes (image-spec, annotations)."""
    sources = chart.get("sources") or [None]
    said = {
        "created": created,
        "description": chart.get("description"),
        "source": sources[0],
        "title": chart.get("name"),
        "url": chart.get("home"),
        "version": chart.get("version"),
    }
    return {f"org.opencontainers.image.{name}": str(text) for name, text in said.items() if text}


def write_json(document: Any) -> bytes:
    """The document in UTF-8, always the same for the same document."""
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()
