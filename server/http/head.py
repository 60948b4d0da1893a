"""What of a request's head the GraphQL endpoint goes by, read in one pass. Decides nothing."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from starlette.types import Scope

from server.http.accept import preferred_type, prefers_events, prefers_page

# Any of these makes a browser ask first; nobody but us answers, and we say no.
PREFLIGHTED = (b"graphql-require-preflight", b"apollo-require-preflight", b"x-apollo-operation-name")


class Head(NamedTuple):
    """The headers by their names in lower case, as ASGI has them; `all` has every line of each, in order."""

    last: Mapping[bytes, bytes]
    all: list[tuple[bytes, bytes]]

    def values(self, name: bytes) -> list[bytes]:
        """Every value of a header, in order."""
        if len(self.last) == len(self.all):
            value = self.last.get(name)
            return [] if value is None else [value]
        return [value for known, value in self.all if known == name]

    @property
    def answer_type(self) -> str | None:
        """The media type to answer in; None when the client takes none of ours."""
        return _answer_type(b",".join(self.values(b"accept")))

    @property
    def prefers_page(self) -> bool:
        """Whether the client, a browser, would rather have a page than an answer of ours."""
        return prefers_page(value.decode("latin-1") for value in self.values(b"accept"))

    @property
    def prefers_events(self) -> bool:
        """Whether the client would rather have a stream of events than one answer."""
        return _prefers_events(b",".join(self.values(b"accept")))

    @property
    def body_type(self) -> str:
        """The media type of the body in lower case; "" for what cannot be taken: in pieces, packed, or not UTF-8."""
        given = self.values(b"content-type")
        if len(given) != 1 or self.last.get(b"content-encoding", b"identity").lower() != b"identity":
            return ""
        return _body_type(given[0])

    def has_tag(self, tag: str) -> bool:
        """Whether the client says that it has the answer of this tag (RFC 9110 13.1.2)."""
        given = b",".join(self.values(b"if-none-match")).decode("latin-1").split(",")
        return any(one.strip().removeprefix("W/") in (tag, "*") for one in given)

    @property
    def is_browser(self) -> bool:
        """Whether a browser's page sent it, or a browser by itself: it says where from, how, or has cookies."""
        last = self.last
        return b"origin" in last or b"sec-fetch-site" in last or b"sec-fetch-mode" in last or b"cookie" in last

    @property
    def is_preflighted(self) -> bool:
        """Whether a browser of another site's page would have had to ask first."""
        return any(name in self.last for name in PREFLIGHTED)


def address_of(scope: Scope) -> str:
    """The client's address; "" where the server does not know it."""
    client = scope.get("client")
    return client[0] if client else ""


def read_head(scope: Scope) -> Head:
    """The head of a request."""
    headers = scope["headers"]
    return Head(dict(headers), headers)


@lru_cache(maxsize=256)
def _answer_type(accept: bytes) -> str | None:
    return preferred_type([accept.decode("latin-1")])


@lru_cache(maxsize=256)
def _prefers_events(accept: bytes) -> bool:
    return prefers_events([accept.decode("latin-1")])


@lru_cache(maxsize=256)
def _body_type(given: bytes) -> str:
    name, *parameters = (piece.strip().lower() for piece in given.decode("latin-1").split(";"))
    charsets = [p.partition("=")[2].strip('" ') for p in parameters if p.startswith("charset")]
    return name if all(charset in ("utf-8", "utf8") for charset in charsets) else ""
