"""Connections to public hosts alone, whoever names them."""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

import httpcore

# IPv6 addresses that stand for IPv4 ones: a private host may hide behind them (RFC 6052, 2.1).
_NAT64 = ip_network("64:ff9b::/96")


class PrivateAddress(Exception):
    """The host is not a public one."""


class UnknownHost(Exception):
    """There is no host of that name."""


class Guard(httpcore.AsyncNetworkBackend):
    """Connects to the very address that was looked at, so that no second look-up of the name can lead elsewhere."""

    def __init__(self, *, allow_private: bool) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await _resolved(host, port)
        if not self._allow_private and not all(map(is_public, found)):
            raise PrivateAddress(host)
        for address in found[:-1]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(found[-1], port, timeout, local_address, socket_options)

    async def connect_unix_socket(self, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        raise PrivateAddress("a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _resolved(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as reason:
        raise UnknownHost(host) from reason
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet may be at."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        hidden = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            hidden = ip_address(int(found) & 0xFFFFFFFF)  # type: ignore[assignment]
        if hidden is not None:
            return hidden.is_global and not hidden.is_multicast
    return found.is_global and not found.is_multicast
