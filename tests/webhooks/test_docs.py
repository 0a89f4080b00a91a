"""The page about webhooks says what the code does."""

from __future__ import annotations

from pathlib import Path

import webhooks
from webhooks.api_urls import ROOT, urlpatterns
from webhooks.delivering import SCHEDULE
from webhooks.events import EVENT_TYPES

PAGE = (Path(webhooks.__file__).parents[1] / "docs/webhooks.md").read_text()


def spoken(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 3600 else f"{seconds // 3600} h"


def test_every_event_type_is_described():
    assert [name for name in EVENT_TYPES if f"`{name}`" not in PAGE] == []


def test_the_schedule_is_the_one_in_force():
    *waits, last = [spoken(seconds) for seconds in SCHEDULE[1:]]
    said = " ".join(PAGE.split())
    assert f"after {', '.join(waits)} and {last}," in said


def test_every_route_is_described():
    for pattern in urlpatterns:
        path = str(pattern.pattern).removeprefix(ROOT)
        for name in ("webhook_id", "project_id", "delivery_id"):
            shown = "id" if name == "webhook_id" else name
            path = path.replace(f"<str:{name}>", f"{{{shown}}}")
        assert path in PAGE
