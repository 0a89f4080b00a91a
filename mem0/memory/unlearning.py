"""What one add taught, taken back: what it made goes, what it changed is as it was.

Pure, like `mem0.memory.decisions`, whose opposite it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mem0.memory.decisions import fingerprint
from mem0.memory.types import Change, Record

Slot = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Taught:
    """What a store has that one add left behind."""

    made: Sequence[Record]
    """The memories that came from it, whatever their state."""
    closed: Sequence[Record] = ()
    """Those that one of these has replaced or taken back."""
    rivals: Sequence[Record] = ()
    """Disputed ones in the slots of those that are disputed."""
    confirmed: Sequence[Record] = ()
    """Others that name one of its messages among their sources."""
    messages: Collection[str] = ()
    twins: Mapping[bytes, Record] = field(default_factory=dict)
    """Active memories, by fingerprint, with the words of one that was closed."""


def changes(taught: Taught, now: dt.datetime) -> list[Change]:
    """What it takes that nothing of it is believed any more."""
    gone = {record.id: record for record in taught.made}
    before = {
        record.id: record
        for record in (*taught.closed, *taught.rivals, *taught.confirmed)
        if record.id not in gone
    }
    after = dict(before)
    for old in taught.closed:
        if old.id in after:
            after[old.id] = _without_heir(old, gone, taught.twins)
    for old in _alone(taught.rivals, gone):
        after[old.id] = _standing(old)
    for old in taught.confirmed:
        if old.id in after:
            after[old.id] = _unconfirmed(after[old.id], taught.messages)
    return [
        *(
            Change("RESTORE", replace(new, updated_at=now), previous=before[key])
            for key, new in after.items()
            if new != before[key]
        ),
        *(Change("DELETE", record, previous=record) for record in taught.made),
    ]


def _without_heir(
    old: Record, gone: Mapping[str, Record], twins: Mapping[bytes, Record]
) -> Record:
    """What was replaced stands again, unless something that stays replaces it too."""
    heir = old.replaced_by
    while heir is not None and heir in gone:
        heir = gone[heir].replaced_by
    twin = twins.get(fingerprint(old))
    if heir is None and twin is not None:
        heir = twin.id
    return _standing(old) if heir is None else replace(old, replaced_by=heir)


def _standing(old: Record) -> Record:
    return replace(old, state="active", replaced_by=None, valid_to=None, closed_at=None)


def _alone(rivals: Sequence[Record], gone: Mapping[str, Record]) -> list[Record]:
    """Those of the disputed that nobody disputes any more."""
    left: dict[Slot, list[Record]] = {}
    for rival in rivals:
        if rival.id not in gone:
            left.setdefault((rival.subject, rival.attribute), []).append(rival)
    return [each[0] for each in left.values() if len(each) == 1]


def _unconfirmed(old: Record, messages: Collection[str]) -> Record:
    return replace(
        old,
        confirmations=max(0, old.confirmations - 1),
        sources=tuple(source for source in old.sources if source not in messages),
    )
