"""`Engine`: what can be done with memories, wherever they are stored.

An add is two steps. `prepare` thinks: it extracts facts and embeds them, which may
take a network call. `commit` writes: in one transaction it compares the facts with
what is known at that moment and applies the changes. A caller that has more to
write in the same transaction (a job, an event) commits in its own.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mem0.embeddings.base import Embedder
from mem0.exceptions import MemoryNotFoundError, ValidationError
from mem0.memory import (
    context,
    decisions,
    doubts,
    finding,
    hearing,
    lexical,
    ranking,
    temporal,
)
from mem0.memory.commit import Commit, rewindow
from mem0.memory.context import Part
from mem0.memory.drafts import Added, AddOptions, Draft, Extractor, Held
from mem0.memory.echoes import RecentWitness, Witness, without_echoes
from mem0.memory.filters import Condition, Filter, all_of, entity_ids
from mem0.memory.finding import Found, Wanted
from mem0.memory.ranking import Hit
from mem0.memory.store import MemoryStore
from mem0.memory.types import (
    Change,
    Event,
    Extraction,
    Index,
    Message,
    Query,
    Record,
    Scope,
)
from mem0.memory.validity import NOW, View

RECENT = 10
"""Messages of the run that an extractor sees as context."""
SHOWN = 10
"""Known memories that a language model is shown."""


class Engine:
    """Remembers, finds and forgets, for whatever its store can see."""

    def __init__(
        self,
        store: MemoryStore,
        embedder: Embedder,
        extractor: Extractor,
        witness: Witness | None = None,
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.extractor = extractor
        self.witness: Witness = witness or RecentWitness()

    def add(
        self,
        messages: Sequence[Mapping[str, str]],
        scope: Scope,
        options: AddOptions,
    ) -> Added:
        """Remember what was said."""
        return self.commit(self.prepare(messages, scope, options))

    def prepare(
        self,
        messages: Sequence[Mapping[str, str]],
        scope: Scope,
        options: AddOptions,
    ) -> Draft:
        """Extract and embed. Raises what the model behind raises."""
        said = hearing.heard(messages, options.said_at)
        if not options.infer:
            parts = self._spoken_parts(said)
            facts = hearing.verbatim(said)
            found = Extraction(tuple(facts), model="none")
            return self._draft(scope, said, parts, found, options, own=parts)
        dropped: Counter[str] = Counter()
        gate = options.instructions.gate
        if gate != "keep-everything":
            said = without_echoes(said, scope, self.witness, dropped)
        parts = self._spoken_parts(said)
        shown, found = self._extract(said, parts, scope, options)
        found = doubts.sorted_out(found, said, gate)
        dropped.update(found.dropped)
        found = replace(found, dropped=dict(dropped))
        return self._draft(scope, said, parts, found, options, shown=shown)

    def prepare_held(self, held: Held) -> Draft:
        """A fact that was held back, ready to be written after all."""
        known = self.store.around([m.id for m in held.messages], radius=0)
        draft = self._draft(
            held.scope,
            held.messages,
            self._spoken_parts(held.messages),
            Extraction((held.doubt.fact,), model=held.provenance.get("model", "none")),
            held.options,
        )
        return replace(
            draft,
            provenance={**held.provenance, "approved": held.doubt.reason},
            kept_messages=len(known) == len(held.messages),
        )

    def commit(self, draft: Draft) -> Added:
        """Compare with what is known now, decide and write, in one transaction."""
        if not draft.messages:
            return Added((), draft.dropped, draft.held)
        with self.store.locked(draft.scope):
            return Commit(self.store, draft, self.embedder.name).run()

    def search(
        self,
        query: str,
        *,
        where: Filter,
        limit: int = 10,
        threshold: float | None = None,
        reference: dt.datetime | None = None,
        view: View = NOW,
    ) -> list[Hit]:
        """Memories that answer the query, best first."""
        wanted = Wanted(limit, threshold, reference, view)
        return self.ask(query, where, wanted).hits

    def ask(self, query: str, where: Filter, wanted: Wanted) -> Found:
        """The hits of a search, with what tells why they are and others are not.

        `where` holds what `wanted.view` asks of a memory.
        """
        view = wanted.view
        now = wanted.reference or view.as_of or view.known_at or dt.datetime.now(dt.UTC)
        (vector,) = self.embedder.embed([query], query=True)
        asked = self.store.approach(
            Query(
                text=query,
                model=self.embedder.name,
                embedding=vector,
                terms=lexical.query_terms(query),
                where=where,
                limit=finding.pool_size(wanted),
                related=wanted.related,
            )
        )
        window = temporal.window(query, now)
        span = None if window is None else (window.start, window.end)
        question = replace(
            ranking.asked(query, span, now), related=dict(wanted.related)
        )
        pool = self.store.candidates(asked)
        seen: Mapping[str, Record] = {}
        if view.travels:
            pool, seen = finding.seen_from(pool, view, self.store)
        factors: Mapping[str, float] = {}
        if wanted.factors is not None:
            factors = wanted.factors([c.record.id for c in pool.candidates])
        used = wanted.decay and wanted.decay([c.record for c in pool.candidates], now)
        hits = ranking.rank(pool, question, decay=used, factors=factors)
        kept = [hit for hit in hits if ranking.passes(hit, wanted.threshold)]
        kept = kept[: wanted.limit]
        if seen:
            kept = [replace(hit, record=seen[hit.record.id]) for hit in kept]
        return Found(kept, hits, pool, asked, question, wanted)

    def get(self, memory_id: str) -> Record | None:
        """One memory, whatever its state."""
        return self.store.get(memory_id)

    def update(self, memory_id: str, **changes: Any) -> tuple[Record, Record]:
        """Change text, metadata, timestamp or expiration_date of a memory.

        Returns it as it was and as it is. Raises `MemoryNotFoundError`, and
        `ValidationError` for an immutable one.
        """
        (pair,) = self.update_many([{"memory_id": memory_id, **changes}])
        return pair

    def update_many(
        self, updates: Sequence[Mapping[str, Any]]
    ) -> list[tuple[Record, Record]]:
        """Change many memories, all or none."""
        ids = [str(update["memory_id"]) for update in updates]
        texts = [update["text"] for update in updates if "text" in update]
        vectors = iter(self.embedder.embed(texts) if texts else [])
        with self.store.locked(*self._scopes(ids)):
            before = {record.id: record for record in self.store.get_many(ids)}
            pairs: list[tuple[Record, Record]] = []
            changes: list[Change] = []
            for update in updates:
                vector = next(vectors) if "text" in update else None
                old = before.get(str(update["memory_id"]))
                change = self._updated(old, update, vector)
                before[change.record.id] = change.record
                assert change.previous is not None  # an update has one
                pairs.append((change.previous, change.record))
                changes.append(change)
            self.store.apply(changes, model=self.embedder.name)
        return pairs

    def change_each(
        self,
        memory_ids: Sequence[str],
        event: Event,
        fields: Mapping[str, Mapping[str, Any]],
    ) -> list[Record]:
        """Set fields that are no part of the statement, in one transaction; what
        changed. Passes over memories that are gone or not current."""
        with self.store.locked(*self._scopes(memory_ids)):
            changes = [
                Change(event, replace(old, **fields[old.id]), previous=old)
                for old in self.store.get_many(memory_ids)
                if old.id in fields and old.state == "active"
            ]
            changes = [each for each in changes if each.record != each.previous]
            self.store.apply(changes, model=self.embedder.name)
        return [change.record for change in changes]

    def supersede(self, memory_id: str, others: Sequence[str]) -> list[Record]:
        """Let a memory take the place of others, on a person's word; what was closed.

        Passes over what is gone, immutable, no longer current, or said again since.
        Raises `MemoryNotFoundError`.
        """
        with self.store.locked(*self._scopes([memory_id, *others])):
            new = self.store.get(memory_id)
            if new is None:
                raise MemoryNotFoundError
            olds = self.store.get_many(others)
            changes = decisions.replacing(new, olds, dt.datetime.now(dt.UTC))
            self.store.apply(changes, model=self.embedder.name)
        return [change.record for change in changes]

    def delete(self, memory_id: str, *, linked: bool = False) -> list[Record]:
        """Delete a memory and, if asked, those it replaced. Raises `MemoryNotFoundError`."""
        with self.store.locked(*self._scopes([memory_id])):
            record = self.store.get(memory_id)
            if record is None:
                raise MemoryNotFoundError
            records = [record, *(self.store.ancestors(memory_id) if linked else [])]
            self._delete(records)
        return records

    def delete_many(self, memory_ids: Sequence[str]) -> list[Record]:
        """Delete many memories, all or none. Raises `MemoryNotFoundError`."""
        with self.store.locked(*self._scopes(memory_ids)):
            records = self.store.get_many(memory_ids)
            missing = set(memory_ids) - {record.id for record in records}
            if missing:
                msg = f"Memory not found: {min(missing)}"
                raise MemoryNotFoundError(msg)
            self._delete(records)
        return records

    def delete_all(self, where: Filter) -> int:
        """Delete whatever matches; how many that were."""
        with self.store.locked(Scope(**entity_ids(where))):
            records = self.store.find(where, limit=None)
            self._delete(records)
        return len(records)

    def delete_some(self, where: Filter, limit: int) -> int:
        """Delete at most `limit` of what matches; how many that were. Unlike
        `delete_all` it makes only those wait whose memories go."""
        found = self.store.find(where, limit=limit)
        chosen = Condition("id", "in", tuple(record.id for record in found))
        with self.store.locked(*{record.scope for record in found}):
            records = self.store.find(all_of(where, chosen), limit=None)
            self._delete(records)
        return len(records)

    def _scopes(self, memory_ids: Sequence[str]) -> list[Scope]:
        return [record.scope for record in self.store.get_many(memory_ids)]

    def _extract(
        self,
        said: Sequence[Message],
        parts: Sequence[Part],
        scope: Scope,
        options: AddOptions,
    ) -> tuple[Sequence[Record], Extraction]:
        if not said:
            return (), Extraction((), model="none")
        recent = self.store.recent_messages(scope, before=options.said_at, limit=RECENT)
        shown: Sequence[Record] = ()
        if self.extractor.wants_known:
            mean = context.context_vector([part.vector for part in parts])
            (near,) = self.store.similar(scope, self.embedder.name, [mean], limit=SHOWN)
            shown = [record for record, _ in near]
        return shown, self.extractor.extract(
            said,
            known=shown,
            recent=recent,
            instructions=options.instructions,
            agent_scoped=scope.agent_id is not None and scope.user_id is None,
        )

    def _draft(
        self,
        scope: Scope,
        said: Sequence[Message],
        parts: Sequence[Part],
        found: Extraction,
        options: AddOptions,
        *,
        shown: Sequence[Record] = (),
        own: Sequence[Part] | None = None,
    ) -> Draft:
        """Without what only an attack said; `own` are the facts' parts, if known."""
        provenance = {**options.provenance, "model": found.model}
        held = hearing.held(found.doubtful, said, scope, options, provenance)
        gone = hearing.poisoned(found)
        facts = (
            hearing.renumbered(found.facts, gone, len(said)) if gone else found.facts
        )
        if own is None:
            texts = [context.fact_text(f.text, f.speaker) for f in facts]
            own = self._parts([(text, options.said_at) for text in texts])
        return Draft(
            scope=scope,
            messages=[m for i, m in enumerate(said) if i not in gone],
            parts=[part for i, part in enumerate(parts) if i not in gone],
            facts=facts,
            fact_parts=own,
            shown=shown,
            dropped=found.dropped,
            options=options,
            provenance=provenance,
            held=held,
        )

    def _spoken_parts(self, said: Sequence[Message]) -> list[Part]:
        return self._parts([(context.own_text(m), m.said_at) for m in said])

    def _parts(self, texts: Sequence[tuple[str, dt.datetime]]) -> list[Part]:
        vectors = self.embedder.embed([text for text, _ in texts]) if texts else []
        return [
            Part(vector, context.text_terms(text, said_at))
            for vector, (text, said_at) in zip(vectors, texts, strict=True)
        ]

    def _updated(
        self,
        old: Record | None,
        update: Mapping[str, Any],
        vector: Sequence[float] | None,
    ) -> Change:
        if old is None:
            raise MemoryNotFoundError
        if old.immutable:
            msg = "This memory is immutable and cannot be changed."
            raise ValidationError(msg)
        fields: dict[str, Any] = {
            name: update[name]
            for name in ("text", "metadata", "expiration_date")
            if name in update
        }
        if "timestamp" in update:
            fields |= {
                "created_at": update["timestamp"],
                "valid_from": update["timestamp"],
            }
        new = replace(old, updated_at=dt.datetime.now(dt.UTC), **fields)
        index = None if vector is None else self._edited_index(new, vector)
        return Change("UPDATE", new, previous=old, index=index)

    def _edited_index(self, record: Record, vector: Sequence[float]) -> Index:
        """An edited text stands among its neighbours in the place of its sources."""
        own = Part(vector, context.text_terms(record.text, record.created_at))
        windows = self.store.around(record.sources, radius=context.WINDOW)
        neighbours = {
            placed.message_id: placed.part
            for row in windows.values()
            for placed in row
            if placed.message_id not in record.sources
        }
        return context.build_index(self.embedder.name, own, [own, *neighbours.values()])

    def _delete(self, records: Sequence[Record]) -> None:
        changes = [Change("DELETE", record, previous=record) for record in records]
        rewindow(self.store, dict.fromkeys(self.store.apply(changes), ()))
