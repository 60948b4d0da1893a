"""How the texts of the environment are read: a function gives the value, or a ValueError saying what would be right."""

import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

PHASES = ("ISV", "BUSINESS", "TECHNICAL")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SWITCH = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False, "on": True, "off": False}
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")  # the naming rules of S3, without its rarer refusals
MIN_SECRET_BYTES = 32  # RFC 7518 3.2: a key of HS256 has at least the size of the hash


def number(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number of the range."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,15}", text) or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return read


def switch(text: str) -> bool:
    """Whether it is on."""
    if text.lower() not in SWITCH:
        raise ValueError("true or false")
    return SWITCH[text.lower()]


def phases(text: str) -> tuple[str, ...]:
    """Phases of review, in their order."""
    given = tuple(phase.strip().upper() for phase in text.split(","))
    if given != tuple(phase for phase in PHASES if phase in given):
        raise ValueError(f"some of {', '.join(PHASES)}, in this order, with commas between")
    return given


def addresses(text: str) -> tuple[str, ...]:
    """Addresses and networks."""
    try:
        return tuple(str(ip_network(part.strip())) for part in text.split(",") if part.strip())
    except ValueError:
        raise ValueError("IP addresses or networks such as 127.0.0.1,10.0.0.0/8") from None


def level(text: str) -> str:
    """A level of the log."""
    if text.upper() not in LEVELS:
        raise ValueError(f"one of {', '.join(LEVELS)}")
    return text.upper()


def web_address(text: str) -> str:
    """An address of the web, without a slash at its end."""
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname:
        raise ValueError("an address such as https://store.example.org")
    return text.rstrip("/")


def database_address(text: str) -> str:
    """An address of a PostgreSQL."""
    if urlsplit(text).scheme not in ("postgresql", "postgres"):
        raise ValueError("an address such as postgresql://user:password@host:5432/database")
    return "postgresql:" + text.partition(":")[2]


def discovery_address(text: str) -> str:
    """Where a provider of OpenID Connect tells of itself."""
    if not web_address(text).endswith("/.well-known/openid-configuration"):
        raise ValueError("an address such as https://id.example.org/.well-known/openid-configuration")
    return text


def scopes(text: str) -> str:
    """Scopes of OpenID Connect."""
    if "openid" not in text.split():
        raise ValueError("scopes with spaces between, openid among them")
    return " ".join(text.split())


def roles_by_group(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a group and a role."""
    pairs = [pair.rpartition("=") for pair in text.split(",")]
    if not all(group.strip() and role.strip() for group, _, role in pairs):
        raise ValueError("pairs such as store-reviewers=app-reviewer, with commas between")
    return tuple((group.strip(), role.strip()) for group, _, role in pairs)


def bucket(text: str) -> str:
    """The name of a bucket."""
    if not BUCKET.fullmatch(text):
        raise ValueError("3 to 63 lowercase letters, digits, dots and hyphens")
    return text


def secret_key(text: str) -> str:
    """A key to sign with."""
    if len(text.encode()) < MIN_SECRET_BYTES:
        raise ValueError(f"at least {MIN_SECRET_BYTES} characters long")
    return text


def secret_keys(text: str) -> tuple[str, ...]:
    """Keys to seal with, with commas."""
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if any(len(key.encode()) < MIN_SECRET_BYTES for key in keys):
        raise ValueError(f"keys of at least {MIN_SECRET_BYTES} characters each, with commas")
    return keys


def one_of(*names: str) -> Callable[[str], str]:
    """Reads one of these words."""

    def read(text: str) -> str:
        if text.lower() not in names:
            raise ValueError(f"one of {', '.join(names)}")
        return text.lower()

    return read


def file(text: str) -> Path:
    """A file that is there."""
    if not Path(text).expanduser().is_file():
        raise ValueError("the path of a file that is there")
    return Path(text).expanduser().resolve()


def folder(text: str) -> Path:
    """A folder, which may not be there yet."""
    return Path(text).expanduser().resolve()
