"""The command that shows how a query is answered: to whom it is answered, and why it shows nothing."""

import asyncio
from argparse import ArgumentParser
from pathlib import Path

import pytest

from server.__main__ import explain_arguments
from server.commands.explain import ExplainError, run
from services import bootstrap
from storage.database import Database
from tests.personas import ADMIN, PASSWORD


@pytest.fixture(scope="module")
def prepared_url(module_database_url: str) -> str:
    """A database with its first admin."""

    async def prepare() -> None:
        database = Database(module_database_url)
        await bootstrap.prepare(database, PASSWORD)
        await database.close()

    asyncio.run(prepare())
    return module_database_url


def explain(database_url: str, folder: Path, query: str, *options: str) -> None:
    file = folder / "query.graphql"
    file.write_text(query)
    parser = ArgumentParser()
    explain_arguments(parser)
    run({"DATABASE_URL": database_url}, parser.parse_args([str(file), *options]))


def test_a_query_is_explained_as_it_would_be_answered_to_its_caller(
    prepared_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    explain(prepared_url, tmp_path, "{ workspaces { nodes { name } } }")
    to_nobody = capsys.readouterr().out
    explain(prepared_url, tmp_path, "{ workspaces { nodes { name } } }", "--as", ADMIN)
    to_admin = capsys.readouterr().out

    assert "Query.workspaces" in to_nobody
    assert "policy_revision" not in to_nobody
    assert "policy_revision" in to_admin


@pytest.mark.parametrize(
    ("query", "options", "why"),
    [
        ("{ storeApps { totalCount } }", ["--as", "nobody"], "there is no user nobody"),
        ("{ nothing }", [], "not valid"),
        ("{ __schema { queryType { name } } }", [], "Query.__schema is not compiled"),
        ("{ storeApps(first: 1000) { totalCount } }", [], "not compiled: "),
        ("{ storeApps { totalCount } }", ["--variables", "[]"], "must be a JSON object"),
    ],
)
def test_what_cannot_be_explained_is_told(
    prepared_url: str, tmp_path: Path, query: str, options: list[str], why: str
) -> None:
    with pytest.raises(ExplainError, match=why):
        explain(prepared_url, tmp_path, query, *options)
