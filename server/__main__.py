"""`python -m server [COMMAND]`: picks the command and turns what it refuses into one plain line and exit code 1.

A command's modules are loaded when it is chosen, as far as it gets: who has mistyped a setting is told at once.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from server.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Command:
    """A command: where it is, what it does in words, and what it takes. Its module has `run(environ, given)`."""

    module: str
    meaning: str
    arguments: Callable[[ArgumentParser], None] = lambda _: None

    def run(self, environ: Mapping[str, str], given: Namespace) -> None:
        """Runs it. Refusal."""
        import_module(self.module).run(environ, given)


def explain_arguments(parser: ArgumentParser) -> None:
    """What `explain` takes."""
    parser.add_argument("file", help="the GraphQL document; - reads it from standard input")
    parser.add_argument("--variables", default="{}", help="the variables, as a JSON object")
    parser.add_argument("--operation", help="which operation, where the document has several")
    parser.add_argument("--as", dest="username", help="whose read it is; anonymous unless given")


SERVE = "serve"
COMMANDS: Mapping[str, Command] = {
    SERVE: Command("server.commands.serve", "serve in the foreground until Ctrl-C (the default)"),
    "work": Command("server.commands.work", "take the jobs of a server's database until Ctrl-C"),
    "explain": Command(
        "server.commands.explain",
        "show the plan, the SQL and the database's work of a query",
        explain_arguments,
    ),
}


def main(given: list[str]) -> int:
    chosen = _parser().parse_args(given)
    try:
        COMMANDS[chosen.command or SERVE].run(os.environ, chosen)
    except Refusal as error:
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
