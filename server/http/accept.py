"""Chooses the media type of a GraphQL answer (GraphQL over HTTP, Accept; RFC 9110 12.5.1)."""

import re
from collections.abc import Iterable, Iterator, Mapping

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
    ranges = dict(_ranges(text))
    modern, plain = _quality(ranges, GRAPHQL_RESPONSE), _quality(ranges, PLAIN_JSON)
    if modern == plain == 0:
        return None
    if modern == plain:
        return GRAPHQL_RESPONSE if GRAPHQL_RESPONSE in ranges else PLAIN_JSON
    return GRAPHQL_RESPONSE if modern > plain else PLAIN_JSON


def prefers_page(accept: Iterable[str]) -> bool:
    """Whether a page is named and wanted more than either of our types, as a browser does that is sent here by hand."""
    ranges = dict(_ranges(",".join(accept)))
    return ranges.get(PAGE, 0) > max(_quality(ranges, GRAPHQL_RESPONSE), _quality(ranges, PLAIN_JSON))


def prefers_events(accept: Iterable[str]) -> bool:
    """Whether a stream of events is named, and wanted more than any type of ours that is named too."""
    ranges = dict(_ranges(",".join(accept)))
    return ranges.get(EVENTS, 0) > max(ranges.get(GRAPHQL_RESPONSE, 0), ranges.get(PLAIN_JSON, 0))


def _ranges(text: str) -> Iterator[tuple[str, float]]:
    """The media ranges with their quality; what is not well-formed is passed over."""
    for part in text.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:].strip() for p in parameters if p[:2].lower() == "q="), "1")
        if name and _QUALITY.fullmatch(quality):
            yield name.lower(), float(quality)


def _quality(ranges: Mapping[str, float], media_type: str) -> float:
    """What the most specific range that matches says; 0 where none does."""
    for name in (media_type, "application/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0
