"""What is shown once: keys and secrets, on the way to the page after the form.

They wait in the session, sealed, because the session is a row of the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from orgs.secrets import seal, unseal

MINUTES = 15
"""How long something that may be looked at again is kept."""


def put(request: HttpRequest, place: str, **secret: str) -> None:
    """Keep something for one look."""
    sealed = {key: seal(text) for key, text in secret.items()}
    until = timezone.now() + dt.timedelta(minutes=MINUTES)
    request.session[_key(place)] = {"until": until.timestamp(), "sealed": sealed}


def take(request: HttpRequest, place: str) -> dict[str, str]:
    """What was kept, for the last time; empty when there is nothing."""
    kept = look(request, place)
    request.session.pop(_key(place), None)
    return kept


def look(request: HttpRequest, place: str) -> dict[str, str]:
    """What was kept, for a while; empty when there is nothing."""
    kept: Mapping[str, Any] = request.session.get(_key(place)) or {}
    if not kept or kept["until"] < timezone.now().timestamp():
        return {}
    return {key: unseal(text) for key, text in kept["sealed"].items()}


def _key(place: str) -> str:
    return f"reveal:{place}"
