"""What names bytes: `sha256:` and 64 lower-case hexadecimal digits; no other algorithm is kept."""

import re
from hashlib import sha256

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """Whether the text is a digest, in its one spelling."""
    return _DIGEST.fullmatch(text) is not None


def digest_of(content: bytes) -> str:
    """The digest of these bytes."""
    return "sha256:" + sha256(content).hexdigest()
