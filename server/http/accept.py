"""Which forms of an answer a client takes: the media type of GraphQL's (GraphQL over HTTP, Accept), codings, and more.

Source: RFC 9110 12.4 and 12.5.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

GRAPHQL_RESPONSE = "application/graphql-response+json"
PLAIN_JSON = "application/json"
PAGE = "text/html"
EVENTS = "text/event-stream"
_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


def preferred_type(accept: Iterable[str]) -> str | None:
    """The type to answer in, given every Accept header; None when the client takes neither.

    Without a header, and for wildcards, it is application/json, which every client understands; where both are named
    with equal weight it is application/graphql-response+json, which tells more.
    """
    text = ",".join(accept)
    if not text.strip():
        return PLAIN_JSON
    ranges = _ranges(text)
    modern, plain = _quality(ranges, GRAPHQL_RESPONSE), _quality(ranges, PLAIN_JSON)
    if modern == plain == 0:
        return None
    if modern == plain:
        return GRAPHQL_RESPONSE if GRAPHQL_RESPONSE in ranges else PLAIN_JSON
    return GRAPHQL_RESPONSE if modern > plain else PLAIN_JSON


def prefers_page(accept: Iterable[str]) -> bool:
    """Whether a page is named and wanted more than either of our types, as a browser does that is sent here by hand."""
    ranges = _ranges(",".join(accept))
    return ranges.get(PAGE, 0) > max(_quality(ranges, GRAPHQL_RESPONSE), _quality(ranges, PLAIN_JSON))


def prefers_events(accept: Iterable[str]) -> bool:
    """Whether a stream of events is named, and wanted more than any type of ours that is named too."""
    ranges = _ranges(",".join(accept))
    return ranges.get(EVENTS, 0) > max(ranges.get(GRAPHQL_RESPONSE, 0), ranges.get(PLAIN_JSON, 0))


def takes(headers: Iterable[bytes], *names: str) -> bool:
    """Whether the first of these names that the headers list has any weight; False when they list none of them."""
    ranges = _ranges(b",".join(headers).decode("latin-1"))
    return next((ranges[name] for name in names if name in ranges), 0) > 0


@lru_cache(maxsize=256)
def _ranges(text: str) -> Mapping[str, float]:
    """What is listed with its quality; what is not well-formed is passed over."""
    found = {}
    for part in text.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:].strip() for p in parameters if p[:2].lower() == "q="), "1")
        if name and _QUALITY.fullmatch(quality):
            found[name.lower()] = float(quality)
    return found


def _quality(ranges: Mapping[str, float], media_type: str) -> float:
    """What the most specific range that matches says; 0 where none does."""
    for name in (media_type, "application/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0
