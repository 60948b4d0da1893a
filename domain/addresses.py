"""Whose an address is, as far as addresses tell: what is counted as one party, whatever is counted."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """The address, of IPv4 where it is only spelled as one of IPv6; None for any other text."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address


@lru_cache(maxsize=1_000)
def party_of(text: str) -> str:
    """The address, or of IPv6 the /64 network: what one customer is given. Any other text is a party by itself."""
    address = address_of(text)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), 64), strict=False))
    return text if address is None else str(address)
