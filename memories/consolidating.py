"""A consolidation at work: somebody's memories are read, tidied and written.

Each owner is a transaction of its own, which ends with the record of what was done: a
run that is killed goes on with the owners that are left, because what was folded or
closed is no longer there to be folded or closed again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from mem0.ids import uuid7
from mem0.memory import consolidation, context, topics
from mem0.memory.consolidation import Proposal
from mem0.memory.context import Part
from mem0.memory.engine import Engine
from mem0.memory.topics import Topic
from mem0.memory.types import Change, Index, Record, Scope
from memories import engine, health, jobs
from memories.models import EventStatus
from memories.models_consolidation import Consolidation, ConsolidationChange
from memories.store import ProjectStore
from memories.structuring import language_model
from orgs.models import Project
from orgs.quota import check_quota
from orgs.tenancy import tenant

MOST_MEMORIES = 5_000
"""Memories of one owner that are compared; the newest."""
ENOUGH = 20
"""Memories a user has before patterns are looked for."""
COUNTED = {
    "merge": "merged",
    "supersede": "superseded",
    "pattern": "synthesized",
    "expire": "expired",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What is proposed for one owner, with the index of each new memory."""

    proposals: Sequence[Proposal]
    indexes: dict[str, Index]


def build(held: jobs.Claim, project: Project) -> None:
    """Carry out the job of a run."""
    with tenant(project):
        run: Consolidation = project.consolidations.get(job=held.job_id)
    store, memory = ProjectStore(project), engine.memory(project)
    owners = store.owners(run.user_id)
    with tenant(project):
        project.consolidations.filter(pk=run.pk).update(owners=len(owners))
    for owner in owners[run.owners_done :]:
        _write(project, run, owner, _look(project, memory, run, owner))
    _finish(held, project, run)


def _look(project: Project, memory: Engine, run: Consolidation, owner: Scope) -> Found:
    """What there is to do for an owner; reads and thinks, writes nothing."""
    if run.expire:
        return Found(_expiring(project, run, owner), {})
    store = ProjectStore(project)
    records, vectors = store.embedded(owner, memory.embedder.name, limit=MOST_MEMORIES)
    tidied = list(consolidation.proposals(records, vectors))
    if not run.patterns or owner != Scope(user_id=owner.user_id):
        return Found(tidied, {})
    patterns = _patterns(project, run, owner, records)
    texts = [each.kept.text for each in patterns]
    made = memory.embedder.embed(texts) if texts else []
    indexes = {
        each.kept.id: _index(memory.embedder.name, each.kept, vector)
        for each, vector in zip(patterns, made, strict=True)
    }
    return Found([*tidied, *patterns], indexes)


def _expiring(project: Project, run: Consolidation, owner: Scope) -> list[Proposal]:
    reason = health.SIGNS[run.expire]
    found = health.of_owner(project, run.expire, owner)
    return [Proposal("expire", record, (), reason) for record in found]


def _patterns(
    project: Project, run: Consolidation, owner: Scope, records: Sequence[Record]
) -> list[Proposal]:
    known = [record for record in records if record.synthesized]
    plain = [
        record
        for record in records
        if not record.synthesized and _since(record, run.patterns_since)
    ]
    if len(plain) < ENOUGH:
        return []
    llm = language_model(project)
    found = topics.recurring(plain) if llm is None else topics.asked(llm, plain)
    proposed = [
        consolidation.pattern(topic, _record(topic, owner, run), known)
        for topic in found
    ]
    return [each for each in proposed if each is not None]


def _since(record: Record, since: dt.datetime | None) -> bool:
    return since is None or record.recorded_at is None or record.recorded_at >= since


