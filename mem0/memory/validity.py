"""From when a reader looks: what holds now, what held then, what was known then.

Two clocks run beside each other. `as_of` asks for what held at a time in the world;
`known_at` for what the store had learned by a time, wrong or not. A reader that names
neither sees everything that is neither expired nor merged into another memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mem0.memory.filters import Condition, Filter, Not, all_of, any_of
from mem0.memory.types import Record

DISPUTED: Filter = all_of(
    Condition("state", "eq", "disputed"), Not(Condition("replaced_by", "exists"))
)
"""What is contradicted by an equal: as current as what contradicts it."""


@dataclass(frozen=True, slots=True)
class View:
    """Which of the memories of a scope are shown. Times are aware and in UTC."""

    as_of: dt.datetime | None = None
    known_at: dt.datetime | None = None
    show_expired: bool = False
    latest_only: bool = False
    include_merged: bool = False

    @property
    def travels(self) -> bool:
        """Whether it looks from another time than now."""
        return self.as_of is not None or self.known_at is not None

    def condition(self, now: dt.datetime) -> Filter:
        """What a memory must be to be shown, for a reader at `now`."""
        parts: list[Filter] = []
        if not self.show_expired:
            day = (self.as_of or self.known_at or now).date()
            parts.append(Not(Condition("expiration_date", "lt", day)))
        if self.known_at is not None:
            parts.append(Condition("recorded_at", "lte", self.known_at))
        if self.as_of is not None:
            parts.append(self._held(self.as_of))
        elif self.latest_only:
            parts.append(self._still(Condition("state", "eq", "active"), DISPUTED))
        if not self.include_merged and not self.latest_only:
            parts.append(self._still(Condition("state", "ne", "merged")))
        return all_of(*parts)

    def seen(self, record: Record, texts: Mapping[str, str] | None = None) -> Record:
        """The record as it was known at `known_at`; as it is without one.

        `texts` has the words of memories whose words were changed since.
        """
        if self.known_at is None:
            return record
        text = (texts or {}).get(record.id, record.text)
        if record.closed_at is None or record.closed_at <= self.known_at:
            return replace(record, text=text)
        return replace(
            record,
            text=text,
            state="active",
            closed_at=None,
            valid_to=None,
            replaced_by=None,
        )

    def standing(self, record: Record) -> Record:
        """The record for ranking: what held at `as_of` is not ranked as replaced."""
        if self.as_of is None:
            return record
        return replace(record, state="active", valid_to=None, replaced_by=None)

    def _held(self, moment: dt.datetime) -> Filter:
        since = any_of(
            Condition("valid_from", "exists"), Condition("created_at", "lte", moment)
        )
        return all_of(
            since,
            Not(Condition("valid_from", "gt", moment)),
            self._still(
                all_of(
                    Not(Condition("valid_to", "lte", moment)),
                    Not(Condition("state", "eq", "retracted")),
                )
            ),
        )

    def _still(self, *conditions: Filter) -> Filter:
        """One of the conditions holds, or whatever broke them was not known yet."""
        if self.known_at is None:
            return any_of(*conditions)
        return any_of(*conditions, Condition("closed_at", "gt", self.known_at))


NOW = View()


def state_of(record: Record, now: dt.datetime) -> str:
    """One of current, superseded, merged, disputed, retracted, expired."""
    if record.state != "active":
        return record.state
    over = record.valid_to is not None and record.valid_to <= now
    expires = record.expiration_date
    if over or (expires is not None and expires < now.date()):
        return "expired"
    return "current"
