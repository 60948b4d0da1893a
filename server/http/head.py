"""What of a request's head the GraphQL endpoint goes by, read in one pass. Decides nothing."""

from dataclasses import dataclass, field
from functools import lru_cache

from starlette.types import Scope

from server.http.accept import preferred_type

_KNOWN = {
    b"accept": "accept",
    b"authorization": "authorization",
    b"content-type": "content_type",
    b"content-encoding": "content_encoding",
    b"if-none-match": "if_none_match",
    b"graphql-require-preflight": "preflight",
    b"apollo-require-preflight": "preflight",
    b"x-apollo-operation-name": "preflight",
}


@dataclass(slots=True)
class Head:
    """The headers that matter, each with every value that was sent, in order. ASGI has their names in lower case."""

    accept: list[bytes] = field(default_factory=list)
    authorization: list[bytes] = field(default_factory=list)
    content_type: list[bytes] = field(default_factory=list)
    content_encoding: list[bytes] = field(default_factory=list)
    if_none_match: list[bytes] = field(default_factory=list)
    preflight: list[bytes] = field(default_factory=list)

    @property
    def answer_type(self) -> str | None:
        """The media type to answer in; None when the client takes none of ours."""
        return _answer_type(b",".join(self.accept))

    @property
    def body_type(self) -> str:
        """The media type of the body in lower case; "" for what cannot be taken: in pieces, packed, or not UTF-8."""
        if len(self.content_type) != 1:
            return ""
        if self.content_encoding and self.content_encoding[0].lower() != b"identity":
            return ""
        return _body_type(self.content_type[0])


def read_head(scope: Scope) -> Head:
    """The head of a request."""
    head = Head()
    for name, value in scope["headers"]:
        known = _KNOWN.get(name)
        if known is not None:
            getattr(head, known).append(value)
    return head


@lru_cache(maxsize=256)
def _answer_type(accept: bytes) -> str | None:
    return preferred_type([accept.decode("latin-1")])


@lru_cache(maxsize=256)
def _body_type(given: bytes) -> str:
    name, *parameters = (piece.strip().lower() for piece in given.decode("latin-1").split(";"))
    charsets = [p.partition("=")[2].strip('" ') for p in parameters if p.startswith("charset")]
    return name if all(charset in ("utf-8", "utf8") for charset in charsets) else ""
