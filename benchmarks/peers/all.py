"""Who takes part, in the order of the report."""

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.node import installed
from benchmarks.operations import ANONYMOUS
from benchmarks.places import CACHE, HERE
from benchmarks.servers import Candidate, python_module
from tools.node import node

SECRET = "only of the benchmark, whose server answers on 127.0.0.1 alone"  # noqa: S105
SKIPPED = frozenset({f"q2{ANONYMOUS}"})
TUNED = {"TUNED": "true"}
OURS, REFERENCE, STATIC = "chandlery", "reference", "static"


def ours(s3: tuple[str, str, str]) -> list[Candidate]:
    """Our server compiled, and the same through the plain resolvers; both on the given object store."""
    endpoint, key_id, secret = s3
    environment = {
        "S3_ENDPOINT_URL": endpoint,
        "S3_ACCESS_KEY_ID": key_id,
        "S3_SECRET_ACCESS_KEY": secret,
        "SECRET_KEY": SECRET,
        "LOG_LEVEL": "WARNING",
    }
    return [
        _own(OURS, "Chandlery", {**environment, "COMPILED": "true"}),
        _own(REFERENCE, "Chandlery, plain resolvers", {**environment, "COMPILED": "false"}),
    ]


def peers() -> list[Candidate]:
    """The others. Without anybody signed in they would do the same again, so they are not asked."""
    return [
        Candidate("mercurius", "Mercurius, JIT", _node("mercurius"), skips=SKIPPED),
        Candidate("mercurius-tuned", "Mercurius, JIT, tuned", _node("mercurius"), TUNED, skips=SKIPPED),
        Candidate("yoga", "GraphQL Yoga", _node("yoga"), skips=SKIPPED),
        Candidate("yoga-tuned", "GraphQL Yoga, tuned", _node("yoga"), TUNED, skips=SKIPPED),
        Candidate(
            "postgraphile",
            "PostGraphile 5, RLS",
            _node("postgraphile"),
            documents=HERE / "peers" / "postgraphile",
            has_global_ids=False,
            skips=SKIPPED,
            setup=HERE / "peers" / "postgraphile" / "setup.sql",
        ),
        Candidate(
            "strawberry", "Strawberry as usual", python_module("benchmarks.peers.strawberry_usual"), skips=SKIPPED
        ),
    ]


def static(folder: Path) -> Candidate:
    """Bytes that lie ready in the folder, one file for each operation."""
    start = python_module("benchmarks.limits.static")
    return Candidate(STATIC, "limit: static bytes by uvicorn", lambda: [*start(), str(folder)], path="")


def _own(name: str, title: str, environment: Mapping[str, str]) -> Candidate:
    own = {**environment, "DATA_DIR": str(CACHE / name), "COST_BUDGET": "0"}  # one caller asks for everything
    return Candidate(name, title, python_module("server"), own, is_ours=True)


def _node(name: str) -> Callable[[], list[str]]:
    def command() -> list[str]:
        return [str(node()), str(installed(name) / "server.js")]

    return command
