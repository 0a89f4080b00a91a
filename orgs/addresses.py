"""The address a request comes from, which limits without a key are counted by."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

AnyRequest = HttpRequest | Request
"""Django's, or REST framework's, which passes its attributes on."""

UNKNOWN = "0.0.0.0"  # noqa: S104  not a place to listen on


def client_ip(request: AnyRequest) -> str:
    """The peer, or, behind a trusted proxy, the peer that proxy saw.

    The last entry of X-Forwarded-For is the one the proxy wrote; those before it are
    whatever the client sent.
    """
    if settings.CONFIGURATION.trusted_proxies:
        forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1]
        if found := _address(forwarded):
            return found
    return _address(str(request.META.get("REMOTE_ADDR", ""))) or UNKNOWN


def _address(text: str) -> str:
    """The address in `1.2.3.4`, `1.2.3.4:80`, `::1` or `[::1]:80`; '' for none."""
    text = text.strip()
    for candidate in (text, text.rpartition(":")[0]):
        try:
            return _counted(ipaddress.ip_address(candidate.strip("[]")))
        except ValueError:
            continue
    return ""


def _counted(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """Who has one IPv6 address has 2^64 of them: their network counts."""
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
