"""Who a person is by the word of an OpenID provider."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """A person of a provider, named by it for good by `issuer` and `subject`.

    The rest is what the provider says of them now, unchecked; `groups` is None when groups mean nothing here.
    """

    issuer: str
    subject: str
    username: str = ""
    display_name: str = ""
    email: str = ""
    groups: tuple[str, ...] | None = None
