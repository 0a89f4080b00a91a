"""Addresses that keep sending wrong keys: refused before anything is looked up.

Failures are counted for all processes together; that an address is over its limit
is remembered by each, so that a flood of wrong keys costs no look-ups. Keys that
were let in before stay welcome: one broken client must not lock out the others
behind the same address.
"""

from __future__ import annotations

import time

from django.conf import settings

from mem0.exceptions import RateLimitError
from orgs import counting
from orgs.addresses import AnyRequest, client_ip
from orgs.plans import Rate

REMEMBERED = 10_000
NOUN = "failed authentications"

_blocked: dict[str, counting.Usage] = {}


def blocked(request: AnyRequest) -> RateLimitError | None:
    """Why this address is refused at the moment; None when it is not."""
    if not _blocked:
        return None
    usage = _blocked.get(client_ip(request))
    if usage is None or usage.reset <= time.time():
        return None
    return counting.refusal(usage, NOUN)


def record(request: AnyRequest) -> dict[str, str]:
    """Count a failure; the headers of its answer. Raises `RateLimitError` when the
    address has had its share."""
    limit: int = settings.FAILED_AUTHENTICATIONS_PER_MINUTE
    if not limit:
        return {}
    address = client_ip(request)
    window = counting.Window("auth:failed", address, Rate(limit, 60))
    for usage in counting.count(request, [window]):
        if usage.over:
            _remember(address, usage)
            raise counting.refusal(usage, NOUN)
        return usage.headers()
    return {}


def _remember(address: str, usage: counting.Usage) -> None:
    if len(_blocked) >= REMEMBERED:
        _blocked.clear()
    _blocked[address] = usage
