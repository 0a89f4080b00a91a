"""What every template can read, also those of pages that are not ours."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")
COOKIE = "theme"


def shell(request: HttpRequest) -> dict[str, Any]:
    """`theme`: what the person chose, '' follows the system; `person`: who it is;
    `mails_are_logged`: whether mails are written to the log only."""
    chosen = request.COOKIES.get(COOKIE, "")
    return {
        "theme": chosen if chosen in THEMES else "",
        "person": getattr(request, "user", None),
        "mails_are_logged": settings.EMAIL_BACKEND.endswith(".console.EmailBackend"),
    }
