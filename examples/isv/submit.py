"""Uploads a Helm chart to a workspace of the store and submits it for review, as a build pipeline does.

    CHANDLERY_TOKEN=chy_... python submit.py CHART.tgz --workspace acme --url https://store.example.org

A chart whose name the workspace does not have yet becomes a new template, any other a version of its template.
Exits with 0 when it is submitted, 1 when the store refuses the chart, 2 when it is called wrongly, 3 when the token may
not do this, and 4 when the store does not answer or has been asked too much: then try again later.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from gql import Client, FileVar, GraphQLRequest, gql
from gql.client import SyncClientSession
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.httpx import HTTPXTransport

TIMEOUT_S = 120
REFUSED, NOT_ALLOWED, LATER = 1, 3, 4
LATER_CODES = {"UNAVAILABLE", "THROTTLED", "INTERNAL"}

INSPECT = gql("""
mutation Inspect($package: Upload!) {
  inspectChart(package: $package) { chart { name version } userErrors { code message path } }
}""")

PLACE = gql("""
query Place($workspace: String!, $chart: String!) {
  workspace(name: $workspace) { id template(name: $chart) { id } }
}""")

CREATE_TEMPLATE = gql("""
mutation CreateTemplate($input: CreateTemplateInput!) {
  createTemplate(input: $input) { template { latestVersion { id } } userErrors { code message path } }
}""")

CREATE_VERSION = gql("""
mutation CreateVersion($input: CreateVersionInput!) {
  createVersion(input: $input) { version { id } userErrors { code message path } }
}""")

SUBMIT = gql("""
mutation Submit($id: ID!, $description: String) {
  submitVersion(id: $id, description: $description) {
    version { version state package { digest downloadUrl } }
    userErrors { code message path }
  }
}""")


class Stopped(Exception):
    """Why it went no further, for people, and the exit code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    given = _parser().parse_args(arguments)
    token = os.environ.get("CHANDLERY_TOKEN", "")
    if not token:
        _parser().error("the environment variable CHANDLERY_TOKEN is missing")
    try:
        print(submit(given.chart, given.workspace, given.message, given.url, token))
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return stopped.code
    return 0


def submit(chart: Path, workspace: str, message: str | None, url: str, token: str) -> str:
    """What was done, in a line. Stopped."""
    headers = {"Authorization": f"Bearer {token}"}
    transport = HTTPXTransport(url=f"{url.rstrip('/')}/graphql", headers=headers, timeout=TIMEOUT_S)
    try:
        with Client(transport=transport) as session:
            version_id = _upload(session, chart, workspace)
            done = _change(session, SUBMIT, id=version_id, description=message)["version"]
        _compare(chart, done["package"])
    except TransportQueryError as error:
        raise _refused(error.errors or []) from error
    except (TransportError, httpx.HTTPError) as error:
        raise Stopped(LATER, f"The store did not answer: {error}") from error
    return f"{chart.name}: version {done['version']} is {done['state']} in {workspace}"


def _upload(session: SyncClientSession, chart: Path, workspace: str) -> str:
    """The id of the version that the package has become."""
    name = _change(session, INSPECT, package=FileVar(str(chart)))["chart"]["name"]
    place = _run(session, PLACE, workspace=workspace, chart=name)["workspace"]
    if place is None:
        raise Stopped(NOT_ALLOWED, f"There is no workspace {workspace}, or the token does not reach it.")
    package = FileVar(str(chart))
    if place["template"] is None:
        made = _change(session, CREATE_TEMPLATE, input={"workspace": place["id"], "package": package})
        return str(made["template"]["latestVersion"]["id"])
    made = _change(session, CREATE_VERSION, input={"template": place["template"]["id"], "package": package})
    return str(made["version"]["id"])


def _change(session: SyncClientSession, document: GraphQLRequest, **variables: Any) -> Any:
    """The payload of a document's one mutation. Stopped, with every userError and its path."""
    (payload,) = _run(session, document, **variables).values()
    if payload["userErrors"]:
        raise Stopped(REFUSED, "\n".join(map(_line, payload["userErrors"])))
    return payload


def _run(session: SyncClientSession, document: GraphQLRequest, **variables: Any) -> dict[str, Any]:
    request = GraphQLRequest(document, variable_values=variables)
    return session.execute(request, upload_files=_has_file(variables))


def _has_file(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_file, value.values()))
    return isinstance(value, FileVar)


def _line(error: Mapping[str, Any]) -> str:
    return f"{'.'.join(error['path'] or ['chart'])}: {error['message']} [{error['code']}]"


def _compare(chart: Path, package: Mapping[str, str]) -> None:
    """The store has the very bytes. Its link needs no token: following it with one would give the token away."""
    stored = httpx.get(package["downloadUrl"], follow_redirects=True, timeout=TIMEOUT_S).raise_for_status().content
    for content in (stored, chart.read_bytes()):
        if f"sha256:{hashlib.sha256(content).hexdigest()}" != package["digest"]:
            raise Stopped(REFUSED, "The store has other bytes than were sent.")


def _refused(errors: Sequence[Mapping[str, Any]]) -> Stopped:
    """By the codes that docs/errors.md lists."""
    codes = [(error.get("extensions") or {}).get("code") for error in errors]
    told = "\n".join(f"{error['message']} [{code}]" for error, code in zip(errors, codes, strict=True))
    return Stopped(NOT_ALLOWED if LATER_CODES.isdisjoint(codes) else LATER, told)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Upload a Helm chart to a workspace and submit it for review.")
    parser.add_argument("chart", type=_file, metavar="CHART.tgz")
    parser.add_argument("--workspace", required=True, help="the workspace's name")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the store's address (default: %(default)s)")
    parser.add_argument("--message", help="what is new in this version, for the reviewer and the store")
    return parser


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {name}")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
