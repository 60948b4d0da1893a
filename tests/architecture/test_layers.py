"""The shape of the program, read from its source: who imports what, where, and who makes a Scope."""

import ast
import importlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS: list[str] = SETTINGS["root_packages"]
# Who alone knows what. The contracts in pyproject.toml must say the same.
OWNERS = {
    "storage": {
        "sqlalchemy",
        "sqlmodel",
        "asyncpg",
        "alembic",
        "boto3",
        "botocore",
        "psycopg",
        "psycopg_pool",
        "procrastinate",
    },
    "schema": {"strawberry"},
    "policies": {"casbin"},
    "uploads": {"tarfile", "yaml", "ijson", "PIL", "pysequoia"},
}
SOURCES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py") if "versions" not in path.parts)


@cache
def parsed() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def where(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_the_folder_here_and_not_a_distribution_of_the_same_name(layer: str) -> None:
    file = importlib.import_module(layer).__file__

    assert file is not None
    assert Path(file).resolve() == ROOT / layer / "__init__.py"


def test_each_layer_is_in_the_layers_contract_and_each_folder_with_code_is_a_layer() -> None:
    lines = next(contract["layers"] for contract in SETTINGS["contracts"] if contract["type"] == "layers")
    layers = [layer.strip() for line in lines for layer in line.split("|")]
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert sorted(layers) == sorted(LAYERS)
    assert set(layers) == folders - {"tests", "benchmarks", "tools"}


def test_the_import_contracts_hold() -> None:
    # In a process of its own: in ours it would disable every logger that exists by then.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("owner", OWNERS)
def test_what_one_layer_alone_knows_is_forbidden_to_all_others(owner: str) -> None:
    contracts = [c for c in SETTINGS["contracts"] if c["type"] == "forbidden" and owner not in c["source_modules"]]

    assert len(contracts) == 1
    assert set(contracts[0]["forbidden_modules"]) == OWNERS[owner]
    assert set(contracts[0]["source_modules"]) == set(LAYERS) - {owner}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import of every layer, of others' packages too."""
    return grimp.build_graph(*LAYERS, include_external_packages=True, cache_dir=None)


@pytest.mark.parametrize("owner", OWNERS)
def test_the_contracts_watch_modules_that_the_graph_sees(graph: grimp.ImportGraph, owner: str) -> None:
    importers = {
        importer.partition(".")[0]
        for module in OWNERS[owner] & graph.modules
        for importer in graph.find_modules_that_directly_import(module)
    }

    assert importers == {owner}


def our_imports(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports of our own modules anywhere under a node."""
    for node in ast.walk(tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else names
        if isinstance(node, ast.Import | ast.ImportFrom) and {name.partition(".")[0] for name in names} & set(LAYERS):
            yield node


def test_our_modules_are_imported_at_the_top_and_unconditionally() -> None:
    hidden = [
        where(path, node) for path, tree in parsed().items() for node in our_imports(tree) if node not in tree.body
    ]

    assert hidden == []


def test_imports_are_absolute() -> None:
    relative = [
        where(path, node)
        for path, tree in parsed().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert relative == []


def makes_a_scope(node: ast.AST) -> bool:
    """Whether the node calls Scope, imports it by another name, or is a `replace` of something called scope."""
    match node:
        case ast.Call(func=ast.Name("Scope") | ast.Attribute(attr="Scope")):
            return True
        case ast.ImportFrom():
            return any(alias.name == "Scope" and alias.asname for alias in node.names)
        case ast.Call(func=ast.Name("replace") | ast.Attribute(attr="replace"), args=[ast.Name(name), *_]):
            return "scope" in name
        case _:
            return False


def test_only_the_policy_makes_scopes() -> None:
    makers = {
        path.relative_to(ROOT).as_posix() for path, t in parsed().items() for n in ast.walk(t) if makes_a_scope(n)
    }

    assert makers == {"policies/scope.py"}


@pytest.mark.parametrize(
    "source",
    [
        "Scope(Thing.ROLE, EVERYTHING)",
        "scope.Scope(thing, predicate)",
        "from policies.scope import Scope as S",
        "replace(scope, predicate=EVERYTHING)",
        "dataclasses.replace(user_scope, predicate=EVERYTHING)",
    ],
)
def test_the_look_for_scopes_finds_them(source: str) -> None:
    assert any(makes_a_scope(node) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["def f():\n    import policies.scope", "if TYPE_CHECKING:\n    from services.call import Call"]
)
def test_the_look_for_hidden_imports_finds_them(source: str) -> None:
    tree = ast.parse(source)

    assert [node for node in our_imports(tree) if node not in tree.body]


PURE = ("domain", "policies", "uploads")
ARRIVING = "uploads/spool.py"  # bytes on their way in, from clients and from repositories: written in a thread


def test_pure_layers_await_nothing() -> None:
    asynchronous = [
        where(path, node)
        for path, tree in parsed().items()
        if path.relative_to(ROOT).parts[0] in PURE and path.relative_to(ROOT).as_posix() != ARRIVING
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await)
    ]

    assert asynchronous == []


def test_the_domain_stands_on_the_standard_library_alone(graph: grimp.ImportGraph) -> None:
    imported = {
        imported.partition(".")[0]
        for module in graph.modules
        if module.partition(".")[0] == "domain"
        for imported in graph.find_modules_directly_imported_by(module)
    }

    assert imported <= {"domain", *sys.stdlib_module_names}


def test_each_module_says_what_it_owns() -> None:
    silent = [path.relative_to(ROOT).as_posix() for path, tree in parsed().items() if not ast.get_docstring(tree)]

    assert silent == []


def test_no_file_is_too_long() -> None:
    long = {path.relative_to(ROOT).as_posix() for path in SOURCES if len(path.read_text().splitlines()) > 400}

    assert long == set()


def test_the_type_checker_reads_every_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert set(LAYERS) <= set(settings["tool"]["mypy"]["packages"])
