"""Waiting for a row to be finished, with short looks and no transaction in between."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, TypeVar

from mem0.exceptions import ValidationError
from memories.models import Event, EventStatus
from orgs.models import Project
from orgs.tenancy import tenant

Row = TypeVar("Row")

LONGEST = 60.0
"""Seconds a request waits at most; asking for more is asking for this."""
FIRST_LOOK, SLOWEST_LOOK = 0.02, 0.5


def seconds(raw: Any) -> float:
    """The seconds of a `wait` parameter. Raises `ValidationError`."""
    try:
        asked = float(str(raw)[:20])
    except ValueError:
        asked = math.nan
    if not asked >= 0:
        raise ValidationError("wait must be a number of seconds, 0 or more.")
    return min(asked, LONGEST)


def until(look: Callable[[], Row], done: Callable[[Row], bool], limit: float) -> Row:
    """The row as soon as it is done, or as it is when `limit` seconds are over."""
    end = time.monotonic() + limit
    pause = FIRST_LOOK
    row = look()
    while not done(row) and (left := end - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, SLOWEST_LOOK)
        row = look()
    return row


def for_event(project: Project, event: Event, limit: float) -> Event:
    """The event when it is over, or as it is when the time is up."""

    def look() -> Event:
        with tenant(project):
            found: Event = project.events.get(pk=event.pk)
        return found

    return until(look, over, limit)


def over(event: Event) -> bool:
    """Whether nothing more will happen to it."""
    return event.status in {EventStatus.SUCCEEDED, EventStatus.FAILED}
