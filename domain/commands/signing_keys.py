"""Commands on the keys that a workspace trusts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddSigningKey:
    """A public key, ASCII-armoured, for a workspace (global id)."""

    workspace: str
    public_key: str
