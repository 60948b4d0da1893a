"""Whether a WebSocket's opening comes from a page of ours. Browsers ask nobody before they open one to another origin
(RFC 6455 10.2): the server has to look.
"""

from urllib.parse import urlsplit

from server.http.head import Head

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def is_ours(head: Head, public_url: str) -> bool:
    """Whether the Origin names the host that was asked, or that of the public address; so it is without an Origin,
    which every browser sends."""
    origins = [origin.decode("latin-1") for origin in head.values(b"origin")]
    if not origins:
        return True
    scheme, place = origins[0].partition(":")[0], _place(origins[0])
    asked = [f"{scheme}://{host.decode('latin-1')}" for host in head.values(b"host")]
    return len(origins) == 1 and place is not None and place in map(_place, [*asked, public_url])


def _place(url: str) -> tuple[str, int | None] | None:
    """Host and port."""
    try:
        parts = urlsplit(url)
        return (parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme)) if parts.hostname else None
    except ValueError:
        return None
