"""Where a registry may have its password sent for a token: to itself, or to a sibling under its own domain.

A registry names whom to ask for a token (`WWW-Authenticate: Bearer realm=...`), and many name another host than their
own: registry-1.docker.io names auth.docker.io. There is no list of public suffixes here, only a rule: the last two
labels, or three where the last two are as `co.uk`. Hosts that different people have under one name (github.io) are
siblings by it.
"""

from outbound.urls import Origin, is_address

# Under the two letters of a country, what many countries have in place of .com, .org and so on.
_SECOND = frozenset({"ac", "co", "com", "edu", "go", "gob", "gov", "gouv", "mil", "ne", "net", "or", "org"})


def may_have_password(home: Origin, realm: Origin) -> bool:
    """Whether the password of a registry may go to a realm: over TLS to the same host or domain, else to the same
    host, where the registry speaks no TLS either. Ports are free, as a registry beside its GitLab has another."""
    if realm[0] != "https":
        return home[0] == "http" and realm[1] == home[1]
    domain = _domain(home[1])
    return realm[1] == home[1] or (domain is not None and domain == _domain(realm[1]))


def _domain(host: str) -> str | None:
    """What somebody has registered; None for an address, and for a name that has nobody's domain in it."""
    if is_address(host):
        return None
    labels = host.rstrip(".").split(".")
    count = 3 if len(labels[-1]) == 2 and labels[-2:-1] and labels[-2] in _SECOND else 2
    return ".".join(labels[-count:]) if len(labels) >= count else None
