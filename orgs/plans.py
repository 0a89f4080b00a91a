"""Plans as data: how often and how much. An organization may have exceptions.

`Organization.plan` names the plan, `Organization.plan_overrides` holds values that
replace the plan's (`per_second`, `per_minute`, `per_day`, `memories`; null means no
limit) or `unlimited: true`, and `tokens` in the place of `PROJECT_TOKENS_PER_MONTH`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from orgs.models import Organization

PROJECT_FACTOR = 2
"""All keys of a project together may do this many times what one key may: more keys
do not multiply a plan, and one key that floods leaves room for another."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Limits of an API key (requests) and of a project (memories). None: no limit."""

    label: str
    per_second: int | None = None
    per_minute: int | None = None
    per_day: int | None = None
    memories: int | None = None

    @property
    def rates(self) -> tuple[Rate, ...]:
        """The windows of a key, the narrowest first."""
        limits = ((self.per_second, 1), (self.per_minute, 60), (self.per_day, 86_400))
        return tuple(Rate(limit, seconds) for limit, seconds in limits if limit)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    limit: int
    seconds: int

    @property
    def word(self) -> str:
        """The window as a sentence names it."""
        return {1: "second", 60: "minute", 3600: "hour", 86_400: "day"}[self.seconds]


PLANS = {
    "free": Plan("Free", 10, 100, 10_000, memories=10_000),
    "pro": Plan("Pro", 10, 1_000, 1_000_000, memories=1_000_000),
    "enterprise": Plan("Enterprise"),
}
UNLIMITED = "enterprise"

_NUMBERS = ("per_second", "per_minute", "per_day", "memories")
_TOKENS = "tokens"


def plan_of(organization: Organization) -> Plan:
    """The plan with the organization's exceptions; an unknown plan is the free one."""
    plan = PLANS.get(organization.plan, PLANS["free"])
    if organization.is_default:
        return Plan(plan.label, memories=plan.memories)
    overrides = organization.plan_overrides
    if not overrides:
        return plan
    if overrides.get("unlimited") is True:
        return Plan(plan.label)
    changed: dict[str, Any] = dict(_numbers(overrides))
    return dataclasses.replace(plan, **changed)


def tokens_of(organization: Organization) -> int | None:
    """Tokens of language models that each project may use in a month; None: no limit."""
    overrides = organization.plan_overrides
    if overrides.get("unlimited") is True:
        return None
    own = _numbers(overrides, (_TOKENS,))
    usual = settings.CONFIGURATION.project_tokens_per_month or None
    return own.get(_TOKENS, usual)


def _numbers(
    overrides: dict[str, Any], names: Sequence[str] = _NUMBERS
) -> dict[str, int | None]:
    """The overrides that make sense; a typing error must not open or close the door."""
    given = {name: overrides[name] for name in names if name in overrides}
    return {
        name: value
        for name, value in given.items()
        if value is None or (type(value) is int and value > 0)
    }
