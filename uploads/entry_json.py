"""One entry by itself, in JSON: a chart's metadata in a registry. It is small, and read in the server's process."""

import json
from typing import BinaryIO

from uploads.index_entry import Raw, raw_entry

# Numbers stay as they are written: `appVersion: 1.10` is no 1.1, and no number is too long.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def entry_in_json(body: BinaryIO) -> dict[str, Raw] | None:
    """What matters of the entry that the body is; None when it is no mapping. ValueError when it is not JSON."""
    try:
        return raw_entry(_DECODER.decode(body.read().decode("utf-8-sig")))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
