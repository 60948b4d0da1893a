"""Which paths a package may have, and whether two of them could be one.

Owns the rules for names that unpack the same on every system. Stricter than Helm, which cleans some paths instead of
refusing them. Must not know tar or charts.
"""

import re
import unicodedata

from uploads.faults import quoted
from uploads.limits import Meter

MAX_PATH_CHARACTERS = 1024
MAX_NAME_BYTES = 255
MAX_PARTS = 32

_DRIVE = re.compile(r"[A-Za-z]:")


def fault_of_path(path: str) -> str | None:
    """What is wrong with a path of an archive, or None. Folders come without their closing slash."""
    if not path or len(path) > MAX_PATH_CHARACTERS:
        return f"a path must have 1 to {MAX_PATH_CHARACTERS} characters"
    if not path.isprintable() and any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in path):
        return "the path has control characters or invisible ones; use plain names"
    if "\\" in path:
        return "the path has a backslash; folders are divided by /"
    if path.startswith("/"):
        return "the path is absolute; every path must begin with the chart's folder"
    names = path.split("/")
    if len(names) > MAX_PARTS:
        return f"the path has more than {MAX_PARTS} parts"
    faults = (_fault_of_name(name) for name in names)
    return next((fault for fault in faults if fault), None)


class Names:
    """The paths of one archive, and whether a new one clashes with any of them.

    The folders that paths imply are counted, since a path of a kibibyte can imply many.
    """

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._spelling: dict[str, str] = {}
        self._files: set[str] = set()
        self._folders: dict[str, str] = {"": ""}  # with the form in which two spellings are one

    def clash_of(self, path: str, is_file: bool) -> str | None:
        """Takes in a path and its parents; what it clashes with, in words, or None. Raises the Meter's OverLimit."""
        parent, _, name = path.rpartition("/")
        if parent not in self._folders:
            clash = self.clash_of(parent, is_file=False)
            if clash:
                return clash
        key = f"{self._folders[parent]}/{_folded(name)}"
        known = self._spelling.setdefault(key, path)
        if known != path:
            return f"it differs from {quoted(known)} only in case or Unicode form, and some systems take them for one"
        return self._clash_of_kind(path, key, is_file)

    def _clash_of_kind(self, path: str, key: str, is_file: bool) -> str | None:
        if path in self._files:
            return "the package has this path twice"
        if is_file and path in self._folders:
            return "the package has a file and a folder of this path"
        if is_file:
            self._files.add(path)
        elif path not in self._folders:
            self._meter.folder()
            self._folders[path] = key
        return None


def _folded(name: str) -> str:
    """Names that some system takes for one are one. No name's form depends on the names beside it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _fault_of_name(name: str) -> str | None:
    if not name:
        return "the path has an empty part (//)"
    if name.startswith(".."):
        return "the path leads out of the chart's folder, or has a name beginning with two dots"
    if name == ".":
        return "the path has a part that is only a dot"
    if _DRIVE.match(name):
        return "the path names a drive"
    if name.endswith((".", " ")) or name.startswith(" "):
        return "a name in the path begins with a space, or ends with a dot or a space; some systems drop it"
    if len(name.encode()) > MAX_NAME_BYTES:
        return f"a name in the path is longer than {MAX_NAME_BYTES} bytes"
    return None
