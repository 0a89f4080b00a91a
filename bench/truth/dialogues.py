"""The dialogues of the set: read from the data files and made by the generator.

Each belongs to one half, by a hash of its id: rules are tuned on the tuning half
and judged on the judging half.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BASE = dt.datetime(2023, 5, 8, 12, 0, tzinfo=dt.UTC)
"""A Monday; `day` and `hour` of a message count from the midnight before it."""
DATA = Path(__file__).parent / "data"
ROLES = ("user", "assistant", "system", "tool")


@dataclass(frozen=True, slots=True)
class Turn:
    role: str
    content: str
    said_at: dt.datetime
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What is said, what should be known after it, and what must not be."""

    id: str
    kind: str
    turns: tuple[Turn, ...]
    language: str = "en"
    timezone: str = "UTC"
    expect: tuple[Mapping[str, Any], ...] = ()
    forbid: tuple[tuple[str, ...], ...] = ()
    forbid_slots: tuple[str, ...] = ()
    only: bool = False
    """Nothing but the expected facts may be found."""
    ask: tuple[Mapping[str, Any], ...] = ()
    """Questions for a search: words of the first hit, words of stale ones."""
    origin: str = field(default="hand", compare=False)

    @property
    def half(self) -> str:
        digest = hashlib.sha256(self.id.encode()).digest()
        return "tuning" if digest[0] % 2 == 0 else "judging"


def parsed(raw: Mapping[str, Any], origin: str) -> Dialogue:
    """A dialogue from its JSON form."""
    day = 0
    turns: list[Turn] = []
    for message in raw["messages"]:
        day = message.get("day", day)
        role = next(role for role in ROLES if role in message)
        said_at = BASE + dt.timedelta(days=day, minutes=len(turns))
        said_at = said_at.replace(hour=message.get("hour", 12))
        turns.append(Turn(role, message[role], said_at, message.get("name")))
    return Dialogue(
        id=raw["id"],
        kind=raw["kind"],
        turns=tuple(turns),
        language=raw.get("language", "en"),
        timezone=raw.get("timezone", "UTC"),
        expect=tuple(raw.get("expect", ())),
        forbid=tuple(tuple(words) for words in raw.get("forbid", ())),
        forbid_slots=tuple(raw.get("forbid_slots", ())),
        only=raw.get("only", False),
        ask=tuple(raw.get("ask", ())),
        origin=origin,
    )


def handwritten() -> Iterator[Dialogue]:
    for path in sorted(DATA.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield parsed(json.loads(line), "hand")
