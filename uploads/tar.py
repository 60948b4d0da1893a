"""The entries of a tar stream, read strictly: what two readers could take for different things is refused.

Owns the header formats: POSIX ustar, pax and GNU with a long name, each only as the others would read it too. Must not
know charts, or which paths are fit. Sources: POSIX.1-2017 pax, "ustar Interchange Format"; the GNU tar manual,
"Basic Tar Format"; Go's archive/tar, by which Helm reads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from uploads.inflate import Damaged, Inflated
from uploads.limits import Meter

BLOCK = 512
MAX_EXTENSION_BYTES = 64 * 1024
MAX_RECORDS = 64  # in one pax header; tools write a handful
BINARY_NUMBER = 0x80  # GNU tar writes a large uid so; harmless, since nobody here reads it

FILE, FOLDER = "file", "folder"
_KINDS = {
    b"0": FILE,
    b"\0": FILE,
    b"5": FOLDER,
    b"1": "hard link",
    b"2": "symbolic link",
    b"3": "character device",
    b"4": "block device",
    b"6": "FIFO",
    b"7": "contiguous file",
    b"S": "sparse file",
}
# What a pax header may say: nothing that moves the data or changes what the entry is.
_PAX_KEYS = re.compile(
    r"path|mtime|atime|ctime|comment|uid|gid|uname|gname|(?:(?!SCHILY\.realsize)SCHILY|LIBARCHIVE|RHT)\.[ -~]+"
)
_PAX_VALUES = {
    **dict.fromkeys(("mtime", "atime", "ctime"), re.compile(rb"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")),
    **dict.fromkeys(("uid", "gid"), re.compile(rb"[0-9]{1,18}")),
    **dict.fromkeys(("path", "uname", "gname"), re.compile(rb"[^\0]+")),
}
_OCTAL = re.compile(rb"[ \0]*([0-7]*)[ \0]*")
_NUMERIC_FIELDS = ((100, 108), (124, 136), (136, 148))  # mode, size, mtime
_OWNER_FIELDS = ((108, 116), (116, 124))  # uid, gid
_DEVICE_FIELDS = ((329, 337), (337, 345))
_TYPE_BITS = 0o170000
_REGULAR_BITS = {0, 0o100000}
_FOLDER_BITS = {0, 0o040000}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `kind` is FILE, FOLDER or what else it is, in words."""

    path: str
    kind: str
    size: int


