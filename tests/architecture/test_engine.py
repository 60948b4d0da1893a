"""The engine is pure: what it makes of an operation is a value, and few of its modules run anything."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EFFECTFUL = {"execute.py", "explain.py", "revisions.py"}


def test_only_what_runs_statements_awaits_anything() -> None:
    asynchronous = {
        path.name
        for path in (ROOT / "engine").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncWith | ast.AsyncFor)
    }

    assert asynchronous == EFFECTFUL
