"""Contradictions that time does not settle, and who is believed meanwhile.

An assistant's guess never replaces what a person said. Of two people who say different
things about a third at the same moment neither is believed more; about oneself, one is.
Whatever is said later, by a person, settles the matter as any other update does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mem0.memory.types import Record

USER = "User"
"""How a speaker without a name is called where they are the subject."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A new statement against known ones. `believed` is the one that stands, if any."""

    rivals: Sequence[Record]
    believed: Record | None


def between(new: Record, olds: Sequence[Record]) -> Dispute | None:
    """The dispute that a new statement opens with those it contradicts, if it does."""
    for old in olds:
        if _guessed(new) and not _guessed(old):
            return Dispute((), old)
    equals = [old for old in olds if _same_moment(old, new) and _others(old, new)]
    if not equals or _of_oneself(new):
        return None
    own = [old for old in equals if _of_oneself(old)]
    return Dispute((), own[0]) if own else Dispute(equals, None)


def settled(
    dispute: Dispute, new: Record, now: dt.datetime
) -> tuple[Record, list[tuple[Record, Record]]]:
    """The new record, and the known ones as they were and as they are now.

    Where one side is believed, the other points to it.
    """
    believed = dispute.believed
    added = replace(
        new,
        state="disputed",
        closed_at=now,
        replaced_by=believed.id if believed else None,
    )
    changed = [
        (old, replace(old, state="disputed", closed_at=now, updated_at=now))
        for old in dispute.rivals
        if old.state == "active"
    ]
    return added, changed


def _guessed(record: Record) -> bool:
    return record.attributed_to == "assistant"


def _same_moment(old: Record, new: Record) -> bool:
    return max(old.created_at, old.confirmed_at or old.created_at) == new.created_at


def _others(old: Record, new: Record) -> bool:
    """Whether two speakers said it; one who corrects themselves is not two."""
    return (old.speaker or USER).casefold() != (new.speaker or USER).casefold()


def _of_oneself(record: Record) -> bool:
    subject, speaker = record.subject or USER, record.speaker or USER
    return subject.casefold() == speaker.casefold()
