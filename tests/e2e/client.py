"""A small GraphQL client over HTTP, as a console would have one; it believes nothing but the wire."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Client:
    """Speaks to one server as one user."""

    http: httpx.Client
    token: str | None = None

    def signed_in(self, username: str, password: str) -> "Client":
        """A client with a fresh session of the user."""
        document = """mutation ($input: LoginInput!) { login(input: $input) { token userErrors { code message } } }"""
        login = self.run(document, input={"username": username, "password": password})["login"]
        assert login["userErrors"] == [], login
        return replace(self, token=login["token"])

    def run(self, document: str, **variables: Any) -> Any:
        """The data of an operation that must have no errors."""
        body = self.post(document, variables)
        assert "errors" not in body, body
        return body["data"]

    def refused(self, document: str, **variables: Any) -> str:
        """The code of an operation's first error, which must be there."""
        body = self.post(document, variables)
        assert body.get("errors"), body
        return str(body["errors"][0]["extensions"]["code"])

    def post(self, document: str, variables: Mapping[str, Any]) -> Any:
        """The whole answer."""
        answer = self.http.post("/graphql", json={"query": document, "variables": variables}, headers=self._headers())
        return answer.json()

    def upload(self, document: str, files: Mapping[str, bytes | Sequence[bytes]], **variables: Any) -> Any:
        """The data of an operation with files, by dotted path in the variables; a list's files by index."""
        parts: list[tuple[str, tuple[str, bytes]]] = []
        places: dict[str, list[str]] = {}
        for path, content in files.items():
            many = not isinstance(content, bytes)
            for index, body in enumerate([content] if isinstance(content, bytes) else content):
                key = str(len(parts))
                places[key] = [f"variables.{path}.{index}" if many else f"variables.{path}"]
                parts.append((key, ("upload.bin", body)))
        answer = self.http.post(
            "/graphql",
            data={"operations": json.dumps({"query": document, "variables": variables}), "map": json.dumps(places)},
            files=parts,
            headers=self._headers(),
        )
        body = answer.json()
        assert "errors" not in body, body
        return body["data"]

    def _headers(self) -> dict[str, str]:
        return {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
