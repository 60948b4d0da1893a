"""Makes chart packages in memory: good ones, and archives that no honest tool would make."""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

BLOCK = 512
USTAR = b"ustar\x0000"
GNU = b"ustar  \0"
END = bytes(2 * BLOCK)


@dataclass(frozen=True, slots=True)
class Raw:
    """A tar entry exactly as said; `size` may lie about the body."""

    path: str | bytes
    body: bytes = b""
    kind: bytes = b"0"
    mode: int = 0o644
    size: int | None = None
    link: bytes = b""
    magic: bytes = USTAR
    prefix: bytes = b""


def make_chart(
    name: str = "emqx", version: str = "v1.0.0", files: Mapping[str, bytes] | None = None, **chart_yaml_extra: Any
) -> bytes:
    """A good package (.tgz); `files` are added, or replace what is there, by path from the chart's root."""
    chart_yaml = {"apiVersion": "v2", "name": name, "version": version, **chart_yaml_extra}
    contents = {
        "Chart.yaml": yaml.safe_dump(chart_yaml, sort_keys=False, allow_unicode=True).encode(),
        "values.yaml": b"replicaCount: 1\n",
        "templates/service.yaml": b"apiVersion: v1\nkind: Service\nmetadata: {name: {{ .Release.Name }}}\n",
        **(files or {}),
    }
    return make_package({f"{name}/{path}": body for path, body in contents.items()})


def make_package(files: Mapping[str, bytes]) -> bytes:
    """A package of just these files, by path from the archive's root."""
    return pack(Raw(path, body) for path, body in files.items())


def pack(entries: Iterable[Raw], end: bytes = END) -> bytes:
    """Raw entries as a .tgz; the same entries give the same bytes."""
    return gzip.compress(tar_of(entries, end), compresslevel=6, mtime=0)


def tar_of(entries: Iterable[Raw], end: bytes = END) -> bytes:
    return b"".join(header_of(entry) + padded(entry.body) for entry in entries) + end


def header_of(entry: Raw) -> bytes:
    path = entry.path.encode() if isinstance(entry.path, str) else entry.path
    prefix = entry.prefix
    if len(path) > 100 and not prefix:
        prefix = path[:155].rpartition(b"/")[0]
        path = path[len(prefix) + 1 :]
    size = len(entry.body) if entry.size is None else entry.size
    block = bytearray(BLOCK)
    block[0 : len(path)] = path
    for at, text in ((100, b"%07o" % entry.mode), (108, b"0000000"), (116, b"0000000"), (124, b"%011o" % size)):
        block[at : at + len(text)] = text
    block[136:147] = b"00000000000"
    block[156:157] = entry.kind
    block[157 : 157 + len(entry.link)] = entry.link
    block[257:265] = entry.magic
    block[345 : 345 + len(prefix)] = prefix
    return with_checksum(block)


def with_checksum(block: bytearray) -> bytes:
    block[148:156] = b" " * 8
    block[148:155] = b"%06o\0" % sum(block)
    return bytes(block)


def padded(body: bytes) -> bytes:
    return body + bytes(-len(body) % BLOCK)


def pax(records: Mapping[str, str], kind: bytes = b"x") -> Raw:
    """A pax extended header (or, with kind g, a global one)."""
    return Raw("pax_header", b"".join(_record(f"{key}={value}\n".encode()) for key, value in records.items()), kind)


def _record(rest: bytes) -> bytes:
    length = len(rest) + 2
    while len(str(length)) + 1 + len(rest) != length:
        length += 1
    return b"%d %s" % (length, rest)
