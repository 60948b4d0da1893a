"""Cuts a multipart/form-data body into its parts (RFC 7578), chunk by chunk. Knows not what the parts mean.

The only place that knows python-multipart. Nothing is kept but the chunk at hand.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from server.http.errors import malformed

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_HEADERS = 8
MAX_HEADER_BYTES = 4096
MAX_NAME_CHARS = 255
logging.getLogger("python_multipart").setLevel(logging.ERROR)  # what a client gets wrong, the client is told


@dataclass(frozen=True, slots=True)
class PartStart:
    """A part begins. `file_name` is what the client says, cut down to what can be shown."""

    name: str
    file_name: str


@dataclass(frozen=True, slots=True)
class PartEnd:
    """The part is over."""


Event = PartStart | bytes | PartEnd
"""What happens in a body, in order; bytes are of the part that began last."""


class Parts:
    """Takes chunks and gives events. HttpFault 400 for what is not multipart, or has more than `max_parts` parts."""

    def __init__(self, content_type: str, max_parts: int) -> None:
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_part_end": self._end_part,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_end": self._end,
        }
        self._parser = _parser(content_type, callbacks)
        self._parts_left = max_parts
        self._is_complete = False
        self._events: list[Event] = []
        self._name = bytearray()
        self._value = bytearray()
        self._disposition = b""

    def feed(self, chunk: bytes) -> list[Event]:
        """What happens in the next chunk."""
        self._events = []
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise malformed("The body is not well-formed multipart/form-data.") from None
        return self._events

    def close(self) -> None:
        """Says that there are no more chunks. HttpFault 400 when the body was cut off."""
        if not self._is_complete:
            raise malformed("The multipart body ends before its closing boundary.")

    def _begin(self) -> None:
        self._parts_left -= 1
        if self._parts_left < 0:
            raise malformed("The multipart body has too many parts.")
        self._disposition = b""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options:
            raise malformed("Every part needs a Content-Disposition header with a name.")
        file_name = options.get(b"filename", b"").decode("utf-8", "replace")
        self._events.append(PartStart(options[b"name"].decode("utf-8", "replace"), shown_name(file_name)))

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._events.append(data[start:end])

    def _end_part(self) -> None:
        self._events.append(PartEnd())

    def _end(self) -> None:
        self._is_complete = True


def _parser(content_type: str, callbacks: "MultipartCallbacks") -> MultipartParser:
    _, options = parse_options_header(content_type)
    if not options.get(b"boundary"):
        raise malformed("The Content-Type multipart/form-data needs a boundary.")
    try:
        return MultipartParser(
            options[b"boundary"], callbacks, max_header_count=MAX_HEADERS, max_header_size=MAX_HEADER_BYTES
        )
    except FormParserError:
        raise malformed("The boundary is too long.") from None


def shown_name(file_name: str) -> str:
    """The last step of a path, without what cannot be printed: for messages only, never for a path of ours."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[:MAX_NAME_CHARS]
