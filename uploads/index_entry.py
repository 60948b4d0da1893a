"""What one entry of an index says, held to what can be kept: a ChartEntry, or the fault that leaves it out.

Owns the rules of single entries. Must not know how indexes are written down (index_yaml.py, index_json.py).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeAlias

from domain.chart import MAX_NAME_CHARACTERS, is_chart_name
from domain.semver import is_version
from domain.texts import is_storable
from domain.upstream import ChartEntry, EntryFault

Raw: TypeAlias = str | list[str] | None
"""A value of an entry that may matter: a text, several, or nothing that could be used."""

KEYS = frozenset(
    {
        *("name", "version", "appVersion", "description", "icon", "home", "keywords", "deprecated", "created"),
        *("digest", "urls"),
    }
)
MAX_APP_VERSION_CHARACTERS = 256
MAX_DESCRIPTION_CHARACTERS = 10_000
MAX_URL_CHARACTERS = 2_000
MAX_KEYWORD_CHARACTERS = 100
MAX_KEYWORDS = 50
MAX_URLS = 10
MAX_ITEMS = 64  # of a list that are looked at at all
PACKAGE_SCHEMES = frozenset({"http", "https", "oci", "s3"})
"""What a url of an entry may begin with, where it is not relative."""

_DIGEST = re.compile(r"(?:sha256:)?([0-9a-fA-F]{64})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSHOWN = re.compile(r"[^\x20-\x7e\xa1-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_URL_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
_URL_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WORDS = {True: "true", False: "false"}
_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[Tt ]\s*(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(?:([+-])(\d{2}):?(\d{2}))?.*",
    re.ASCII | re.DOTALL,
)


def raw_entry(value: Any) -> dict[str, Raw] | None:
    """What of an entry matters; None when it is no mapping."""
    if not isinstance(value, dict):
        return None
    return {key: raw_of(value[key]) for key in KEYS & value.keys()}


def raw_of(value: Any) -> Raw:
    """What of a value is text; a number keeps its digits: `appVersion: 1.10` is no 1.1."""
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, list):
        return [text for text in map(raw_of, value[:MAX_ITEMS]) if isinstance(text, str)]
    return None if value is None or isinstance(value, dict) else str(value)


class _Fault(Exception):
    """The entry cannot be used."""


def entry_of(chart: str, raw: Mapping[str, Raw], schemes: frozenset[str] = PACKAGE_SCHEMES) -> ChartEntry | EntryFault:
    """The entry that stands under a chart's name, or why there is none."""
    try:
        return _entry(chart, raw, schemes)
    except _Fault as fault:
        version = raw.get("version")
        return fault_of(chart, version if isinstance(version, str) else None, str(fault))


def fault_of(chart: str, version: str | None, message: str) -> EntryFault:
    """A fault whose texts can be shown, whatever the index has in their place."""
    return EntryFault(_shown(chart, MAX_NAME_CHARACTERS), version and _shown(version, 64), message)


def _entry(chart: str, raw: Mapping[str, Raw], schemes: frozenset[str]) -> ChartEntry:
    _check_name(chart, raw.get("name"))
    return ChartEntry(
        name=chart,
        version=_version(raw.get("version")),
        app_version=_text(raw, "appVersion", MAX_APP_VERSION_CHARACTERS) or None,
        description=_text(raw, "description", MAX_DESCRIPTION_CHARACTERS),
        icon=_link(raw.get("icon")),
        home=_link(raw.get("home")) or "",
        keywords=_keywords(raw.get("keywords")),
        deprecated=raw.get("deprecated") in ("true", "True", "TRUE"),
        created_at=moment_of(raw.get("created")),
        digest=_digest(raw.get("digest")),
        urls=_urls(raw.get("urls"), schemes),
    )


def _check_name(chart: str, name: Raw) -> None:
    if not isinstance(name, str) or not name:
        raise _Fault("has no name")
    if name != chart:
        raise _Fault(f"is called {_shown(name, 64)} but stands under another name")
    if not is_chart_name(name):
        raise _Fault("has a name that no chart can have: letters, digits, dots, dashes and underscores")


def _version(version: Raw) -> str:
    if not isinstance(version, str) or not version:
        raise _Fault("has no version")
    if not is_version(version):
        raise _Fault("has a version that is not SemVer 2.0.0, such as 1.2.3")
    return version


def _text(raw: Mapping[str, Raw], key: str, limit: int) -> str:
    """The text, cut; "" when there is none."""
    text = raw.get(key)
    if not isinstance(text, str):
        return ""
    if _CONTROL.search(text) or not is_storable(text):
        raise _Fault(f"has control characters in {key}")
    return text[:limit]


def _link(text: Raw) -> str | None:
    """An address of the web. What is something else, a picture in the text itself for example, is left out."""
    if not isinstance(text, str) or not text.lower().startswith(("https://", "http://")):
        return None
    return text if _is_url(text) else None


def _keywords(words: Raw) -> tuple[str, ...]:
    if not isinstance(words, list):
        return ()
    fit = (word for word in words if 0 < len(word) <= MAX_KEYWORD_CHARACTERS)
    kept = dict.fromkeys(word for word in fit if not _CONTROL.search(word) and is_storable(word))
    return tuple(kept)[:MAX_KEYWORDS]


def _digest(digest: Raw) -> str | None:
    """`sha256:<hex>`; None where the index says nothing, or nothing that a package could be held to: Helm reads no
    other digest, and whoever writes the index could as well leave it out."""
    match = _DIGEST.fullmatch(digest) if isinstance(digest, str) else None
    return None if match is None else f"sha256:{match[1].lower()}"


def _urls(urls: Raw, schemes: frozenset[str]) -> tuple[str, ...]:
    if not isinstance(urls, list) or not any(urls):
        raise _Fault("has no urls")
    kept = [url for url in urls if _is_url(url) and _may_be_fetched(url, schemes)]
    if not kept:
        raise _Fault(
            "has only urls that cannot be used: they must be relative, or begin with https://, http://, oci:// or s3://"
        )
    return tuple(kept[:MAX_URLS])


def _is_url(text: str) -> bool:
    return 0 < len(text) <= MAX_URL_CHARACTERS and not _URL_FORBIDDEN.search(text) and is_storable(text)


def _may_be_fetched(url: str, schemes: frozenset[str]) -> bool:
    scheme = _URL_SCHEME.match(url)
    return scheme is None or scheme[1].lower() in schemes


def moment_of(text: Raw) -> datetime | None:
    """When the index says that it was made. It is told, not relied on: what cannot be read is None.

    Year 1 is how Go writes that it does not know.
    """
    match = _MOMENT.fullmatch(text) if isinstance(text, str) and len(text) <= 64 else None
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    micros = int((match[7] or "0").ljust(6, "0"))
    offset = timedelta(hours=int(match[9] or 0), minutes=int(match[10] or 0)) * (-1 if match[8] == "-" else 1)
    try:
        moment = datetime(year, month, day, hour, minute, second, micros, timezone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year > 1 else None


def _shown(text: str, limit: int) -> str:
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text[:limit])
