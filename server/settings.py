"""Owns the settings: their names in the environment, their defaults, what each means and what is refused.

The only reader of the environment. Nothing outside server/ sees a Settings; other layers get the values they need as
arguments. README's table of settings is compared with `variables()` by a test.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PHASES = ("ISV", "BUSINESS", "TECHNICAL")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SWITCH = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False, "on": True, "off": False}
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")  # the naming rules of S3, without its rarer refusals
MIN_SECRET_BYTES = 32  # RFC 7518 3.2: a key of HS256 has at least the size of the hash


class SettingsError(ValueError):
    """The environment cannot be used; each line of the message names a variable and what would be right."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment. `default` is as one would write it there; "" when there is none."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], object]


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,15}", text) or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return read


def _switch(text: str) -> bool:
    if text.lower() not in SWITCH:
        raise ValueError("true or false")
    return SWITCH[text.lower()]


def _phases(text: str) -> tuple[str, ...]:
    given = tuple(phase.strip().upper() for phase in text.split(","))
    if given != tuple(phase for phase in PHASES if phase in given):
        raise ValueError(f"some of {', '.join(PHASES)}, in this order, with commas between")
    return given


def _addresses(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(part.strip())) for part in text.split(",") if part.strip())
    except ValueError:
        raise ValueError("IP addresses or networks such as 127.0.0.1,10.0.0.0/8") from None


def _level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise ValueError(f"one of {', '.join(LEVELS)}")
    return text.upper()


def _web_address(text: str) -> str:
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname:
        raise ValueError("an address such as https://store.example.org")
    return text.rstrip("/")


def _database_address(text: str) -> str:
    if urlsplit(text).scheme not in ("postgresql", "postgres"):
        raise ValueError("an address such as postgresql://user:password@host:5432/database")
    return "postgresql:" + text.partition(":")[2]


def _bucket(text: str) -> str:
    if not BUCKET.fullmatch(text):
        raise ValueError("3 to 63 lowercase letters, digits, dots and hyphens")
    return text


def _secret_key(text: str) -> str:
    if len(text.encode()) < MIN_SECRET_BYTES:
        raise ValueError(f"at least {MIN_SECRET_BYTES} characters long")
    return text


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _variable(name: str, default: str, meaning: str, read: Callable[[str], object] = str) -> dict[str, Variable]:
    return {"variable": Variable(name, default, meaning, read)}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, read and checked. A setting without a default that is not given is None; a secret is not shown."""

    port: int = field(
        metadata=_variable("PORT", "8000", "The port to serve on, on 127.0.0.1; 0 takes a free one.", _number(0, 65535))
    )
    data_dir: Path = field(
        metadata=_variable(
            "DATA_DIR", ".data", "The folder of the embedded database, object store and generated keys.", _folder
        )
    )
    admin_password: str | None = field(
        repr=False,
        metadata=_variable("ADMIN_PASSWORD", "", "The first administrator's password; else made and printed once."),
    )
    database_url: str | None = field(
        repr=False,
        metadata=_variable("DATABASE_URL", "", "A PostgreSQL to use instead of the embedded one.", _database_address),
    )
    s3_endpoint_url: str | None = field(
        metadata=_variable("S3_ENDPOINT_URL", "", "An S3 store to use instead of the embedded one.", _web_address)
    )
    s3_bucket: str = field(metadata=_variable("S3_BUCKET", "chandlery", "The bucket; made if it is missing.", _bucket))
    s3_access_key_id: str | None = field(metadata=_variable("S3_ACCESS_KEY_ID", "", "The key id for S3_ENDPOINT_URL."))
    s3_secret_access_key: str | None = field(
        repr=False, metadata=_variable("S3_SECRET_ACCESS_KEY", "", "The secret key for S3_ENDPOINT_URL.")
    )
    s3_region: str = field(
        metadata=_variable("S3_REGION", "us-east-1", "The region that requests to the store are signed for.")
    )
    secret_key: str | None = field(
        repr=False,
        metadata=_variable("SECRET_KEY", "", "The key that signs tokens; else made and kept in DATA_DIR.", _secret_key),
    )
    public_url: str = field(
        metadata=_variable(
            "PUBLIC_URL", "http://127.0.0.1:PORT", "The address under which clients reach this server.", _web_address
        )
    )
    is_store_public: bool = field(
        metadata=_variable("STORE_PUBLIC", "true", "Whether anyone may read the store without signing in.", _switch)
    )
    review_phases: tuple[str, ...] = field(
        metadata=_variable("REVIEW_PHASES", "TECHNICAL", f"Some of {', '.join(PHASES)}, in this order.", _phases)
    )
    max_package_bytes: int = field(
        metadata=_variable(
            "MAX_PACKAGE_BYTES", "20971520", "The largest package that is taken, in bytes.", _number(1, 2**31 - 1)
        )
    )
    session_hours: int = field(
        metadata=_variable("SESSION_HOURS", "12", "How long a sign-in lasts, in hours.", _number(1, 8760))
    )
    trusted_proxies: tuple[str, ...] | None = field(
        metadata=_variable(
            "TRUSTED_PROXIES",
            "",
            "Addresses of reverse proxies, with commas, whose X-Forwarded-For tells the client's address.",
            _addresses,
        )
    )
    is_compiled: bool = field(
        metadata=_variable("COMPILED", "true", "Whether reads are compiled; else resolvers answer them.", _switch)
    )
    shadow_every: int = field(
        metadata=_variable(
            "SHADOW_EVERY",
            "0",
            "One in so many compiled reads is answered by the resolvers too and compared; 0 for none.",
            _number(0, 10**9),
        )
    )
    log_level: str = field(metadata=_variable("LOG_LEVEL", "INFO", f"How much is logged: {', '.join(LEVELS)}.", _level))

    @staticmethod
    def from_environment(environ: Mapping[str, str]) -> "Settings":
        """The settings that an environment means; an empty variable counts as not given.

        Raises SettingsError with all that is wrong, and never with a secret's value.
        """
        values: dict[str, Any] = {}
        faults = _faults_together(environ)
        for setting in fields(Settings):
            variable: Variable = setting.metadata["variable"]
            try:
                values[setting.name] = _value(variable, environ)
            except ValueError as error:
                shown = f", not {environ[variable.name]!r}" if setting.repr else ""
                faults.append(f"{variable.name} must be {error}{shown}")
        if faults:
            raise SettingsError("\n".join(faults))
        return Settings(**values)


def variables() -> list[Variable]:
    """Every variable that is read, in the order of the documentation."""
    return [setting.metadata["variable"] for setting in fields(Settings)]


def _value(variable: Variable, environ: Mapping[str, str]) -> object:
    text = environ.get(variable.name, "")
    if not text and variable.name == "PUBLIC_URL":
        return f"http://127.0.0.1:{environ.get('PORT') or '8000'}"
    text = text or variable.default
    return variable.read(text) if text else None


def _faults_together(environ: Mapping[str, str]) -> list[str]:
    """An object store is its address and both keys, or none of them."""
    names = ("S3_ENDPOINT_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")
    missing = [name for name in names if not environ.get(name)]
    if not missing or len(missing) == len(names):
        return []
    return [f"{', '.join(missing)} must be given too: {', '.join(names)} belong together"]
