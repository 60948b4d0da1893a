"""Writes schema.graphql: `python -m schema.print`; with `--check` only tells whether it is stale."""

import difflib
import sys
from pathlib import Path

from schema.build import build_schema

FILE = Path(__file__).resolve().parent.parent / "schema.graphql"


def printed() -> str:
    """The schema as SDL."""
    return build_schema().as_str() + "\n"


def main(arguments: list[str]) -> int:
    """Writes the file, or with `--check` prints a diff and gives 1 when it is not what would be written."""
    fresh = printed()
    if "--check" not in arguments:
        FILE.write_text(fresh, encoding="utf-8")
        return 0
    kept = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    names = (FILE.name, "what the code prints (`python -m schema.print` writes it)")
    sys.stdout.writelines(difflib.unified_diff(kept.splitlines(True), fresh.splitlines(True), *names))
    return int(kept != fresh)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
