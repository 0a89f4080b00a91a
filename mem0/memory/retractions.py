"""Taking back: "I never lived in Oslo" says that a memory was wrong from the start.

That is not an end, which would leave it true of the past: what is taken back never held.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from mem0.memory.rules.normalize import LIGHT, NEGATIONS, normalized
from mem0.memory.rules.stems import stems
from mem0.memory.types import Record

NEVER = frozenset(
    [
        "never",
        "nunca",
        "jamás",
        "jamais",
        "nie",
        "niemals",
        "mai",
        "nooit",
        "никогда",
        "jamas",
    ]
)
SAME = 0.75
"""Share of words, without the negation, that two statements have in common."""
_WORD = re.compile(r"[^\W_]+")
_HELPERS = (
    LIGHT
    | NEGATIONS
    | frozenset(["habe", "hab", "hat", "n", "ai", "a", "ho", "hanno", "tenho"])
)


def taken_back(new: Record, known: Iterable[Record]) -> list[Record]:
    """Those of the known memories that a statement with a "never" denies."""
    if new.attributed_to == "assistant" or not NEVER & set(_words(new)):
        return []
    denied = _content(new, new.language)
    found = {
        old.id: old
        for old in known
        if not old.immutable
        and old.state in {"active", "disputed"}
        and not NEGATIONS & set(_words(old))
        and _alike(denied, _content(old, new.language))
    }
    return list(found.values())


def retracted(old: Record, new: Record, now: dt.datetime) -> Record:
    """The memory as one that never held."""
    return replace(
        old,
        state="retracted",
        valid_to=old.valid_from or old.created_at,
        closed_at=now,
        replaced_by=new.id,
        updated_at=now,
    )


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= max(2, SAME * len(one | other))


def _words(record: Record) -> list[str]:
    return _WORD.findall(normalized(record.text))


def _content(record: Record, language: str | None) -> frozenset[str]:
    words = [word for word in _words(record) if word not in _HELPERS]
    return stems(words, language or "en")
