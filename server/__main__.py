"""`python -m server [COMMAND]`: picks the command and turns what it refuses into one plain line and exit code 1."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping

from server.commands.serve import BackendError, PortError, serve
from server.data_dir import DataDirError
from server.embedded.child import ChildError
from server.settings import SettingsError

COMMANDS: Mapping[str, tuple[Callable[[Mapping[str, str]], None], str]] = {
    "serve": (serve, "serve in the foreground until Ctrl-C (the default)"),
}


def main(arguments: list[str]) -> int:
    command, _ = COMMANDS[_parser().parse_args(arguments).command or "serve"]
    try:
        command(os.environ)
    except (SettingsError, PortError, DataDirError, ChildError, BackendError) as error:
        print(f"chandlery: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server", description="Chandlery, an app store for Kubernetes.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_, meaning) in COMMANDS.items():
        commands.add_parser(name, help=meaning, description=meaning)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
