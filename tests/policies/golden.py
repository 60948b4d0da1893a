"""Golden files: compared as they are, or written anew when GOLDEN=1 is set (`make golden`)."""

import difflib
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def assert_golden(path: Path, text: str) -> None:
    """Fails with the difference when the file does not hold the text; GOLDEN=1 writes it instead."""
    if os.environ.get("GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if kept != text:
        lines = difflib.unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=0)
        name = path.relative_to(ROOT)
        pytest.fail(f"{name} differs; review it and run `make golden`:\n" + "\n".join(lines), pytrace=False)
