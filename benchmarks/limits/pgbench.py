"""The statement of an operation by PostgreSQL's own load program: prepared, one statement's parameters for all."""

import re
import tempfile
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from benchmarks.cluster import program
from benchmarks.limits.sql import CONNECTIONS
from benchmarks.places import cores, told_by
from benchmarks.wrk import LoadError, Window
from storage.statements import SETTINGS

LITERAL = re.compile(r"E?'(?:[^']|'')*'")
PARAMETER = re.compile(r"\$([0-9]+)")
RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
COUNT = re.compile(r"actually processed: ([0-9]+)")


def window(sql: str, arguments: Sequence[object], database_url: str, seconds: float) -> Window | None:
    """What pgbench came to; None where the embedded PostgreSQL has none."""
    found = program("pgbench")
    if found is None:
        return None
    url = urlsplit(database_url)
    environment = {
        "PGHOST": parse_qs(url.query)["host"][0],
        "PGUSER": url.username or "",
        "PGDATABASE": url.path.strip("/"),
        "PGOPTIONS": " ".join(f"-c {name}={value}" for name, value in SETTINGS.items()),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(script_of(sql, arguments))
        script.flush()
        bound = [
            part
            for n, value in enumerate(arguments, 1)
            if value is not None
            for part in ("-D", f"p{n}={written(value)}")
        ]
        load = ["-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "1", "-T", str(round(seconds))]
        command = [str(found), *load, *bound, "-f", script.name]
        code, told, errors = told_by(command, environment, cores().server)
    if code != 0:
        raise LoadError(f"pgbench: {errors.strip()[-500:]}")
    return _read(told)


def script_of(sql: str, arguments: Sequence[object]) -> str:
    """On one line, with variables for the parameters; and no colon in a literal, where pgbench would see a variable."""

    def bound(found: re.Match[str]) -> str:
        return "NULL" if arguments[int(found[1]) - 1] is None else f":p{found[1]}"

    return " ".join(PARAMETER.sub(bound, LITERAL.sub(_without_colons, sql)).split()) + "\n"


def _without_colons(found: re.Match[str]) -> str:
    literal = found[0]
    if ":" not in literal:
        return literal
    inner = literal.removeprefix("E")[1:-1]
    escaped = inner if literal.startswith("E") else inner.replace("\\", "\\\\")
    return "E'" + escaped.replace(":", r"\x3a") + "'"


def written(value: object) -> str:
    """A parameter as PostgreSQL reads it."""
    if isinstance(value, list | tuple | frozenset):
        return "{" + ",".join(f'"{written(each)}"' for each in value) + "}"
    if isinstance(value, bytes):
        return value.decode()
    return str(value)


def _read(told: str) -> Window:
    rate, count = RATE.search(told), COUNT.search(told)
    if rate is None or count is None:
        raise LoadError(f"pgbench said something else: {told[-500:]}")
    requests = int(count[1])
    return Window(requests, requests / float(rate[1]), None, None)
