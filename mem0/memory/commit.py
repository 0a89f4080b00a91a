"""Writing a draft: what is known is read, decided upon and changed in one transaction.

The store's lock lets writers about the same somebody wait in line, so that what is
compared here cannot change before it is written.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mem0.memory import context, hearing
from mem0.memory.decisions import (
    OPPOSITES,
    Decision,
    Given,
    Known,
    decide,
    fingerprint,
    record_of,
    scope_of,
)
from mem0.memory.drafts import Added, Draft, Held
from mem0.memory.store import MemoryStore, Placed, Reindex
from mem0.memory.types import Doubt, Fact, Index, Record, Scope

Slot = tuple[str | None, str | None, Scope]

UNLIKE = "supersedes_unrelated"
"""Why a memory stays that a language model would have ended."""
SIMILAR = 3
"""Nearest memories that a new fact is compared with."""


class Commit:
    """One draft being written, inside the store's lock; holds what its steps share."""

    def __init__(self, store: MemoryStore, draft: Draft, model: str) -> None:
        self.store, self.draft, self.model = store, draft, model
        options = draft.options
        self.given = Given(
            now=dt.datetime.now(dt.UTC),
            metadata=options.metadata,
            expiration_date=options.expiration_date,
            immutable=options.immutable,
            provenance=draft.provenance,
        )
        place = store.place(draft.scope, options.said_at, radius=2 * context.WINDOW)
        told_by = str(draft.provenance.get("event_id") or "")
        self.messages = [
            replace(m, episode_id=place.episode_id, event_id=told_by)
            for m in draft.messages
        ]
        new = zip(self.messages, draft.parts, strict=True)
        self.first = len(place.before)
        self.sequence = [
            *place.before,
            *(Placed(message.id, part) for message, part in new),
            *place.after,
        ]

    def run(self) -> Added:
        """Decide about each fact, and write."""
        draft = self.draft
        decisions = self._decisions()
        changes = [change for decision in decisions for change in decision.changes]
        new = [change for change in changes if change.event == "ADD"]
        dropped = Counter(draft.dropped)
        dropped.update(d.refused for d in decisions if d.refused)
        dropped.update(UNLIKE for d in decisions for _ in d.unlike)
        # A repeated request repeats no messages.
        keep = (bool(new) or not draft.facts) and not draft.kept_messages
        self.store.apply(
            changes,
            messages=list(zip(self.messages, draft.parts, strict=True)) if keep else (),
            scope=draft.scope,
            model=self.model,
        )
        if keep:
            self._complete_windows()
        results = [("ADD", change.record) for change in new]
        held = [*draft.held, *self._asked(decisions)]
        return Added(results, dict(dropped), held, changes)

    def _asked(self, decisions: Sequence[Decision]) -> Iterator[Held]:
        """For a person to decide: does the new memory take the place of others?"""
        draft = self.draft
        if draft.options.instructions.gate == "keep-everything":
            return
        for fact, decision in zip(draft.facts, decisions, strict=True):
            if decision.unlike:
                (held,) = hearing.held(
                    [Doubt(fact, UNLIKE)],
                    draft.messages,
                    draft.scope,
                    draft.options,
                    draft.provenance,
                )
                yield replace(
                    held,
                    memory_id=decision.changes[0].record.id,
                    replaces=[old.id for old in decision.unlike],
                )

    def _decisions(self) -> list[Decision]:
        facts = self.draft.facts
        records = [
            record_of(fact, self.messages, self._scope(fact), self.given)
            for fact in facts
        ]
        prints = [fingerprint(record) for record in records]
        twins = self.store.twins(prints)
        fresh = Fresh()
        decisions: list[Decision] = []
        for number, (fact, record) in enumerate(zip(facts, records, strict=True)):
            known = self._known(number, record, twins.get(prints[number]))
            known = fresh.amend(known, record, prints[number])
            decision = decide(fact, record, known, self.given, self._index(number))
            fresh.note(decision, prints[number])
            decisions.append(decision)
        return decisions

    def _known(self, number: int, record: Record, twin: Record | None) -> Known:
        same = () if twin is None else (twin,)
        if not self.draft.options.infer:
            return Known(twins=same)
        fact, part = self.draft.facts[number], self.draft.fact_parts[number]
        (near,) = self.store.similar(
            record.scope, self.model, [part.vector], limit=SIMILAR
        )
        filled = self._slots(fact, record)
        return Known(
            same,
            [old for old in filled if old.state != "superseded"],
            [old for old in filled if old.state == "superseded"],
            near,
            self.draft.shown,
        )

    def _slots(self, fact: Fact, new: Record) -> Sequence[Record]:
        if not fact.subject or not fact.attribute:
            return ()
        attributes = (fact.attribute, OPPOSITES.get(fact.attribute))
        slots = [(fact.subject, attribute) for attribute in attributes if attribute]
        return self.store.slots(new.scope, slots, at=new.created_at)

    def _scope(self, fact: Fact) -> Scope:
        if not self.draft.options.infer:
            return self.draft.scope
        return scope_of(fact, self.draft.scope)

    def _index(self, number: int) -> Index:
        sources = [self.first + source for source in self.draft.facts[number].sources]
        positions = context.window(sources, len(self.sequence))
        members = [self.sequence[position].part for position in positions]
        return context.build_index(self.model, self.draft.fact_parts[number], members)

    def _complete_windows(self) -> None:
        """Neighbours of the new messages have a fuller context now."""
        length = len(self.sequence)
        windows = {
            self.sequence[position].message_id: [
                self.sequence[p] for p in context.window([position], length)
            ]
            for position in context.completed(self.first, len(self.messages), length)
        }
        rewindow(self.store, windows)


