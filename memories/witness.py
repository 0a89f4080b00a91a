"""`ProjectWitness`: what a project's applications were given and have sent before.

Kept for hours and weeks, not for ever, and never a reason for a request to fail.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, connections

from mem0.memory.echoes import REMEMBERED, RETURNED, SESSIONS, Returned, person
from mem0.memory.types import Record, Scope
from memories.behind import BEHIND
from orgs.models import Project
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

PEOPLE = 5
"""Somebodies one search takes note of; more is a search over everybody."""
SAYINGS_KEPT = "90 days"
LATELY = f"{REMEMBERED.total_seconds():.0f} seconds"

NOTE = """
INSERT INTO memories_recall (project_id, who, memory_ids, recalled_at)
VALUES (%(project)s, %(who)s, %(ids)s::uuid[], now())
ON CONFLICT (project_id, who) DO UPDATE
  SET memory_ids = (excluded.memory_ids || CASE
        WHEN memories_recall.recalled_at > now() - %(remembered)s::interval
        THEN memories_recall.memory_ids ELSE '{}' END)[1:%(most)s],
      recalled_at = now()
"""
RETURNED_LATELY = """
SELECT m.text, m.speaker FROM memories_recall r
  JOIN memories_memory m ON m.project_id = r.project_id AND m.id = ANY(r.memory_ids)
 WHERE r.project_id = %(project)s AND r.who = %(who)s
   AND r.recalled_at > now() - %(remembered)s::interval
"""
REPEATED = """
INSERT INTO memories_saying (project_id, who, digest, session, sessions, said_at)
SELECT %(project)s, %(who)s, digest, %(session)s, 1, now()
  FROM unnest(%(digests)s::uuid[]) digest ORDER BY digest
ON CONFLICT (project_id, who, digest) DO UPDATE
  SET sessions = memories_saying.sessions
        + (memories_saying.session <> excluded.session)::int,
      session = excluded.session, said_at = excluded.said_at
RETURNING digest, sessions
"""


class ProjectWitness:
    """See `mem0.memory.echoes.Witness`."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def note(self, records: Sequence[Record]) -> None:
        """A search returned these; written a moment later (`memories.behind`)."""
        people: dict[UUID, list[str]] = {}
        for record in records:
            people.setdefault(_who(record.scope), []).append(record.id)
        if not people or len(people) > PEOPLE:
            return
        for who, ids in people.items():
            BEHIND.add(
                self.project.pk, _note_all, (self.project.pk, who, ids[:RETURNED])
            )

    def returned(self, scope: Scope) -> Sequence[Returned]:
        """What searches about the same somebody returned lately."""
        with tenant(self.project), connection.cursor() as cursor:
            cursor.execute(RETURNED_LATELY, self._about(_who(scope)))
            return [Returned(*row) for row in cursor.fetchall()]

    def repeated(
        self, scope: Scope, session: str, lines: Sequence[str]
    ) -> Collection[str]:
        """Those of the lines that were sent in `SESSIONS` sessions."""
        digests = {_digest(line): line for line in lines}
        with tenant(self.project), connection.cursor() as cursor:
            given: dict[str, Any] = {
                "session": _digest(session),
                "digests": list(digests),
            }
            cursor.execute(REPEATED, {**self._about(_who(scope)), **given})
            found = cursor.fetchall()
        return {digests[key] for key, sessions in found if sessions >= SESSIONS}

    def forget(self, scope: Scope) -> int:
        """Forget somebody, or with an empty scope everybody; in an open transaction.
        How many rows that were."""
        about = {"who": _who(scope)} if scope else {}
        gone, _ = self.project.recalls.filter(**about).delete()
        repeated, _ = self.project.sayings.filter(**about).delete()
        return gone + repeated

    def forget_session(self, session: str) -> int:
        """Forget what was last repeated in a session; how many lines."""
        rows = self.project.sayings.filter(session=_digest(session))
        return int(rows.delete()[0])

    def _about(self, who: UUID) -> dict[str, Any]:
        """The parameters that every statement has."""
        return {"project": self.project.pk, "who": who, "remembered": LATELY}


def purge() -> None:
    """Forget what is too old to matter, of all projects."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM memories_recall WHERE recalled_at < now() - %s::interval",
            [LATELY],
        )
        cursor.execute(
            "DELETE FROM memories_saying WHERE said_at < now() - %s::interval",
            [SAYINGS_KEPT],
        )


def _note_all(returned: Sequence[tuple[UUID, UUID, list[str]]]) -> None:
    """Each somebody once, in the order of their digests, so that two processes which
    note the same ones do not wait for each other."""
    newest: dict[tuple[UUID, UUID], list[str]] = {}
    for project, who, ids in returned:
        newest[project, who] = [*ids, *newest.get((project, who), ())][:RETURNED]
    with connection.cursor() as cursor:
        for (project, who), ids in sorted(newest.items()):
            named: dict[str, Any] = {"project": project, "who": who, "ids": ids}
            cursor.execute(NOTE, {**named, "remembered": LATELY, "most": RETURNED})


@lru_cache(maxsize=4096)
def _who(scope: Scope) -> UUID:
    return _digest(person(scope))


def _digest(text: str) -> UUID:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16)
    return UUID(bytes=digest.digest())
