"""What the generations of the API differ in, as data.

The views are the same; a route carries its `Version`, and only the questions
below are asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """One generation of the memory endpoints."""

    name: str
    ids_at_top: bool
    """Whether entity ids may stand beside `filters` rather than inside."""
    threshold: float | None
    """Floor on the score of a hit when the request names none."""
    always_wrapped: bool
    """Whether results come as `{"results": […]}` without being asked for."""
    decays: bool
    """Whether a search lets use and disuse count, where the project wants it."""
    always_paged: bool
    """Whether a list has `count`, `next` and `previous` without being asked for."""
    nobody_listed: dict[str, str]
    nobody_searched: dict[str, str]
    """What the hosted platform answers to a list or a search that names nobody."""


_NOBODY = "One of the filters: app_id, user_id, agent_id, run_id is required!"
_NOBODY_V1 = (
    "At least one of the filters: agent_id, user_id, app_id, run_id is required!"
)

V1 = Version(
    "v1", True, None, False, False, False, {"error": _NOBODY}, {"message": _NOBODY_V1}
)
V2 = Version(
    "v2", True, 0.3, False, False, False, {"message": _NOBODY}, {"message": _NOBODY}
)
V3 = Version("v3", False, 0.1, True, True, True, {"error": _NOBODY}, {"error": _NOBODY})