def rewindow(store: MemoryStore, near: Mapping[str, Sequence[Placed]]) -> None:
    """Build the contexts anew of the memories that came from these messages.

    `near` has the messages with their windows, where those are known already.
    """
    if not near:
        return
    sourced = store.sourced(list(near))
    known = {message: placed for message, placed in near.items() if placed}
    wanted = {source for _, sources in sourced for source in sources} - known.keys()
    windows = dict(known)
    if wanted:
        windows |= store.around(sorted(wanted), radius=context.WINDOW)
    store.reindex(
        [
            reindexed
            for memory_id, sources in sourced
            if (reindexed := _reindexed(memory_id, sources, windows)) is not None
        ]
    )


class Fresh:
    """What the facts decided so far in this very add have made and closed."""

    def __init__(self) -> None:
        self.twins: dict[bytes, Record] = {}
        self.slots: dict[Slot, list[Record]] = {}
        self.closed: set[str] = set()

    def note(self, decision: Decision, print_: bytes) -> None:
        """Remember what a decision does."""
        for change in decision.changes:
            if change.event in {"SUPERSEDE", "DISPUTE", "RETRACT"}:
                self.closed.add(change.record.id)
            elif change.event == "ADD" and change.record.state == "active":
                self.twins[print_] = change.record
                self.slots.setdefault(_slot(change.record), []).append(change.record)

    def amend(self, known: Known, record: Record, print_: bytes) -> Known:
        """What the store told, with what earlier facts did to it."""
        twin = self.twins.get(print_)
        twins = [*known.twins, *([twin] if twin else [])]
        same = self.slots.get(_slot(record), []) if record.attribute else []
        closed = self.closed
        return replace(
            known,
            twins=[old for old in twins if old.id not in closed],
            slots=[old for old in (*known.slots, *same) if old.id not in closed],
            past=[old for old in known.past if old.id not in closed],
            similar=[pair for pair in known.similar if pair[0].id not in closed],
        )


def _slot(record: Record) -> Slot:
    return record.subject, record.attribute, replace(record.scope, run_id=None)


def _reindexed(
    memory_id: str,
    sources: Sequence[str],
    windows: Mapping[str, Sequence[Placed]],
) -> Reindex | None:
    members = {
        placed.message_id: placed.part
        for source in sources
        for placed in windows.get(source, ())
    }
    if not members:
        return None
    parts = list(members.values())
    return Reindex(
        memory_id,
        context.context_vector([part.vector for part in parts]),
        context.context_weights([part.terms for part in parts]),
    )
