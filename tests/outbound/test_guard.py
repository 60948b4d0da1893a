"""Which addresses may be asked, as far as that is arithmetic."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.upstream import Unreachable
from outbound.guard import Guard, permitted_addresses, resolve

GUARD = Guard()
# Written down anew, from the registries of IANA, so that a line lost in the guard is found.
PRIVATE = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
    *("168.63.129.16/32", "192.88.99.0/24"),
]
PRIVATE_6 = [
    *("::/8", "100::/64", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001::/23", "2001:db8::/32", "3fff::/20"),
    *("64:ff9b:1::/48", "5f00::/16"),
]


def within(network: str) -> st.SearchStrategy[int]:
    parsed = IPv6Network(network) if ":" in network else IPv4Network(network)
    return st.integers(int(parsed.network_address), int(parsed.broadcast_address))


private = st.sampled_from(PRIVATE).flatmap(within).map(IPv4Address)
public = st.sampled_from(["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.0", "192.0.1.0"])


def spellings(address: IPv4Address) -> list[str]:
    """The address in each form of IPv6 that carries one."""
    number = int(address)
    high, low = number >> 16, number & 0xFFFF
    return [
        str(address),
        f"::ffff:{address}",
        f"::ffff:{high:x}:{low:x}",
        f"0:0:0:0:0:ffff:{high:x}:{low:x}",
        f"2002:{high:x}:{low:x}::1",
        f"64:ff9b::{high:x}:{low:x}",
        f"64:ff9b:1::{high:x}:{low:x}",
        f"::{high:x}:{low:x}",
        f"2001:0:{high:x}:{low:x}::",
        f"2001:0:4136:e378:8000:63bf:{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}",
        f"2a00:1450:4001:81b:0:5efe:{high:x}:{low:x}",
        f"2a00:1450:4001:81b:200:5efe:{high:x}:{low:x}",
    ]


@given(private)
def test_a_private_address_is_refused_in_every_spelling(address: IPv4Address) -> None:
    assert [text for text in spellings(address) if GUARD.permits(text)] == []


@given(st.sampled_from(PRIVATE_6).flatmap(within).map(IPv6Address))
def test_a_private_address_of_ipv6_is_refused(address: IPv6Address) -> None:
    assert not GUARD.permits(str(address)) or address in IPv6Network("64:ff9b::/96")
    assert not GUARD.permits(f"{address}%eth0") or address in IPv6Network("64:ff9b::/96")


@given(public)
def test_a_public_address_is_permitted_also_as_mapped_and_by_nat64(text: str) -> None:
    number = int(IPv4Address(text))

    assert GUARD.permits(text)
    assert GUARD.permits(f"::ffff:{text}")
    assert GUARD.permits(f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}")


@given(st.ip_addresses(v=4).filter(lambda address: address.is_private or address.is_multicast or address.is_reserved))
def test_what_python_calls_private_is_refused(address: IPv4Address) -> None:
    assert not GUARD.permits(str(address))


@given(st.ip_addresses(v=6).filter(lambda address: not address.is_global))
def test_what_python_calls_not_global_is_refused(address: IPv6Address) -> None:
    assert not GUARD.permits(str(address))


@given(st.text(max_size=30))
def test_what_is_no_address_is_refused(text: str) -> None:
    assert not GUARD.permits("x" + text)


def test_what_the_operator_allows_is_permitted_and_nothing_beside_it() -> None:
    guard = Guard(["10.1.0.0/16", "fd00::/64"])

    allowed = ["10.1.2.3", "::ffff:10.1.2.3", "fd00::7", "8.8.8.8"]
    refused = ["10.2.0.1", "2002:a01:203::1", "64:ff9b::a01:203", "fd00:0:0:1::7", "127.0.0.1"]
    assert [text for text in allowed + refused if guard.permits(text)] == allowed


@pytest.mark.anyio
@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "localhost", "::1", "127.0.0.1"]
)
async def test_a_host_that_the_system_takes_for_loopback_is_refused_however_it_is_spelled(host: str) -> None:
    with pytest.raises(Unreachable, match="not allowed"):
        await permitted_addresses(GUARD, resolve, host, 80)


@pytest.mark.anyio
async def test_of_a_name_with_several_addresses_only_the_permitted_are_kept() -> None:
    async def several(_host: str, _port: int) -> list[str]:
        return ["10.0.0.1", "93.184.216.34", "::1", "169.254.169.254"]

    assert await permitted_addresses(GUARD, several, "charts.example", 443) == ["93.184.216.34"]
