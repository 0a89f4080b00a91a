"""Whether the approximate index of a big project finds what a scan finds, looked at once
a day: a few of its own memories are asked for both ways, and the first ten compared.

The memories' own vectors are asked with, so that no embedder has to be.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
from statistics import mean
from typing import Any

from django.db import OperationalError, connection
from django.db.models import F, Q
from django.utils import timezone

from mem0.memory import lexical
from mem0.memory.filters import parse
from mem0.memory.types import Query
from memories import candidates, wide_scopes
from memories.models_index import SearchIndex
from memories.vectors import from_halfvec
from orgs.models import Project
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

SAMPLE, FIRST, POOL = 5, 10, 100
"""Memories that are asked for, how many of an answer are compared, and of what pool."""
EVERY = dt.timedelta(days=1)
EVERYBODY = parse({"user_id": "*"})


def look_at_next() -> float | None:
    """Look at the project whose turn it is, if it is anybody's; what was found."""
    due = Q(recall_at=None) | Q(recall_at__lt=timezone.now() - EVERY)
    rows = SearchIndex.unscoped.using("admin").filter(
        due, state=SearchIndex.State.READY
    )
    row = rows.order_by(F("recall_at").asc(nulls_first=True)).first()
    if row is None:
        return None
    found = of(Project.objects.get(pk=row.project_id))
    changes = {"recall": found, "recall_at": timezone.now()}
    SearchIndex.unscoped.using("admin").filter(pk=row.pk).update(**changes)
    return found


def of(project: Project) -> float | None:
    """The share of a scan's first hits that are among the index's first, from 0 to 1;
    None where neither could be asked."""
    shares = [_share(project, query) for query in _drawn(project)]
    known = [share for share in shares if share is not None]
    return mean(known) if known else None


def _share(project: Project, query: Query) -> float | None:
    try:
        with tenant(project):
            by_index = wide_scopes.by_index(project, query)
        if by_index is None:  # searches scan, and so find everything
            return None
        with tenant(project):
            by_scan = candidates.pool(project.pk, query)
    except OperationalError:  # a scan of very many takes longer than a statement may
        logger.warning("The recall of %s could not be measured", project.pk)
        return None
    wanted = {each.record.id for each in by_scan.candidates[:FIRST]}
    found = {each.record.id for each in by_index.candidates[:FIRST]}
    return len(wanted & found) / len(wanted) if wanted else None


def _drawn(project: Project) -> list[Query]:
    """Questions in the words and with the vectors of memories drawn by lot."""
    model = candidates.model_id(project.indexed_model)
    given: dict[str, Any] = {
        "project": project.pk,
        "model": model,
        "place": random.randint(-(2**31), 2**31 - 1),  # noqa: S311  a sample
        "count": SAMPLE,
    }
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(DRAWN, given)
        rows = cursor.fetchall()
    return [
        Query(
            text,
            project.indexed_model,
            from_halfvec(vector),
            lexical.query_terms(text),
            EVERYBODY,
            POOL,
        )
        for text, vector in rows
    ]


DRAWN = """
(SELECT text, embedding::text FROM memories_memory
  WHERE project_id = %(project)s AND embedding_model_id = %(model)s
    AND state = 'active' AND uuid_hash(id) >= %(place)s
  ORDER BY uuid_hash(id) LIMIT %(count)s)
UNION ALL
(SELECT text, embedding::text FROM memories_memory
  WHERE project_id = %(project)s AND embedding_model_id = %(model)s
    AND state = 'active'
  ORDER BY uuid_hash(id) LIMIT %(count)s)
LIMIT %(count)s
"""