def _record(topic: Topic, owner: Scope, run: Consolidation) -> Record:
    now = timezone.now()
    return Record(
        id=str(uuid7()),
        text=topic.text,
        scope=owner,
        created_at=now,
        updated_at=now,
        recorded_at=now,
        metadata={},
        synthesized=True,
        valid_from=now,
        language=topic.evidence[0].language,
        provenance={
            "model": topic.method,
            "topic": topic.key,
            "evidence": [record.id for record in topic.evidence],
            "consolidation": str(run.pk),
        },
    )


def _index(model: str, record: Record, vector: Sequence[float]) -> Index:
    own = Part(vector, context.text_terms(record.text, record.created_at))
    return context.build_index(model, own, [own])


def _write(project: Project, run: Consolidation, owner: Scope, found: Found) -> None:
    """Do what was proposed where nothing changed meanwhile, and keep what was done."""
    store, now = ProjectStore(project), timezone.now()
    with store.locked(owner):
        done = [each for each in found.proposals if _stands(store, each)]
        counts = {
            name: F(name) + sum(each.kind == kind for each in done)
            for kind, name in COUNTED.items()
        }
        if not run.dry_run:
            check_quota(project, sum(each.kind == "pattern" for each in done))
            changes = [c for each in done for c in _changes(store, each, found, now)]
            store.apply(changes, model=project.embedding_model)
        project.consolidation_changes.bulk_create(
            [_row(project, run, each, now) for each in done]
        )
        project.consolidations.filter(pk=run.pk).update(
            owners_done=F("owners_done") + 1, **counts
        )


def _stands(store: ProjectStore, proposal: Proposal) -> bool:
    looked_at = list(proposal.others)
    if proposal.kind != "pattern":
        looked_at.append(proposal.kept)
    now = {record.id: record for record in store.get_many([r.id for r in looked_at])}
    return all(now.get(record.id) == record for record in looked_at)


def _changes(
    store: ProjectStore, proposal: Proposal, found: Found, now: dt.datetime
) -> list[Change]:
    if proposal.kind != "pattern":
        return consolidation.changes(proposal, now)
    new = proposal.kept
    made = [Change("ADD", new, index=found.indexes[new.id])]
    replaced = new.provenance.get("replaces")
    for old in store.get_many([str(replaced)]) if replaced else ():
        closed = replace(
            old, state="superseded", valid_to=now, replaced_by=new.id, updated_at=now
        )
        made.append(Change("SUPERSEDE", closed, previous=old))
    return made


def _row(
    project: Project, run: Consolidation, proposal: Proposal, now: dt.datetime
) -> ConsolidationChange:
    before = [_state(record) for record in (proposal.kept, *proposal.others)]
    if proposal.kind == "expire":
        before[0]["last_day"] = consolidation.last_day(now).isoformat()
    return ConsolidationChange(
        project=project,
        consolidation=run,
        kind=proposal.kind,
        memory_id=UUID(proposal.kept.id),
        text=proposal.kept.text,
        others=[{"id": old.id, "memory": old.text} for old in proposal.others],
        before=before,
        reason=proposal.reason,
    )


def _state(record: Record) -> dict[str, Any]:
    """What a run may change of a memory, as it was."""
    return {
        "id": record.id,
        "state": record.state,
        "replaced_by": record.replaced_by,
        "valid_to": record.valid_to and record.valid_to.isoformat(),
        "confirmations": record.confirmations,
        "confirmed_at": record.confirmed_at and record.confirmed_at.isoformat(),
        "sources": list(record.sources),
        "expiration_date": record.expiration_date
        and record.expiration_date.isoformat(),
    }


def _finish(held: jobs.Claim, project: Project, run: Consolidation) -> None:
    now = timezone.now()
    with tenant(project):
        jobs.finish(held)
        project.consolidations.filter(pk=run.pk).update(completed_at=now)
        counted = project.consolidations.values(*COUNTED.values()).get(pk=run.pk)
        project.events.filter(job=held.job_id).update(
            status=EventStatus.SUCCEEDED,
            metadata=counted,
            error=None,
            error_code=None,
            updated_at=now,
            completed_at=now,
        )
