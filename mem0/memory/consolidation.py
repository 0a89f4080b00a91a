"""What somebody's memories could be tidied into: duplicates folded, stale facts closed,
recurring topics written down. Pure: no store, no clock; a proposal changes nothing.

The rules are those of writing (`mem0.memory.decisions`) looked at again over everything
that is known, because facts that came apart in time, in language or through another
extractor were never compared with each other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from mem0.memory.decisions import NEAR_DUPLICATE
from mem0.memory.rules.normalize import normalized, same_statement
from mem0.memory.rules.slots import is_single_valued
from mem0.memory.topics import Topic
from mem0.memory.types import Change, Record, Scope, Vector

Kind = Literal["merge", "supersede", "pattern", "expire"]
BLOCK = 512
"""Rows of a scope that are compared with all others at a time."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing to do. `kept` stays (or, for a pattern, is new); `others` are the
    memories that are folded into it, replaced by it, or its evidence. What is to expire
    is `kept` as well: it is kept, out of sight."""

    kind: Kind
    kept: Record
    others: tuple[Record, ...]
    reason: str


def owner(record: Record) -> Scope:
    """Whom a memory is about: runs come and go, the person stays."""
    return replace(record.scope, run_id=None)


def proposals(
    records: Sequence[Record], vectors: Sequence[Vector]
) -> Iterator[Proposal]:
    """Merges first, then what is stale among the rest.

    `records` are the active memories of one owner, `vectors` their unit embeddings in
    the same order.
    """
    folded: set[str] = set()
    for merge in duplicates(records, vectors):
        folded.update(record.id for record in merge.others)
        yield merge
    yield from stale([record for record in records if record.id not in folded])


def duplicates(
    records: Sequence[Record], vectors: Sequence[Vector]
) -> Iterator[Proposal]:
    """Groups of memories that state the same; the most telling one is kept."""
    taken: set[int] = set()
    for number, near in enumerate(_neighbours(vectors)):
        if number in taken or records[number].immutable:
            continue
        same = [
            other
            for other in near
            if other not in taken and _same(records[number], records[other])
        ]
        if not same:
            continue
        taken.update([number, *same])
        group = sorted((records[n] for n in (number, *same)), key=_telling)
        reason = f"{len(group)} memories state the same"
        yield Proposal("merge", group[-1], tuple(group[:-1]), reason)


def stale(records: Sequence[Record]) -> Iterator[Proposal]:
    """Slots that hold one value at a time and have several: the last said holds."""
    slots: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        if record.subject and record.attribute and is_single_valued(record.attribute):
            slots[record.subject.casefold(), record.attribute].append(record)
    for (_, attribute), group in slots.items():
        latest = max(group, key=said)
        older = tuple(
            record
            for record in group
            if said(record) < said(latest)
            and not record.immutable
            and _value(record) != _value(latest)
        )
        if older:
            reason = f"{attribute}: {latest.value} was said later"
            yield Proposal("supersede", latest, older, reason)


def changes(proposal: Proposal, now: dt.datetime) -> list[Change]:
    """What a merge, a supersession or an expiry writes."""
    if proposal.kind == "expire":
        last = last_day(now)
        gone = replace(proposal.kept, expiration_date=last, updated_at=now)
        return [Change("UPDATE", gone, previous=proposal.kept)]
    if proposal.kind == "supersede":
        return [
            Change("SUPERSEDE", _closed(old, proposal.kept, now), previous=old)
            for old in proposal.others
        ]
    kept = proposal.kept
    strengthened = replace(
        kept,
        confirmations=kept.confirmations
        + sum(1 + old.confirmations for old in proposal.others),
        confirmed_at=max(map(said, (kept, *proposal.others))),
        sources=tuple(
            dict.fromkeys(s for r in (kept, *proposal.others) for s in r.sources)
        ),
    )
    merged = [
        replace(old, state="merged", replaced_by=kept.id, updated_at=now)
        for old in proposal.others
    ]
    return [
        Change("CONFIRM", strengthened, previous=kept),
        *(
            Change("MERGE", new, previous=old)
            for new, old in zip(merged, proposal.others, strict=True)
        ),
    ]


def last_day(now: dt.datetime) -> dt.date:
    """The last day on which something that expires at once was shown."""
    return now.astimezone(dt.UTC).date() - dt.timedelta(days=1)


def pattern(topic: Topic, record: Record, known: Sequence[Record]) -> Proposal | None:
    """A topic as a memory of its own; None if an earlier run wrote it down as it is.

    `known` are the patterns that stand; one about the same topic with less evidence is
    what the new one replaces.
    """
    evidence = {member.id for member in topic.evidence}
    for old in known:
        if old.provenance.get("topic") == topic.key:
            if evidence <= set(old.provenance.get("evidence", ())):
                return None
            record = replace(
                record, provenance={**record.provenance, "replaces": old.id}
            )
    reason = f"{len(evidence)} memories come back to it"
    return Proposal("pattern", record, tuple(topic.evidence), reason)


def said(record: Record) -> dt.datetime:
    """When it was stated or restated last."""
    first = record.valid_from or record.created_at
    return max(first, record.confirmed_at or first)


def _neighbours(vectors: Sequence[Vector]) -> Iterator[list[int]]:
    """For each row the later rows whose cosine speaks for the same statement."""
    if not vectors:
        return
    rows = np.asarray(vectors, np.float32)
    for start in range(0, len(rows), BLOCK):
        cosines = rows[start : start + BLOCK] @ rows.T
        for number, line in enumerate(cosines, start):
            near = np.flatnonzero(line[number + 1 :] >= NEAR_DUPLICATE)
            yield [int(position) + number + 1 for position in near]


def _same(one: Record, other: Record) -> bool:
    alike = (
        (one.metadata or {}) == (other.metadata or {})
        and one.expiration_date == other.expiration_date
        and one.attributed_to == other.attributed_to
        and _value(one) == _value(other)
        and not other.immutable
        and not one.synthesized
        and not other.synthesized
    )
    return alike and same_statement(one.text, other.text)


def _telling(record: Record) -> tuple[int, dt.datetime, str]:
    """The longer text says more; of two alike the later one is current."""
    return len(record.text), said(record), record.id


def _value(record: Record) -> str | None:
    return None if record.value is None else normalized(record.value)


def _closed(old: Record, new: Record, now: dt.datetime) -> Record:
    return replace(
        old,
        state="superseded",
        valid_to=said(new),
        replaced_by=new.id,
        updated_at=now,
    )
