"""Which addresses a chart may carry, since a browser will one day be offered them as links.

Must not know where in a chart they stand.
"""

import re

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_LINKS = {"http", "https", "mailto", "git", "git+https", "git+ssh", "ssh", "oci", "ftp"}
_REPOSITORIES = {"http", "https", "oci", "git", "git+https", "git+ssh", "ssh", "s3", "gs", "alias", "cm", "file"}


def fault_of_link(text: str) -> str | None:
    """What is wrong with a text that may be shown as a link, or None. A text without a scheme is no danger."""
    if _is_among(text, _LINKS):
        return None
    return "must be an address beginning with https:// or http://"


def fault_of_repository(text: str) -> str | None:
    """What is wrong with a dependency's repository, or None. Whether a file: is fit, the package as a whole tells."""
    if _is_among(text, _REPOSITORIES):
        return None
    return "must be the address of a repository, beginning with https:// or oci://"


def is_local(repository: str) -> bool:
    match = _SCHEME.match(repository)
    return match is not None and match[1].lower() == "file"


def _is_among(text: str, schemes: set[str]) -> bool:
    """`git.example.com:team/repo` is a host and a path: no scheme of a browser has a dot in it."""
    match = _SCHEME.match(text)
    return match is None or "." in match[1] or match[1].lower() in schemes
