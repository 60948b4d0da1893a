"""`python -m server [COMMAND]`: picks the command and turns what it refuses into one plain line and exit code 1."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from server.commands.explain import ExplainError, arguments, explain_query
from server.commands.serve import BackendError, PortError, serve
from server.commands.work import work
from server.data_dir import DataDirError
from server.embedded.child import ChildError
from server.settings import SettingsError


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it does, in words too, and what it takes."""

    run: Callable[[Mapping[str, str], Namespace], None]
    meaning: str
    arguments: Callable[[ArgumentParser], None] = lambda _: None


COMMANDS: Mapping[str, Command] = {
    "serve": Command(lambda environ, _: serve(environ), "serve in the foreground until Ctrl-C (the default)"),
    "work": Command(lambda environ, _: work(environ), "take the jobs of a server's database until Ctrl-C"),
    "explain": Command(explain_query, "show the plan, the SQL and the database's work of a query", arguments),
}


def main(given: list[str]) -> int:
    chosen = _parser().parse_args(given)
    try:
        COMMANDS[chosen.command or "serve"].run(os.environ, chosen)
    except (SettingsError, PortError, DataDirError, ChildError, BackendError, ExplainError) as error:
        print(f"chandlery: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m server", description="Chandlery, an app store for Kubernetes.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        command.arguments(commands.add_parser(name, help=command.meaning, description=command.meaning))
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
