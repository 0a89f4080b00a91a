"""Embedding a project anew: a job that can stop anywhere, and one moment of change.

The new vectors are written beside the old ones, messages first, then memories and their
contexts. Searches use the old ones meanwhile, writes go into both spaces
(`memories.spaces`). When nothing is missing, one transaction puts the new vectors in
place of the old. What is done is in the rows themselves, so another worker goes on
where one was killed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from mem0.embeddings.base import Embedder
from mem0.exceptions import ConflictError
from mem0.memory.finding import Found
from memories import engine, index_outbox, jobs, new_vectors, spaces, vector_index
from memories.candidates import model_id
from memories.models import OPEN, Event, EventStatus
from memories.store import ProjectStore
from orgs import auth
from orgs.models import Project
from orgs.tenancy import tenant

KIND = "reembed"
BATCH = 64
"""Texts embedded at a time."""
SLICE = 45.0
"""Seconds after which a job lets others go first; far below what a task may take."""
SOON = 2.0
"""Seconds until the vector store is looked at again, if it is what is waited for."""


def start(project: Project, stored: Mapping[str, Any], embedder: Embedder) -> Event:
    """Begin to embed everything anew with this embedder.

    Raises `ConflictError` while that is going on already.
    """
    with tenant(project):
        spaces.seize(project)
        busy = project.jobs.filter(kind=KIND, status__in=OPEN).first()
        if busy is not None:
            msg = (
                "The memories are being embedded anew already: event "
                f"{busy.event_id}. Choose the present embedder to stop that."
            )
            raise ConflictError(msg)
        new_vectors.clear(project.pk)
        model_id(embedder.name, embedder.dimensions)
        _choose(project, stored, embedder.name)
        event: Event = project.events.create(
            event_type="REEMBED",
            metadata={
                "embedding_model": embedder.name,
                "previous": project.embedding_model,
                "total": new_vectors.total(project.pk),
                "done": 0,
            },
        )
        jobs.enqueue(project, kind=KIND, event=event, queue="bulk")
    return event


def missed(project: Project, found: Found) -> bool:
    """Whether a search used a space that is no longer the project's, which is then
    read anew. Tells by the rows: none of them was near at all."""
    rows = found.pool.candidates
    if not rows or any(row.arms["dense"] for row in rows):
        return False
    asked = project.embedding_model
    project.refresh_from_db(fields=list(spaces.COLUMNS))
    return project.embedding_model != asked


def run(held: jobs.Claim, project: Project) -> None:
    """Go on with a job for a while."""
    work = Reembedding(held, project)
    try:
        work.go_on()
    except jobs.LeaseLostError:
        raise
    except Exception as exc:
        error = jobs.failure(exc)
        if error.retryable and work.progressed:
            jobs.again(held, seconds=jobs.delay(1, error))
            return
        if not error.retryable or held.attempts >= jobs.MAX_ATTEMPTS:
            work.give_up()
        raise error from exc


class Reembedding:
    """One stretch of the work, in the hands of one worker."""

    def __init__(self, held: jobs.Claim, project: Project) -> None:
        self.held, self.project = held, project
        self.progressed = False
        with tenant(project):
            self.event = project.events.get(job=held.job_id)
            self.done = new_vectors.done(project.pk)
        self.target = str(self.event.metadata["embedding_model"])

    def go_on(self) -> None:
        """Embed until the time is over or nothing is missing; then change over."""
        self._check(self.project)
        embedder = engine.embedder_of(self.project.next_embedder)
        ends = time.monotonic() + SLICE
        while time.monotonic() < ends:
            todo = new_vectors.missing(self.project.pk)
            if not todo and self._change_over():
                return
            if not todo:
                jobs.again(self.held, seconds=SOON)
                return
            for start in range(0, len(todo), BATCH):
                self._embed(embedder, todo[start : start + BATCH])
                if time.monotonic() >= ends:
                    break
        jobs.again(self.held, seconds=0)

    def give_up(self) -> None:
        """The project stays in the present space."""
        with tenant(self.project):
            now = Project.objects.select_for_update().get(pk=self.project.pk)
            if now.next_embedding_model == self.target:
                _choose(now, {}, "")

    def _embed(self, embedder: Embedder, todo: list[new_vectors.Row]) -> None:
        with tenant(self.project):
            copied = new_vectors.copy(self.project.pk, todo)
            texts = new_vectors.texts(self.project.pk, todo)
            scopes = new_vectors.scopes(self.project.pk, todo)
        vectors = embedder.embed([each.text for each in texts]) if texts else []
        # With the scopes locked no message arrives between a context and its writing.
        with ProjectStore(self.project).locked(*scopes):
            self._check(self._now())
            new_vectors.write(self.project.pk, zip(texts, vectors, strict=True))
            memories = [row.id for row in todo if row.kind == "memory"]
            new_vectors.write_contexts(self.project, memories)
            index_outbox.mark(self.project.pk, memories)
            self.done += copied + len(texts)
            self._tell(done=self.done, embedded_at=timezone.now().isoformat())
            jobs.carry_on(self.held)
        self.progressed = True

    def _change_over(self) -> bool:
        """Put the new vectors in place of the old, if none is missing and the vector
        store has them."""
        with tenant(self.project):
            spaces.seize(self.project)
            now = self._now()
            self._check(now)
            if not new_vectors.complete(now) or self._is_behind():
                return False
            old = now.embedding_model
            dimensions = new_vectors.adopt(now, self.target)
            Project.objects.filter(pk=now.pk).update(
                embedder=now.next_embedder,
                embedding_model=self.target,
                embedding_dimensions=dimensions,
                next_embedder={},
                next_embedding_model="",
            )
            index_outbox.erase(now.pk, old)
            self._succeed()
            jobs.finish(self.held)
        auth.forget(self.project.pk)
        return True

    def _is_behind(self) -> bool:
        """Whether the vector store has not heard of everything that was embedded."""
        since = self.event.metadata.get("embedded_at")
        if since is None or not vector_index.is_configured():
            return False
        waiting: bool = self.project.index_changes.filter(
            recorded_at__lte=since
        ).exists()
        return waiting

    def _now(self) -> Project:
        return Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)

    def _check(self, project: Project) -> None:
        if project.next_embedding_model != self.target:
            msg = (
                "Stopped: another embedder was chosen meanwhile. The memories stay in "
                f"the space of {project.embedding_model}."
            )
            raise ConflictError(msg)

    def _tell(self, **progress: Any) -> None:
        self.event.metadata = {**self.event.metadata, **progress}
        self.event.updated_at = timezone.now()
        self.event.save(update_fields=["metadata", "updated_at"])

    def _succeed(self) -> None:
        total = new_vectors.total(self.project.pk)
        self.event.status = EventStatus.SUCCEEDED
        self.event.error = self.event.error_code = None
        self.event.completed_at = timezone.now()
        self.event.save(update_fields=["status", "error", "error_code", "completed_at"])
        self._tell(done=total, total=total)


def _choose(project: Project, stored: Mapping[str, Any], model: str) -> None:
    Project.objects.filter(pk=project.pk).update(
        next_embedder=dict(stored), next_embedding_model=model
    )
