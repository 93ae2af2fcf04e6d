"""Keeps crawls on the public network: no page may lead one to this machine, its neighbours or its cloud's metadata."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

# Public by their numbers, yet services of the machine's own cloud or network: protocol assignments (Oracle's metadata
# among them), relays of 6to4, Azure's host.
SPECIAL: Final = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
# Addresses of IPv4 in the clothes of IPv6 (RFC 6052); the ipaddress module knows the others.
NAT64: Final = IPv6Network("64:ff9b::/96")


class PrivateAddress(IgnoreRequest):
    """The address is not on the public network, and the crawl is not allowed elsewhere."""


class PublicNetworkOnly:
    """Refuses requests to addresses in numbers that are not public, and tells which names the resolver refused."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware of a crawl."""
        return cls(allow_private=crawler.settings.getbool("BABELWIRE_ALLOW_PRIVATE"))

    def process_request(self, request: Request) -> None:
        """Refuse what is not public before anything is asked of it: pages, redirects, robots.txt, sitemaps."""
        host = _host_of(request)
        if self._allow_private:
            _allow(host)
            return
        address = address_of(host)
        if (address and not is_public(address)) or host in _refused():
            raise PrivateAddress(f"{host} is not on the public network; BABELWIRE_ALLOW_PRIVATE would allow it")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name that the resolver refused from one that nobody knows."""
        if isinstance(exception, CannotResolveHostError) and _host_of(request) in _refused():
            raise PrivateAddress(f"{_host_of(request)} leads to an address off the public network") from exception


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only, and to others where a crawl may go everywhere and asks for them.

    The connection is made to the very address that was judged, so neither redirects nor names that change their address
    from one moment to the next get around it; nor does another spelling of an address.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.refused: set[str] = set()
        # A proxy is the operator's choice, wherever it stands.
        self.allowed = {urlsplit(proxy).hostname or "" for proxy in getproxies().values()}

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """Return the address of a name; fail where it is not public."""
        return super().getHostByName(name, timeout).addCallback(self._judged, name.lower())

    def _judged(self, address: str, name: str) -> str:
        if name in self.allowed or is_public(ip_address(address)):
            return address
        self.refused.add(name)
        raise DNSLookupError(f"{name} leads to {address}, which is not on the public network")


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host gives in numbers, in whatever spelling; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        # As the system reads it: 2130706433, 0x7f.1 and 0177.0.0.1 are all this machine.
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, ValueError):
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the public network, and of one host."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in special for special in SPECIAL)
    inner = IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else address.ipv4_mapped or address.sixtofour
    if inner is not None:
        return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_site_local)


def _host_of(request: Request) -> str:
    return (urlparse_cached(request).hostname or "").lower()


def _allow(host: str) -> None:
    if resolver := _resolver():
        resolver.allowed.add(host)


def _refused() -> set[str]:
    resolver = _resolver()
    return resolver.refused if resolver else set()


def _resolver() -> PublicResolver | None:
    # The process has one reactor with one resolver; it is there only once a crawl runs.
    from twisted.internet import reactor

    found = getattr(reactor, "resolver", None)
    return found if isinstance(found, PublicResolver) else None
