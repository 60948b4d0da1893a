"""From what a provider's token says of a person to the identity that the services know."""

from collections.abc import Mapping
from typing import Any

from domain.commands.identities import Identity

MAX_GROUPS = 1000


def identity_in(claims: Mapping[str, Any], groups_claim: str | None) -> Identity:
    """The person of a verified token (OpenID Connect Core 1.0, 5.1)."""
    return Identity(
        issuer=claims["iss"],
        subject=claims["sub"],
        username=_text(claims, "preferred_username"),
        display_name=_text(claims, "name"),
        email=_text(claims, "email") if claims.get("email_verified", True) is True else "",
        groups=None if groups_claim is None else groups_in(claims, groups_claim),
    )


def groups_in(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The groups in the claim of that name, or at that path (`realm_access.roles`); none where it is not."""
    given = claims.get(name, _at_path(claims, name))
    groups = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    return tuple(group for group in groups[:MAX_GROUPS] if isinstance(group, str))


def is_silent(claims: Mapping[str, Any], groups_claim: str | None) -> bool:
    """Whether the token leaves out what we would like to know, which the provider may tell elsewhere."""
    has_groups = groups_claim is None or claims.get(groups_claim, _at_path(claims, groups_claim)) is not None
    return not has_groups or "preferred_username" not in claims


def _at_path(claims: Mapping[str, Any], path: str) -> Any:
    value: Any = claims
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
