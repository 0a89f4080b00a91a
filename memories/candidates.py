"""The one statement of a search: every row of the scope, scored on every arm.

Exact: a scope is a person's memories, and to scan them costs less than an
approximate index would and finds more. The arms' sums and what is returned are those
of `mem0.memory.ranking.score_rows`. Where a vector store has said who is near in a big
scope, a second statement compares only those with the query, and whom the words choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection

from mem0.memory import lexical, ranking
from mem0.memory.filters import Filter
from mem0.memory.ranking import Moments, Pool
from mem0.memory.types import Candidate, Query
from memories import rows, terms
from memories.sql_filters import compile as compile_filter
from memories.vectors import halfvec, sparsevec

# An arm's score of a row that cannot have one (no vector of this model) is 0.
EXACT = """
WITH scope AS MATERIALIZED (
  SELECT m.id, m.episode_id,
         CASE WHEN m.embedding_model_id = %(model)s
              THEN -(m.embedding <#> %(vector)s::halfvec) ELSE 0 END AS dense,
         CASE WHEN m.embedding_model_id = %(model)s
              THEN -(m.context_embedding <#> %(vector)s::halfvec) ELSE 0 END
              AS context_dense,
         coalesce(-(m.lexical <#> %(terms)s::sparsevec), 0) AS lexical,
         coalesce(-(m.context_lexical <#> %(terms)s::sparsevec), 0) AS context_lexical
    FROM memories_memory m
   WHERE m.project_id = %(project)s AND {condition}
), arms AS MATERIALIZED (
  -- Windows and materialised parts, not joins: before the table is analysed the
  -- planner expects one row, and would compute the moments anew for each.
  SELECT scope.*, {session} AS session FROM scope {session_window}
), stats AS MATERIALIZED (
  SELECT count(*) AS size, {moments} FROM arms
), best AS (
  SELECT arms.*, {total} AS total
    FROM arms, stats ORDER BY total DESC, id LIMIT %(limit)s
)
{rows}"""
# The scope is too big to read every vector of it: words choose some of the rows, the
# vector store the others, and only these are compared with the query. What the arms of
# meaning score on average is estimated from rows that are as good as drawn by lot.
CHOSEN = """
WITH scope AS MATERIALIZED (
  SELECT m.id, m.episode_id,
         coalesce(-(m.lexical <#> %(terms)s::sparsevec), 0) AS lexical,
         coalesce(-(m.context_lexical <#> %(terms)s::sparsevec), 0) AS context_lexical
    FROM memories_memory m
   WHERE m.project_id = %(project)s AND {condition}
), worded AS MATERIALIZED (
  SELECT scope.*, {session} AS session FROM scope {session_window}
), word_stats AS MATERIALIZED (
  SELECT count(*) AS size, {word_moments} FROM worded
), chosen AS (
  -- Whole rows, not ids to join again: of these parts the planner expects few rows.
  (SELECT worded.*, false AS drawn FROM worded, word_stats
    ORDER BY {word_total} DESC, id LIMIT %(limit)s)
  UNION
  SELECT worded.*, false FROM worded WHERE id = ANY(%(near)s::uuid[])
  UNION ALL
  (SELECT worded.*, true FROM worded ORDER BY uuid_hash(id), id LIMIT %(drawn)s)
), meant AS MATERIALIZED (
  SELECT c.*,
         CASE WHEN m.embedding_model_id = %(model)s
              THEN -(m.embedding <#> %(vector)s::halfvec) ELSE 0 END AS dense,
         CASE WHEN m.embedding_model_id = %(model)s
              THEN -(m.context_embedding <#> %(vector)s::halfvec) ELSE 0 END
              AS context_dense
    FROM chosen c JOIN memories_memory m ON m.project_id = %(project)s AND m.id = c.id
), stats AS MATERIALIZED (
  SELECT word_stats.*, drawn.* FROM word_stats, (
    SELECT {dense_moments} FROM meant WHERE drawn) drawn
), best AS (
  SELECT meant.*, {total} AS total
    FROM meant, stats
   WHERE NOT drawn ORDER BY total DESC, id LIMIT %(limit)s
)
{rows}"""
# What is the same for every row is sent with the first one only.
ROWS = """
SELECT {columns}, b.dense, b.context_dense, b.lexical, b.context_lexical, b.session,
       stats.size, {stats}
  FROM (SELECT *, row_number() OVER (ORDER BY total DESC, id) AS rank FROM best) b
  JOIN memories_memory m ON m.project_id = %(project)s AND m.id = b.id
  LEFT JOIN stats ON b.rank = 1
 ORDER BY b.rank
"""
DRAWN = 1000
"""Rows from which a big scope's moments of the dense arms are estimated."""
DENSE = ("dense", "context_dense")
WORDS = tuple(arm for arm in ranking.ARMS if arm not in DENSE)
WEIGHTS = ranking.sql_weights()


def _moments(arms: Sequence[str]) -> str:
    return ", ".join(
        f"avg({arm}) AS mean_{arm}, stddev_pop({arm}) AS std_{arm}" for arm in arms
    )


def _session() -> str:
    """The mean of the best rows of an episode, in one pass over it."""
    best = " + ".join(
        f"coalesce(nth_value(lexical, {place}) OVER episode, 0)"
        for place in range(1, ranking.SESSION_TOP + 1)
    )
    return f"({best}) / least(count(*) OVER episode, {ranking.SESSION_TOP})"


def _total(arms: Sequence[str]) -> str:
    return " + ".join(
        f"{WEIGHTS[f'w_{arm}']:.9g} * ({arm} - mean_{arm})"
        f" / greatest(std_{arm}, {WEIGHTS[f'floor_{arm}']:.9g})"
        for arm in arms
    )


# What a graph names is looked at, wherever its arms would put it.
RELATED_TOTAL = (
    f"{_total(ranking.ARMS)} + "
    "CASE WHEN id = ANY(%(related)s::uuid[]) THEN 100 ELSE 0 END"
)
STATS = ", ".join(f"stats.mean_{arm}, stats.std_{arm}" for arm in ranking.ARMS)
SESSION_WINDOW = (
    "WINDOW episode AS (PARTITION BY coalesce(episode_id, id) ORDER BY lexical DESC "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
)
PIECES = {
    "session": _session(),
    "session_window": SESSION_WINDOW,
    "moments": _moments(ranking.ARMS),
    "total": _total(ranking.ARMS),
    "word_moments": _moments(WORDS),
    "word_total": _total(WORDS),
    "dense_moments": _moments(DENSE),
    "rows": ROWS.format(columns=rows.SELECTED, stats=STATS),
}


def pool(project_id: UUID, query: Query) -> Pool:
    """The best rows of the scope, inside the tenant's transaction."""
    found = terms.frequencies(project_id, query.where, list(query.terms))
    weights = lexical.query_weights(query.terms, found, found[terms.ALL])
    condition, named = by_name(*compile_filter(query.where))
    statement = EXACT if query.near is None else CHOSEN
    pieces = PIECES | ({"total": RELATED_TOTAL} if query.related else {})
    sql = statement.format(condition=condition, **pieces)
    parameters = {
        "project": project_id,
        "model": model_id(query.model),
        "vector": halfvec(query.embedding),
        "terms": sparsevec(weights),
        "limit": query.limit,
        "near": [*(query.near or ()), *query.related],
        "related": list(query.related),
        "drawn": DRAWN,
        **named,
    }
    with connection.wrap_database_errors, connection.cursor() as cursor:
        answer = cursor.prepared(sql, parameters)
    mass = lexical.query_mass(query.terms, weights)
    return replace(pool_of(answer, mass), degraded=query.degraded)


def exceeds(project_id: UUID, where: Filter, most: int) -> bool:
    """Whether more than so many memories match, inside the tenant's transaction."""
    condition, parameters = compile_filter(where)
    sql = (
        "SELECT count(*) FROM (SELECT 1 FROM memories_memory m "  # noqa: S608  values are bound
        f"WHERE m.project_id = %s AND {condition} LIMIT %s) found"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [project_id, *parameters, most + 1])
        (count,) = cursor.fetchone()
    return int(count) > most


def pool_of(answer: list[tuple[Any, ...]], mass: float) -> Pool:
    if not answer:
        return Pool((), dict.fromkeys(ranking.ARMS, Moments(0.0, 0.0)), 0, mass)
    width, arms = len(rows.COLUMNS), len(ranking.ARMS)
    size, *moments = answer[0][width + arms :]
    stats = {
        arm: Moments(float(moments[2 * i]), float(moments[2 * i + 1]))
        for i, arm in enumerate(ranking.ARMS)
    }
    return Pool(
        [
            Candidate(
                rows.record(row[:width]),
                dict(zip(ranking.ARMS, row[width : width + arms], strict=True)),
            )
            for row in answer
        ],
        stats,
        int(size),
        mass,
    )


def by_name(condition: str, parameters: list[Any]) -> tuple[str, dict[str, Any]]:
    """Positional parameters as named ones, to stand in a statement that has those."""
    pieces = condition.split("%s")
    named = {f"f{number}": value for number, value in enumerate(parameters)}
    text = pieces[0]
    for number, piece in enumerate(pieces[1:]):
        text += f"%(f{number})s{piece}"
    return text, named


_models: dict[str, int] = {}


def model_id(name: str, dimensions: int | None = None) -> int:
    """The small number of a vector space; with `dimensions`, made when it is new.

    0, which no vector has, for a space nobody has written to.
    """
    if name not in _models:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM memories_embeddingmodel WHERE name = %s", [name]
            )
            row = cursor.fetchone()
            if row is None and dimensions is not None:
                cursor.execute(
                    "INSERT INTO memories_embeddingmodel (name, dimensions) "
                    "VALUES (%s, %s) ON CONFLICT (name) DO UPDATE "
                    "SET name = excluded.name RETURNING id",
                    [name, dimensions],
                )
                # Not remembered yet: the transaction may be rolled back.
                (made,) = cursor.fetchone()
                return int(made)
            if row is None:
                return 0
            _models[name] = int(row[0])
    return _models[name]
