"""Searches of scopes that are too wide to be scanned, by the index of a big project.

The graphs name who is near by meaning, the inverted index who has the query's rarest
words; those are read and ranked by the formula of every search. What the arms score on
average over the scope is estimated from rows drawn by lot.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from mem0.memory import lexical, ranking
from mem0.memory.ranking import Pool
from mem0.memory.types import Query
from memories import candidates, hnsw, terms
from memories.candidates import WEIGHTS, by_name, exceeds, pool_of
from memories.hnsw import Space
from memories.sql_filters import compile as compile_filter
from memories.vectors import halfvec, sparsevec
from orgs.models import Project

# Literals, not parameters of the server's: an index of one project's rows is used only
# where the statement's own text names the project.
NEAR = """
WITH own AS MATERIALIZED (
  SELECT m.id FROM memories_memory m
   WHERE m.project_id = %(project)s AND m.embedding_model_id = %(model)s AND {condition}
   ORDER BY (m.{own}) <#> %(vector)s::{vector} LIMIT %(limit)s
), context AS MATERIALIZED (
  SELECT m.id FROM memories_memory m
   WHERE m.project_id = %(project)s AND m.embedding_model_id = %(model)s AND {condition}
   ORDER BY (m.{context}) <#> %(vector)s::{vector} LIMIT %(limit)s
)
SELECT (SELECT array_agg(id) FROM own), (SELECT array_agg(id) FROM context)
"""
# An episode's prior is the mean of its best rows among those that were read: what has
# none of the rare words adds little to it. How many rows it has is looked up.
RANKED = """
WITH worded AS MATERIALIZED (
  SELECT m.id, m.episode_id,
         coalesce(-(m.lexical <#> %(terms)s::sparsevec), 0) AS lexical,
         coalesce(-(m.context_lexical <#> %(terms)s::sparsevec), 0) AS context_lexical
    FROM memory_worded(%(rare)s::int[], %(worded)s) w (id)
    JOIN memories_memory m ON m.project_id = %(project)s AND m.id = w.id
   WHERE {condition}
), drawn AS MATERIALIZED (
  SELECT m.id, m.place FROM (
    SELECT *, row_number() OVER (ORDER BY uuid_hash(id)) AS place FROM memories_memory
     WHERE project_id = %(project)s ORDER BY uuid_hash(id) LIMIT %(looked)s) m
   WHERE {condition} LIMIT %(drawn)s
), chosen AS (
  (SELECT id FROM worded ORDER BY {words} DESC, id LIMIT %(wanted)s)
  UNION SELECT unnest(%(near)s::uuid[])
  UNION SELECT id FROM drawn
), read AS MATERIALIZED (
  SELECT m.id, m.episode_id, d.id IS NOT NULL AS drawn,
         CASE WHEN m.embedding_model_id = %(model)s
              THEN -(m.embedding <#> %(vector)s::halfvec) ELSE 0 END AS dense,
         CASE WHEN m.embedding_model_id = %(model)s
              THEN -(m.context_embedding <#> %(vector)s::halfvec) ELSE 0 END
              AS context_dense,
         coalesce(-(m.lexical <#> %(terms)s::sparsevec), 0) AS lexical,
         coalesce(-(m.context_lexical <#> %(terms)s::sparsevec), 0) AS context_lexical
    FROM chosen c JOIN memories_memory m ON m.project_id = %(project)s AND m.id = c.id
    LEFT JOIN drawn d ON d.id = c.id
   WHERE {condition}
), priors AS (
  SELECT id, {best} AS best FROM (
    SELECT id, episode_id, lexical FROM read
    UNION SELECT id, episode_id, lexical FROM worded) known {session_window}
), arms AS MATERIALIZED (
  SELECT read.*, priors.best / greatest(1, (
           SELECT count(*) FROM (
             SELECT 1 FROM memories_memory e
              WHERE e.project_id = %(project)s AND e.episode_id = read.episode_id
              LIMIT %(top)s) counted)) AS session
    FROM read JOIN priors USING (id)
), stats AS MATERIALIZED (
  SELECT (SELECT (count(*) * %(total)s / greatest(max(place), 1))::bigint FROM drawn)
           AS size,
         {moments}
    FROM arms WHERE drawn
), best AS (
  SELECT arms.*, {total} AS total
    FROM arms, stats ORDER BY total DESC, id LIMIT %(limit)s
)
{rows}"""
LOOKED, DRAWN = 5_000, 1_000
"""Rows that are looked at to draw so many of the scope: moments and size are theirs."""
WORDED = 2_000
"""Rows that are read for their words, at most about so many."""
WIDER = 5
"""Times as many rows as are asked for that each of meaning and words may name."""
MOST_SCANNED = 50_000
"""Entries of a graph that are looked at before a search goes without it."""
EF_SEARCH = 1_000
"""Twice what is read of a graph for the usual pool, and the most that pgvector allows."""


def serves(project: Project, query: Query) -> bool:
    """Whether the project has an index of the space that is asked. Costs nothing."""
    return query.near is None and project.indexed_model == query.model != ""


def pool(project: Project, query: Query) -> Pool:
    """The best rows of a scope, inside the tenant's transaction."""
    found = by_index(project, query) if serves(project, query) else None
    return candidates.pool(project.pk, query) if found is None else found


def by_index(project: Project, query: Query) -> Pool | None:
    """The best rows of a wide scope; None where the scope is narrow or the index finds
    too few: then it is to be scanned."""
    most = settings.CONFIGURATION.search_exact_rows
    if not any(query.embedding) or not exceeds(project.pk, query.where, most):
        return None
    model = candidates.model_id(query.model)
    space = Space(project.pk, model, len(query.embedding))
    near = nearest(space, query)
    if near is None:
        return None
    found = terms.of_project(project.pk, list(query.terms))
    weights = lexical.query_weights(query.terms, found, found[terms.ALL])
    condition, named = by_name(*compile_filter(query.where))
    pieces = PIECES | ({"total": candidates.RELATED_TOTAL} if query.related else {})
    sql = RANKED.format(condition=condition, **pieces)
    parameters = {
        "project": project.pk,
        "model": model,
        "vector": halfvec(query.embedding),
        "terms": sparsevec(weights),
        "rare": rare(found, weights),
        "worded": 2 * WORDED,
        "near": [*near, *query.related],
        "related": list(query.related),
        "looked": LOOKED,
        "drawn": DRAWN,
        "top": ranking.SESSION_TOP,
        "total": found[terms.ALL],
        "limit": query.limit,
        "wanted": WIDER * query.limit,
        **named,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        answer = cursor.fetchall()
    mass = lexical.query_mass(query.terms, weights)
    return replace(pool_of(answer, mass), degraded=query.degraded)


def nearest(space: Space, query: Query) -> list[UUID] | None:
    """Who is near on either arm of meaning; None where an arm finds fewer than asked."""
    condition, named = by_name(*compile_filter(query.where))
    columns = {name: space.vector(of) for name, of in hnsw.GRAPHS.items()}
    sql = NEAR.format(
        condition=condition, vector=f"halfvec({space.dimensions})", **columns
    )
    parameters = {
        "project": space.project_id,
        "model": space.model,
        "vector": halfvec(query.embedding),
        "limit": WIDER * query.limit,
        **named,
    }
    with tuned(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        arms = cursor.fetchone()
    if any(len(arm or ()) < query.limit for arm in arms):
        return None
    return list(dict.fromkeys(key for arm in arms for key in arm))


@contextlib.contextmanager
def tuned() -> Iterator[None]:
    """What pgvector is told for the rest of the transaction: to go on where the filter
    leaves too few, in about the order of nearness.

    The planner takes a vector for cheap to compare: it is not asked, for a while,
    whether to read and sort all of them.
    """
    _set(
        {
            "hnsw.iterative_scan": "relaxed_order",
            "hnsw.ef_search": str(EF_SEARCH),
            "hnsw.max_scan_tuples": str(MOST_SCANNED),
            "enable_sort": "off",
        }
    )
    yield
    _set({"enable_sort": "on"})


def _set(values: Mapping[str, str]) -> None:
    settings_of = ", ".join("set_config(%s, %s, true)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {settings_of}",
            [each for pair in values.items() for each in pair],
        )


def rare(found: Mapping[int, int], weights: Mapping[int, float]) -> list[int]:
    """The rarest terms of the query, as many as `WORDED` rows have, and at least one."""
    known = sorted((found[term], term) for term in weights if found[term])
    chosen: list[int] = []
    rows = 0
    for frequency, term in known:
        rows += frequency
        if chosen and rows > WORDED:
            break
        chosen.append(term)
    return chosen


def _best() -> str:
    """The sum of the best rows of an episode, in one pass over it."""
    places = range(1, ranking.SESSION_TOP + 1)
    return " + ".join(
        f"coalesce(nth_value(lexical, {place}) OVER episode, 0)" for place in places
    )


PIECES: dict[str, Any] = {
    "best": _best(),
    "words": " + ".join(
        f"{WEIGHTS[f'w_{arm}']:.9g} * {arm}" for arm in ("lexical", "context_lexical")
    ),
    "session_window": candidates.SESSION_WINDOW,
    "moments": candidates.PIECES["moments"],
    "total": candidates.PIECES["total"],
    "rows": candidates.PIECES["rows"],
}
