"""The settings of sign-in by a provider: given whole or not at all, and refused by name."""

import pytest

from server.settings import Settings, SettingsError

WHOLE = {
    "OIDC_DISCOVERY_URL": "https://id.example.org/realms/harbour/.well-known/openid-configuration",
    "OIDC_CLIENT_ID": "store",
}
GROUPS = {"OIDC_GROUPS_CLAIM": "groups", "OIDC_GROUP_ROLES": "keepers=workspace-manager, a=b=app-reviewer"}


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(environ)
    return str(refused.value)


def test_two_settings_are_enough() -> None:
    settings = Settings.from_environment(WHOLE)

    assert (settings.oidc_client_secret, settings.oidc_groups_claim, settings.oidc_group_roles) == (None, None, None)
    assert (settings.oidc_scopes, settings.oidc_default_role) == ("openid profile email", "platform-regular")


def test_groups_give_roles_in_their_order_and_may_have_an_equals_sign() -> None:
    settings = Settings.from_environment({**WHOLE, **GROUPS})

    assert settings.oidc_group_roles == (("keepers", "workspace-manager"), ("a=b", "app-reviewer"))


@pytest.mark.parametrize("missing", WHOLE)
def test_a_provider_is_given_whole_or_not_at_all(missing: str) -> None:
    given = {name: value for name, value in WHOLE.items() if name != missing}

    assert refusal(given) == f"{missing} must be given too: OIDC_DISCOVERY_URL, OIDC_CLIENT_ID belong together"


@pytest.mark.parametrize("missing", GROUPS)
def test_groups_and_what_they_give_belong_together(missing: str) -> None:
    given = {name: value for name, value in GROUPS.items() if name != missing}

    assert refusal({**WHOLE, **given}).startswith(f"{missing} must be given too")


@pytest.mark.parametrize("name", ["OIDC_CLIENT_SECRET", "OIDC_AUDIENCE"])
def test_what_counts_with_a_provider_only_asks_for_one(name: str) -> None:
    assert refusal({name: "x"}) == f"OIDC_DISCOVERY_URL, OIDC_CLIENT_ID must be given too: {name} need them"


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("OIDC_DISCOVERY_URL", "https://id.example.org", "well-known/openid-configuration"),
        ("OIDC_DISCOVERY_URL", "file:///.well-known/openid-configuration", "an address such as https"),
        ("OIDC_SCOPES", "profile email", "openid among them"),
        ("OIDC_GROUP_ROLES", "keepers", "pairs such as"),
        ("OIDC_GROUP_ROLES", "keepers=,a=b", "pairs such as"),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(name: str, value: str, right: str) -> None:
    told = refusal({**WHOLE, **GROUPS, name: value})

    assert told.startswith(f"{name} must be ") and right in told


def test_the_clients_secret_is_shown_nowhere() -> None:
    assert "between us" not in repr(Settings.from_environment({**WHOLE, "OIDC_CLIENT_SECRET": "between us"}))
