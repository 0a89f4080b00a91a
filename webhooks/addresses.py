"""Which addresses the server may call on behalf of somebody else.

A URL that a customer gives must not reach the inside of the network the server
stands in. The text of a URL is checked when it is stored, without DNS, so that a
mistake is told at once; the addresses behind its name are checked on every
connection (`webhooks.http`), because only those are what a request reaches.
"""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

import httpx2
from django.conf import settings

from mem0.exceptions import ValidationError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAX_URL = 2048
DENIED: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "::/96", "64:ff9b::/96",
        "64:ff9b:1::/48", "100::/64", "2001::/32", "2002::/16", "5f00::/16",
    )
)  # fmt: skip
"""Special networks that Python calls global, or that carry a private IPv4 inside."""
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}")
DENIED_PORTS = frozenset({
    1433, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5432, 5672, 5900, 5984, 6000, 6379,
    6443, 6667, 9042, 9200, 9300, 10250, 11211, 27017,
})  # fmt: skip
"""Ports above 1023 where something other than a web server is usually listening."""


@dataclass(frozen=True, slots=True)
class AllowList:
    """Hosts and networks that are open although they are not public."""

    names: frozenset[str]
    networks: tuple[Network, ...]

    def names_host(self, host: str) -> bool:
        """Whether the host is listed: itself, its parent as `.parent`, its address."""
        host = host.rstrip(".").lower()
        address = literal(host)
        if address is not None:
            return self.covers(address)
        parts = host.split(".")
        parents = {"." + ".".join(parts[start:]) for start in range(1, len(parts))}
        return host in self.names or not parents.isdisjoint(self.names)

    def covers(self, address: Address) -> bool:
        """Whether the address is in a listed network."""
        return any(address in network for network in self.networks)


def allow_list() -> AllowList:
    """What the setting `OUTBOUND_ALLOWED_HOSTS` opens."""
    return _allow_list(tuple(settings.OUTBOUND_ALLOWED_HOSTS))


@lru_cache(maxsize=8)
def _allow_list(entries: tuple[str, ...]) -> AllowList:
    names, networks = set(), []
    for entry in entries:
        try:
            networks.append(ip_network(entry.strip("[]"), strict=False))
        except ValueError:
            names.add(entry.lower())
    return AllowList(frozenset(names), tuple(networks))


def is_public(address: str) -> bool:
    """Whether an address, as the resolver gives it, is one of the open internet."""
    ip = _unwrapped(ip_address(address))
    return (
        ip.is_global
        and not ip.is_multicast
        and not ip.is_reserved
        and not any(ip in network for network in DENIED)
    )


def may_connect(host: str, addresses: Sequence[str]) -> bool:
    """Whether all addresses of a host may be called; one bad address spoils it."""
    allowed = allow_list()
    if allowed.names_host(host):
        return True
    return bool(addresses) and all(
        is_public(each) or allowed.covers(_unwrapped(ip_address(each)))
        for each in addresses
    )


def literal(host: str) -> Address | None:
    """The address a host text spells, also in the old forms (`0x7f.1`, `2130706433`)."""
    with contextlib.suppress(ValueError):
        return _unwrapped(ip_address(host.strip("[]")))
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def check_url(url: str) -> httpx2.URL:
    """The URL, parsed, when its text names a public web address; asks no DNS.

    Raises `ValidationError` with a sentence for the person who typed it.
    """
    parsed = _parsed(url)
    host = parsed.raw_host.decode("ascii")
    listed = allow_list().names_host(host)
    if parsed.scheme not in {"https", "http"} or not host:
        raise ValidationError("Enter a complete URL that starts with https://.")
    if parsed.userinfo:
        raise ValidationError("The URL must not contain a user name or password.")
    if listed:
        return parsed
    if parsed.scheme != "https":
        raise ValidationError("The URL must start with https://.")
    if not _is_public_host(host):
        raise ValidationError("The URL must not point to a private or local address.")
    port = parsed.port or 443
    if port in DENIED_PORTS or (port < 1024 and port not in {80, 443}):
        raise ValidationError(f"Port {port} is not allowed.")
    return parsed


def _parsed(url: str) -> httpx2.URL:
    if len(url) > MAX_URL:
        raise ValidationError(f"The URL must have at most {MAX_URL} characters.")
    try:
        return httpx2.URL(url)
    except (httpx2.InvalidURL, UnicodeError) as exc:
        raise ValidationError("Enter a valid URL.") from exc


def _is_public_host(host: str) -> bool:
    address = literal(host)
    if address is not None:
        return is_public(str(address))
    host = host.rstrip(".").lower()
    labels = host.split(".")
    return (
        len(host) <= 253
        and len(labels) > 1
        and labels[-1] != "localhost"
        and all(map(LABEL.fullmatch, labels))
    )


def _unwrapped(ip: Address) -> Address:
    return getattr(ip, "ipv4_mapped", None) or ip
