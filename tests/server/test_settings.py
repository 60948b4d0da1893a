"""Settings: read, checked, and refused with a word on what would be right."""

import re
from pathlib import Path

import pytest

from server.settings import Settings, SettingsError, variables

SECRETS = ("ADMIN_PASSWORD", "DATABASE_URL", "S3_SECRET_ACCESS_KEY", "SECRET_KEY")
STORE = {"S3_ENDPOINT_URL": "https://s3.example.org", "S3_ACCESS_KEY_ID": "id", "S3_SECRET_ACCESS_KEY": "hidden"}


def test_an_empty_environment_gives_every_default() -> None:
    settings = Settings.from_environment({})

    assert (settings.port, settings.public_url) == (8000, "http://127.0.0.1:8000")
    assert settings.data_dir == Path(".data").resolve()
    assert settings.review_phases == ("TECHNICAL",)
    assert (settings.max_package_bytes, settings.session_hours) == (20 * 1024 * 1024, 12)
    assert (settings.database_url, settings.s3_endpoint_url, settings.secret_key) == (None, None, None)
    assert settings.is_store_public is True


def test_an_empty_variable_counts_as_not_given() -> None:
    environ = {variable.name: "" for variable in variables()}

    assert Settings.from_environment(environ) == Settings.from_environment({})


def test_the_public_url_follows_the_port_unless_it_is_given() -> None:
    assert Settings.from_environment({"PORT": "9"}).public_url == "http://127.0.0.1:9"
    assert (
        Settings.from_environment({"PUBLIC_URL": "https://store.example.org/"}).public_url
        == "https://store.example.org"
    )


def test_either_spelling_of_a_database_address_is_taken() -> None:
    settings = Settings.from_environment({"DATABASE_URL": "postgres://u:p@h:5/d?sslmode=require"})

    assert settings.database_url == "postgresql://u:p@h:5/d?sslmode=require"


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("PORT", "eighty", "a whole number from 0 to 65535"),
        ("PORT", "65536", "a whole number from 0 to 65535"),
        ("PORT", "-1", "a whole number from 0 to 65535"),
        ("PORT", "٣", "a whole number from 0 to 65535"),
        ("DATABASE_URL", "mysql://h/d", "an address such as postgresql://"),
        ("S3_BUCKET", "Big Bucket", "3 to 63 lowercase letters"),
        ("SECRET_KEY", "short", "at least 32 characters"),
        ("PUBLIC_URL", "store.example.org", "an address such as https://"),
        ("STORE_PUBLIC", "perhaps", "true or false"),
        ("REVIEW_PHASES", "TECHNICAL,ISV", "ISV, BUSINESS, TECHNICAL, in this order"),
        ("REVIEW_PHASES", "ISV,ISV", "ISV, BUSINESS, TECHNICAL, in this order"),
        ("REVIEW_PHASES", "LEGAL", "ISV, BUSINESS, TECHNICAL, in this order"),
        ("REVIEW_PHASES", ",", "ISV, BUSINESS, TECHNICAL, in this order"),
        ("MAX_PACKAGE_BYTES", "20MiB", "a whole number from 1"),
        ("SESSION_HOURS", "0", "a whole number from 1"),
        ("LOG_LEVEL", "LOUD", "one of DEBUG, INFO, WARNING, ERROR"),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_what_would_be_right(name: str, value: str, right: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} must be .*{re.escape(right)}"):
        Settings.from_environment({name: value})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({"PORT": "x", "LOG_LEVEL": "y"})

    assert [line.split()[0] for line in str(refusal.value).splitlines()] == ["PORT", "LOG_LEVEL"]


@pytest.mark.parametrize("missing", STORE)
def test_an_object_store_is_given_whole_or_not_at_all(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"^{missing} must be given too"):
        Settings.from_environment({name: value for name, value in STORE.items() if name != missing})


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_shown_neither_in_a_refusal_nor_in_a_print(name: str) -> None:
    secret = "postgresql://user:kept-between-us-and-nobody-else@host/db"
    environ = {**STORE, name: secret}

    assert "kept-between-us" not in repr(Settings.from_environment(environ))
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({**environ, "PORT": "x", "DATABASE_URL": "mysql://kept-between-us@host"})
    assert "kept-between-us" not in str(refusal.value)


def test_every_default_that_is_documented_is_one_that_is_accepted() -> None:
    documented = {variable.name: variable.default for variable in variables() if variable.name != "PUBLIC_URL"}

    assert Settings.from_environment(documented) == Settings.from_environment({})


def test_proxies_are_believed_by_address_only() -> None:
    assert Settings.from_environment({}).trusted_proxies is None
    given = Settings.from_environment({"TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"})
    assert given.trusted_proxies == ("127.0.0.1/32", "10.0.0.0/8")
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES must be IP addresses"):
        Settings.from_environment({"TRUSTED_PROXIES": "proxy.example.org"})