class Tar:
    """Reads forward through `stream`. Raises Damaged, and the Meter's OverLimit."""

    def __init__(self, stream: Inflated, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter
        self._unread = 0
        self._padding = 0

    def entries(self) -> Iterator[Entry]:
        """Every entry in order, to the end of the stream, which is checked. A file's body may be read meanwhile."""
        long_path: str | None = None
        while (header := self._header()) is not None:
            flag = header[156:157]
            if flag not in (b"x", b"L"):  # those are a part of an entry, and it has one at most
                self._meter.entry()
            if flag in (b"x", b"g", b"L"):
                if long_path is not None:
                    raise Damaged("an entry of the tar archive has two extended headers")
                extension = self._extension(header)
                if flag == b"L":
                    long_path = _text(extension.rstrip(b"\0"))
                else:
                    records = _pax_records(extension, is_global=flag == b"g")
                    long_path = records.get("path", "") if flag == b"x" else None
                continue
            yield self._open(header, long_path or None)
            self._skip()
            long_path = None
        if long_path is not None:
            raise Damaged("the tar archive ends after the long name of an entry")
        self._stream.finish()

    def body(self) -> Iterator[bytes]:
        """The rest of the present entry's bytes, in steps."""
        while self._unread:
            data = self._stream.read(min(self._unread, 64 * 1024))
            if not data:
                raise Damaged("the tar archive is cut off in the middle of a file; upload the package whole")
            self._unread -= len(data)
            yield data

    def _open(self, header: bytes, long_path: str | None) -> Entry:
        kind = _KINDS.get(header[156:157], "entry of an unknown type")
        size = _number(header, 124, 136)
        path = long_path or _path(header)
        _check_type_bits(kind, _number(header, 100, 108))
        if kind != FILE and size:
            raise Damaged("an entry of the tar archive that is no file has a size")
        if kind == FILE and path.endswith("/"):
            raise Damaged("a file of the tar archive has the name of a folder")
        self._unread, self._padding = size, -size % BLOCK
        return Entry(path, kind, size)

    def _skip(self) -> None:
        for _ in self.body():
            pass
        if len(self._stream.read(self._padding)) != self._padding:
            raise Damaged("the tar archive is cut off in the middle of a file; upload the package whole")
        self._padding = 0

    def _header(self) -> bytes | None:
        """The next header block, checked; None at the end-of-archive mark."""
        block = self._stream.read(BLOCK)
        if len(block) != BLOCK:
            raise Damaged("the tar archive has no end mark: it is cut off; upload the package whole")
        if block == bytes(BLOCK):
            if self._stream.read(BLOCK) != bytes(BLOCK):
                raise Damaged("the tar archive's end mark is broken")
            return None
        _check_header(block)
        return block

    def _extension(self, header: bytes) -> bytes:
        size = _number(header, 124, 136)
        if size > MAX_EXTENSION_BYTES:
            raise Damaged("an extended header of the tar archive is too long")
        self._unread, self._padding = size, -size % BLOCK
        data = b"".join(self.body())
        self._skip()
        return data


def _check_header(block: bytes) -> None:
    total = sum(block) - sum(block[148:156]) + 8 * ord(" ")
    if _number(block, 148, 156) != total:
        raise Damaged("this is not a tar archive, or it is damaged: the checksum of a header is wrong")
    for start, end in _NUMERIC_FIELDS:
        _number(block, start, end)
    for start, end in _OWNER_FIELDS:
        if block[start] != BINARY_NUMBER:
            _number(block, start, end)
    magic = block[257:265]
    if magic == b"ustar\x0000":
        for start, end in _DEVICE_FIELDS:
            _number(block, start, end)
        is_clear = block[508:512] != b"tar\0"
    elif magic == b"ustar  \0":
        is_clear = not any(block[345:512])
    else:
        is_clear = not any(block[257:512])
    if not is_clear:
        raise Damaged("the tar archive has headers of a dialect that readers disagree on; use `helm package`")


def _number(block: bytes, start: int, end: int) -> int:
    match = _OCTAL.fullmatch(block, start, end)
    if match is None:
        raise Damaged("a number in a header of the tar archive is not octal; use `helm package`")
    return int(match[1] or b"0", 8)


def _path(header: bytes) -> str:
    name = header[:100].split(b"\0")[0]
    prefix = header[345:500].split(b"\0")[0] if header[257:265] == b"ustar\x0000" else b""
    return _text(prefix + b"/" + name if prefix else name)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Damaged("a path or header of the tar archive is not UTF-8") from error


def _check_type_bits(kind: str, mode: int) -> None:
    """Go's reader also believes a type in the mode, and would then skip a file as a folder."""
    bits = mode & _TYPE_BITS
    if mode & ~(_TYPE_BITS | 0o7777) or (kind == FILE and bits not in _REGULAR_BITS):
        raise Damaged("the mode and the type of an entry of the tar archive contradict each other")
    if kind == FOLDER and bits not in _FOLDER_BITS:
        raise Damaged("the mode and the type of an entry of the tar archive contradict each other")


def _pax_records(data: bytes, is_global: bool) -> dict[str, str]:
    """The records of a pax header: "<length> <key>=<value>\\n", the length counting the whole record."""
    records: dict[str, str] = {}
    while data:
        digits, space, _ = data[:10].partition(b" ")
        length = int(digits) if space and digits.isdigit() and not digits.startswith(b"0") else 0
        record = data[len(digits) + 1 : length]
        key, equals, value = record[:-1].partition(b"=")
        if length > len(data) or not record.endswith(b"\n") or not equals:
            raise Damaged("an extended header of the tar archive is malformed")
        if len(records) == MAX_RECORDS:
            raise Damaged(f"an extended header of the tar archive has more than {MAX_RECORDS} records")
        _keep_record(records, _text(key), value, is_global)
        data = data[length:]
    return records


def _keep_record(records: dict[str, str], key: str, value: bytes, is_global: bool) -> None:
    if _PAX_KEYS.fullmatch(key) is None or key in records or (key == "path" and is_global):
        raise Damaged(f"an extended header of the tar archive sets {key!a:.80}, which readers disagree on")
    if key in _PAX_VALUES and _PAX_VALUES[key].fullmatch(value) is None:
        raise Damaged(f"an extended header of the tar archive sets {key} to what cannot be one")
    records[key] = _text(value) if key == "path" else ""
