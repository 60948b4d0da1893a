"""Which addresses may be asked, and the connecting to exactly those.

Owns the list of what is refused, and the one step between a host's name and a connection: the name is resolved once,
each of its addresses is held against the list, and the connection goes to an address that passed, never to the name.
So there is no moment in which a name could come to mean something else (DNS rebinding). Must not know HTTP.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import TypeAlias

import httpcore2

from domain.addresses import address_of
from domain.upstream import Unreachable
from outbound.urls import is_address

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]

MAX_ADDRESSES = 8  # of one host are tried

# IANA's registries of special-purpose addresses (RFC 6890 and its successors), and one that a cloud uses for itself.
_REFUSED_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network; Linux takes it for loopback
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers (CGNAT); a cloud's metadata too
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's own services, which answer every machine there
        "169.254.0.0/16",  # link-local, the metadata of most clouds among it
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; a cloud's metadata too
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast among it
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")  # all that is given out; the rest is loopback, local, multicast or nobody's
_REFUSED_6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which nobody routes any more (RFC 7526), and which carries addresses of IPv4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# Forms that carry an address of IPv4 at the right: they are as good as what they carry.
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)  # in bits 32 to 63, before an address of IPv4


class Guard:
    """Says which addresses may be asked: those of the public internet, and what the operator allows besides."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed: tuple[Network, ...] = tuple(ip_network(text, strict=False) for text in allowed)

    def permits(self, text: str) -> bool:
        """Whether a connection to this address is allowed. What is no address is not."""
        address = address_of(text.partition("%")[0])
        if address is None:
            return False
        return any(address in network for network in self._allowed) or _is_public(address)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses that a host's name has, as the system says; so `127.1` and `0x7f000001` are what it takes them for.

    Raises OSError, or UnicodeError for what cannot be a name.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to addresses that the guard permits, and to nothing else."""

    def __init__(self, guard: Guard, resolve: Resolve) -> None:
        self._guard = guard
        self._resolve = resolve
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as the interface has it
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to the first address of the host that takes one. Unreachable, httpcore2's errors."""
        permitted = await self._permitted(host, port, timeout)
        share = timeout and timeout / len(permitted)
        for address in permitted[:-1]:
            try:
                return await self._network.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self._network.connect_tcp(permitted[-1], port, share, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - as the interface has it
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Never."""
        raise Unreachable("Sockets of this machine may not be asked.")

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        await self._network.sleep(seconds)

    async def _permitted(self, host: str, port: int, within_s: float | None) -> list[str]:
        try:
            async with asyncio.timeout(within_s):
                return await permitted_addresses(self._guard, self._resolve, host, port)
        except TimeoutError:
            raise httpcore2.ConnectTimeout("its name is not resolved in time") from None


async def permitted_addresses(guard: Guard, resolve: Resolve, host: str, port: int) -> list[str]:
    """The addresses of a host that may be asked, one at least. Unreachable when there is none."""
    try:
        addresses = await resolve(host, port)
    except (OSError, UnicodeError):
        raise not_allowed(host) from None
    permitted = [address for address in addresses if guard.permits(address)]
    if not permitted:
        raise not_allowed(host)
    return permitted[:MAX_ADDRESSES]


def not_allowed(host: str) -> Unreachable:
    """What is told of a host that may not be asked; its address is not.

    Of a name no more than of one that nobody has: whoever asks shall not learn which names there are inside.
    """
    if is_address(host):
        return Unreachable(f"{host} may not be asked: its address is not allowed (setting ALLOWED_OUTBOUND).")
    return Unreachable(
        f"{host} has no address that may be asked: its name cannot be resolved, or means what is not allowed (setting "
        "ALLOWED_OUTBOUND)."
    )


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_4)
    number = int(address)
    carried = IPv4Address(number & 0xFFFFFFFF)
    if address in _NAT64:
        return _is_public(carried)
    if (number >> 32) & 0xFFFFFFFF in _ISATAP and not _is_public(carried):
        return False
    return address in _GLOBAL_6 and not any(address in network for network in _REFUSED_6)
