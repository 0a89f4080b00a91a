"""The address a request comes from, which limits without a key are counted by."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104  not a place to listen on


def client_ip(request: HttpRequest) -> str:
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
            return str(ipaddress.ip_address(candidate.strip("[]")))
        except ValueError:
            continue
    return ""
