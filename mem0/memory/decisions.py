"""Facts and what is already known become changes. Pure: no store, no model, no clock.

A fact restates a memory (it is confirmed), replaces one (which is closed, linked and
kept), ends one, or is new. What was said earlier never overwrites what was said
later, in whatever order the two arrive. What contradicts without being newer or
better placed to know is disputed (`mem0.memory.disputes`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mem0.ids import uuid7
from mem0.memory import disputes, retractions
from mem0.memory.rules.normalize import normalized, same_statement
from mem0.memory.types import Change, Fact, Index, Message, Record, Scope

OPPOSITES = {"likes": "dislikes", "dislikes": "likes"}
"""Attributes of which somebody has one or the other for the same value."""
NEAR = 0.5
"""Cosine from which a statement bears on a memory that it shares no word with."""
NEAR_DUPLICATE = 0.80
"""Cosine above which two statements are compared word by word as possible twins."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a store has that bears on one fact; all in the fact's scope, and all but
    `past` active or disputed."""

    twins: Sequence[Record] = ()
    """The same text, once normalised."""
    slots: Sequence[Record] = ()
    """The same subject and attribute."""
    past: Sequence[Record] = ()
    """The same slot; replaced since, but held when the fact was said."""
    similar: Sequence[tuple[Record, float]] = ()
    """The nearest by embedding, with their cosine."""
    shown: Sequence[Record] = ()
    """What a language model was shown; a fact's `supersedes` and `unlike` point into
    it."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a call says about every memory it makes."""

    now: dt.datetime
    metadata: Mapping[str, Any] = field(default_factory=dict)
    expiration_date: dt.date | None = None
    immutable: bool = False
    provenance: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The changes one fact leads to, and why it led to no new memory, if so."""

    changes: tuple[Change, ...] = ()
    refused: str | None = None
    unlike: tuple[Record, ...] = ()
    """Memories a model says it ends, left alone: nothing tells what it has to do with
    them."""


def decide(
    fact: Fact, new: Record, known: Known, given: Given, index: Index
) -> Decision:
    """What a fact, already written as the record it would become, does to the known."""
    twin = _restated(fact, new, known)
    if twin is not None:
        record, exact = twin
        if fact.attributed_to == "assistant" and record.attributed_to == "user":
            return Decision((), "assistant_restatement")  # no evidence: it was told
        reason = "duplicate" if exact else "near_duplicate"
        return Decision(_confirmed(record, new, known, given), reason)
    replaced = _replaced(fact, known)
    olds = [old for old in replaced if not old.immutable]
    dispute = disputes.between(new, olds)
    if dispute is not None:
        added, changed = disputes.settled(dispute, new, given.now)
        return Decision(
            (
                _added(fact, added, index),
                *(Change("DISPUTE", after, previous=old) for old, after in changed),
            )
        )
    later = [old for old in olds if _last_said(old) > _said(new)]
    before = [old for old in olds if old not in later]
    if fact.single_valued:
        before += [old for old in known.past if not _same_value(old, fact)]
    if later:
        new = _closed(new, min(later, key=_last_said), given)
    near = [*known.slots, *(record for record, _ in known.similar)]
    wrong = retractions.taken_back(new, near)
    changes = [_added(fact, new, index)]
    changes += [
        Change("SUPERSEDE", _closed(old, new, given), previous=old)
        for old in before
        if old not in wrong
    ]
    changes += [
        Change("RETRACT", retractions.retracted(old, new, given.now), previous=old)
        for old in wrong
    ]
    return Decision(tuple(changes), unlike=_unlike(fact, new, known, replaced))


def replacing(new: Record, olds: Sequence[Record], now: dt.datetime) -> list[Change]:
    """What it takes that a memory replaces others on a person's word: those that are
    current, not immutable, and were not said again since."""
    return [
        Change("SUPERSEDE", _closed(old, new, Given(now)), previous=old)
        for old in olds
        if _may_end(old, new)
    ]


def fingerprint(record: Record) -> bytes:
    """16 bytes that two memories share if they state the same about the same: their
    normalised text, whose they are, and what was attached to them."""
    parts = (normalized(record.text), record.scope.ids(), dict(record.metadata or {}))
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    encoded = canonical.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=16).digest()


def record_of(
    fact: Fact, messages: Sequence[Message], scope: Scope, given: Given
) -> Record:
    """The memory a fact becomes if nothing known stands against it."""
    said = [messages[i] for i in fact.sources] or list(messages[-1:])
    said_at = max(message.said_at for message in said)
    return Record(
        id=str(uuid7()),
        text=fact.text,
        scope=scope,
        created_at=said_at,
        updated_at=said_at,
        recorded_at=given.now,
        metadata=given.metadata,
        categories=fact.categories,
        expiration_date=given.expiration_date,
        immutable=given.immutable,
        valid_from=_holds_since(fact, said_at),
        event_start=fact.event_start,
        event_end=fact.event_end,
        attributed_to=fact.attributed_to,
        speaker=_cut(fact.speaker, 255),
        subject=_cut(fact.subject, 255),
        attribute=_cut(fact.attribute, 100),
        value=fact.value,
        language=_cut(fact.language, 12),
        confidence=fact.confidence,
        sources=tuple(message.id for message in said),
        episode_id=said[-1].episode_id or None,
        provenance={
            **given.provenance,
            **({"rule": fact.rule} if fact.rule else {}),
            **({"closes": True} if fact.closes else {}),
        },
    )


def scope_of(fact: Fact, scope: Scope) -> Scope:
    """Whose memory a fact is: a user's facts the user's, an assistant's the agent's."""
    if scope.user_id is None or scope.agent_id is None:
        return scope
    if fact.attributed_to == "assistant":
        return replace(scope, user_id=None)
    return replace(scope, agent_id=None)


def _added(fact: Fact, record: Record, index: Index) -> Change:
    """What says that something ended relates nothing."""
    relations = () if fact.closes else fact.relations
    return Change("ADD", record, index=index, relations=relations)


def _restated(fact: Fact, new: Record, known: Known) -> tuple[Record, bool] | None:
    same_extra = [r for r in known.twins if (r.metadata or {}) == (new.metadata or {})]
    if same_extra:
        return same_extra[0], True
    if fact.closes:
        return None
    near = [
        *known.slots,
        *known.past,
        *(r for r, cosine in known.similar if cosine >= NEAR_DUPLICATE),
    ]
    for old in near:
        if (old.metadata or {}) == (new.metadata or {}) and same_statement(
            old.text, new.text
        ):
            return old, False
    return None


def _replaced(fact: Fact, known: Known) -> list[Record]:
    near = _near(known)
    pointed = _shown(fact.supersedes, known)
    pointed += [old for old in _shown(fact.unlike, known) if old.id in near]
    pointed += [old for old in known.slots if _ends(fact, old)]
    unique: dict[str, Record] = {
        old.id: old for old in pointed if old.state in {"active", "disputed"}
    }
    return list(unique.values())


def _unlike(
    fact: Fact, new: Record, known: Known, replaced: Sequence[Record]
) -> tuple[Record, ...]:
    settled = {old.id for old in replaced}
    return tuple(
        old
        for old in _shown(fact.unlike, known)
        if old.id not in settled and _may_end(old, new)
    )


def _may_end(old: Record, new: Record) -> bool:
    earlier = _last_said(old) <= _last_said(new)
    return old.state == "active" and not old.immutable and earlier


def _shown(places: Sequence[int], known: Known) -> list[Record]:
    return [known.shown[i] for i in places if 0 <= i < len(known.shown)]


def _near(known: Known) -> set[str]:
    return {record.id for record, cosine in known.similar if cosine >= NEAR}


def _ends(fact: Fact, old: Record) -> bool:
    """Whether of a statement and one in its slot only the later can be current.

    What says that something is over ends it, and is over itself once it is said anew;
    that one job ended says nothing of another.
    """
    same = _same_value(old, fact)
    if old.attribute != fact.attribute:
        return same and not fact.closes
    if _closing(old):
        anew = same or fact.single_valued or old.value is None
        return not fact.closes and anew
    if fact.closes:
        return same or fact.value is None
    return fact.single_valued and not same


def _closing(record: Record) -> bool:
    return bool(record.provenance.get("closes"))


def _confirmed(
    old: Record, new: Record, known: Known, given: Given
) -> tuple[Change, ...]:
    """Said again; who repeats what was disputed, later on, settles it."""
    confirm = _confirm(old, new, given)
    if old.state != "disputed" or _said(new) <= _said(old):
        return (confirm,)
    settled = replace(confirm.record, state="active", replaced_by=None, closed_at=None)
    rivals = [r for r in known.slots if r.state == "disputed" and r.id != old.id]
    return (
        replace(confirm, record=settled),
        *(
            Change("SUPERSEDE", _closed(rival, new, given, by=old.id), previous=rival)
            for rival in rivals
        ),
    )


def _confirm(old: Record, new: Record, given: Given) -> Change:
    moment = max(_said(new), old.confirmed_at or _said(new))
    confirmed = replace(
        old,
        confirmations=old.confirmations + 1,
        confirmed_at=moment,
        sources=tuple(dict.fromkeys((*old.sources, *new.sources))),
    )
    note = replace(confirmed, provenance={**confirmed.provenance, "restated": new.text})
    return Change("CONFIRM", note, previous=old)


def _closed(old: Record, new: Record, given: Given, *, by: str | None = None) -> Record:
    return replace(
        old,
        state="superseded",
        valid_to=_until(old, new),
        closed_at=old.closed_at or given.now,
        replaced_by=by or new.id,
        updated_at=given.now if old.recorded_at != given.now else old.updated_at,
    )


def _until(old: Record, new: Record) -> dt.datetime:
    """When the new began to hold; if that is no later than the old did, when it was
    said."""
    since = new.valid_from or new.created_at
    return since if since > (old.valid_from or old.created_at) else _last_said(new)


def _holds_since(fact: Fact, said_at: dt.datetime) -> dt.datetime:
    """ "I moved here in March" holds since March, whenever it is said."""
    if fact.attribute and fact.event_start and fact.event_start < said_at:
        return fact.event_start
    return said_at


def _said(record: Record) -> dt.datetime:
    return record.created_at


def _last_said(record: Record) -> dt.datetime:
    """When it was stated or restated last."""
    return max(_said(record), record.confirmed_at or _said(record))


def _same_value(old: Record, fact: Fact) -> bool:
    """A richer statement of the same value stands beside the old one."""
    return _same_text(old.value, fact.value)


def _same_text(one: str | None, other: str | None) -> bool:
    return (
        one is not None and other is not None and normalized(one) == normalized(other)
    )


def _cut(text: str | None, length: int) -> str | None:
    return text[:length] if text else None
