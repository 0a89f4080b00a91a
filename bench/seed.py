"""A project full of memories, made in bulk: what a bench or a test of big scopes reads.

Rows come from a random crowd and are filled as the engine would fill them: text, hash
and fingerprint, the vectors of the deployment's embedder, both halves of BM25, the
counts of terms, entities and one entry of history each. They are written by the tables'
owner. Up to `MADE` are made one by one; in a bigger crowd each comes back as often as it
takes, made inside the database: the same statement of the same person at another time,
with a text, an id and a vector of its own (turned a little towards another memory's) and
a fingerprint that is a random one. A million takes some minutes.

    from bench import seed
    seed.fill(project, seed.Crowd(memories=100_000, people=1))   # one big scope
    seed.empty(project)                                          # and away with it
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connections

from bench import sayings
from mem0.memory import context, lexical
from mem0.memory.types import Record, Scope
from memories import engine, rows
from memories.candidates import model_id
from memories.models import entity_number
from memories.vectors import halfvec, sparsevec
from memories.writing import INSERTED
from orgs.models import Project
from orgs.tenancy import tenant

BATCH = 2_000
MADE = 40_000
STATES = {"active": 0.93, "superseded": 0.055, "merged": 0.012, "disputed": 0.003}
CATEGORIES = {
    "food": 0.3, "travel": 0.2, "hobbies": 0.15, "work": 0.12, "health": 0.1,
    "family": 0.08, "finance": 0.04, "legal": 0.01,
}  # fmt: skip
RARE_STATE = "retracted"
RARE_CATEGORY = "eclipses"
RARE_METADATA = {"desk": "lost and found"}
SOURCES = {"chat": 0.6, "email": 0.25, "form": 0.1, "import": 0.05}
AGENTS = ("support", "sales", "concierge", "tutor", "nurse", "clerk")
APPS = ("web", "phone", "kiosk")
COLUMNS = (
    "project_id", *INSERTED, "embedding_model_id", "embedding", "context_embedding",
    "lexical", "context_lexical",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many memories, of how many people (few have many), over how many days.

    One in `rare` is in `RARE_STATE`, another in `RARE_CATEGORY`, a third has
    `RARE_METADATA`. The same numbers draw the same memories, but for their ids and times.
    """

    memories: int
    people: int = 20_000
    days: int = 730
    rare: int = 50_000
    draw: int = 1


def fill(
    project: Project,
    crowd: Crowd,
    told: Callable[[int], None] = lambda done: None,
    *,
    vacuum: bool = True,
) -> None:
    """Add the crowd's memories to an empty project; `told` hears how many there are."""
    made = _make(project, replace(crowd, memories=min(crowd.memories, MADE)))
    told(made)
    with connections["owner"].cursor() as cursor:
        cursor.execute(MADE_ROWS, {"project": project.pk})
        cursor.execute("ANALYZE seed_made")
        for turn in range(1, -(-crowd.memories // made)):
            most = min(made, crowd.memories - turn * made)
            given = {"project": project.pk, "turn": turn, "most": most, "made": made}
            cursor.execute(BACK, given)
            told(turn * made + most)
        cursor.execute("DROP TABLE seed_made")
        cursor.execute(HISTORY, {"project": project.pk})
        cursor.execute(ENTITIES, {"project": project.pk, "draw": entity_number()})
        cursor.execute(TERMS, {"project": project.pk})
    if vacuum:
        tidy()


def tidy() -> None:
    """What autovacuum would do in time, for the tables that `fill` fills."""
    with connections["owner"].cursor() as cursor:
        for table in FILLED:
            cursor.execute(f"VACUUM (ANALYZE) memories_{table}")


def empty(*projects: Project) -> None:
    """Take all that `fill` made out of the projects again."""
    with connections["owner"].cursor() as cursor:
        for table in FILLED:
            sql = f"DELETE FROM memories_{table} WHERE project_id = ANY(%s)"  # noqa: S608  our own names
            cursor.execute(sql, [[project.pk for project in projects]])
    tidy()


FILLED = ("memory", "history", "entity", "termfrequency")
COPIED = ", ".join(
    name
    for name in COLUMNS
    if name not in {"id", "text", "hash", "dedupe", "created_at", "metadata"}
    and not name.endswith("embedding")
)
MADE_ROWS = """
CREATE TEMPORARY TABLE seed_made AS
SELECT *, row_number() OVER (ORDER BY created_at) - 1 AS n
  FROM memories_memory WHERE project_id = %(project)s
"""
# A third of each vector is that of another memory. No `*`: halves underflow.
BACK = f"""
WITH moved AS (
  SELECT made.*, other.embedding AS other,
         made.created_at + %(turn)s * interval '97 minutes' AS at
    FROM seed_made made JOIN seed_made other ON other.n = (made.n + 61 * %(turn)s) %% %(made)s
   WHERE made.n < %(most)s
), turned AS (
  SELECT *, l2_normalize(embedding + embedding + other) AS vector,
         text || ', again ' || %(turn)s AS words
    FROM moved
)
INSERT INTO memories_memory (id, text, hash, dedupe, created_at, metadata, embedding,
       context_embedding, {COPIED})
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
        || '7' || substr(md5(random()::text), 1, 3)
        || '8' || substr(md5(random()::text), 1, 15))::uuid,
       words, md5(words), uuid_send(gen_random_uuid()), at,
       CASE WHEN metadata ? 'ticket' THEN metadata || jsonb_build_object(
         'ticket', metadata ->> 'ticket' || '-' || %(turn)s) ELSE metadata END,
       vector, vector, {COPIED}
  FROM turned ORDER BY at
"""  # noqa: S608  our own names
HISTORY = """
INSERT INTO memories_history (project_id, id, memory_id, event, new_memory, user_id,
  agent_id, app_id, run_id, metadata, categories, input, created_at, updated_at,
  recorded_at)
SELECT project_id, id, id, 'ADD', text, user_id, agent_id, app_id, run_id, metadata,
  categories, '[]', created_at, updated_at, recorded_at
  FROM memories_memory WHERE project_id = %(project)s
"""
# The numbers of entities only have to differ inside the project.
ENTITIES = """
INSERT INTO memories_entity (project_id, id, number, type, name, created_at, updated_at)
SELECT %(project)s, gen_random_uuid(),
       (%(draw)s + row_number() OVER ()) %% 4503599627370496, kind, name, since, last
  FROM (
    SELECT kind, name, min(created_at) AS since, max(created_at) AS last
      FROM memories_memory CROSS JOIN LATERAL (VALUES ('user', user_id),
        ('agent', agent_id), ('app', app_id), ('run', run_id)) named (kind, name)
     WHERE project_id = %(project)s AND name IS NOT NULL GROUP BY kind, name
  ) found
"""


TERMS = """
INSERT INTO memories_termfrequency (project_id, term, documents)
SELECT %(project)s, term::int, count(*) FROM memories_memory CROSS JOIN LATERAL (
  SELECT 0 AS term UNION ALL
  SELECT split_part(pair, ':', 1)::bigint FROM unnest(string_to_array(
    substring(lexical::text FROM '{(.*)}'), ',')) pair) terms
 WHERE project_id = %(project)s GROUP BY term
"""


def _make(project: Project, crowd: Crowd) -> int:
    """Memories one by one; how many."""
    with tenant(project):
        embedder = engine.embedder(project)
        number = model_id(embedder.name, embedder.dimensions)
    drawn = _records(crowd)
    while batch := list(itertools.islice(drawn, BATCH)):
        vectors = embedder.embed([record.text for record in batch])
        _copy(
            _line(project.pk, record, number, vector)
            for record, vector in zip(batch, vectors, strict=True)
        )
    return crowd.memories


def _records(crowd: Crowd) -> Iterator[Record]:
    """Oldest first; more of them the nearer to now, as of a product that grows."""
    dice = np.random.default_rng(crowd.draw)
    now = dt.datetime.now(dt.UTC)
    odds = 1 / (np.arange(crowd.people) + 10)
    before: Record | None = None
    for first in range(0, crowd.memories, BATCH):
        size = min(BATCH, crowd.memories - first)
        people = dice.choice(crowd.people, size, p=odds / odds.sum())
        for n, person in enumerate(people, first):
            age = crowd.days * (1 - ((n + 1) / crowd.memories) ** 0.5)
            at = now - dt.timedelta(days=age)
            before = _record(dice, n, n % crowd.rare, int(person), at, before)
            yield before


def _record(
    dice: np.random.Generator,
    n: int,
    turn: int,
    person: int,
    at: dt.datetime,
    before: Record | None,
) -> Record:
    record = Record(
        id=str(_uuid7(dice, at)),
        text=sayings.saying(dice, n),
        scope=_scope(dice, person, at),
        created_at=at,
        updated_at=at,
        recorded_at=at,
        metadata=dict(RARE_METADATA) if turn == 2 else _metadata(dice, n),
        categories=(RARE_CATEGORY,) if turn == 1 else _categories(dice),
        valid_from=at,
        attributed_to="user",
        subject="user",
        language="en",
    )
    state = RARE_STATE if turn == 3 else _one(dice, STATES)
    if state != "active":
        over = at + dt.timedelta(hours=1)
        replaces = before.id if before and state in {"superseded", "merged"} else None
        return replace(
            record, state=state, valid_to=over, closed_at=over, replaced_by=replaces
        )
    if dice.random() < 0.01:
        return replace(record, expiration_date=at.date() + dt.timedelta(days=90))
    return record


def _uuid7(dice: np.random.Generator, at: dt.datetime) -> UUID:
    """An id as if it had been made then."""
    moment = int(at.timestamp() * 1_000).to_bytes(6, "big")
    drawn = bytearray(moment + dice.bytes(10))
    drawn[6], drawn[8] = 0x70 | drawn[6] & 0x0F, 0x80 | drawn[8] & 0x3F
    return UUID(bytes=bytes(drawn))


def _scope(dice: np.random.Generator, person: int, at: dt.datetime) -> Scope:
    agent = AGENTS[int(dice.integers(len(AGENTS)))] if dice.random() < 0.3 else None
    app = APPS[int(dice.integers(len(APPS)))] if dice.random() < 0.5 else None
    run = f"talk-{person}-{at:%Y%m%d}" if dice.random() < 0.3 else None
    return Scope(f"person-{person}", agent, app, run)


def _metadata(dice: np.random.Generator, n: int) -> dict[str, Any]:
    """Common values, and one that no other memory has."""
    found: dict[str, Any] = {}
    if dice.random() < 0.7:
        found["source"] = _one(dice, SOURCES)
    if dice.random() < 0.1:
        found |= {"ticket": f"T-{n}", "urgent": bool(dice.random() < 0.05)}
    return found


def _categories(dice: np.random.Generator) -> tuple[str, ...] | None:
    if dice.random() < 0.2:
        return None
    return tuple(dict.fromkeys(_one(dice, CATEGORIES) for _ in range(2)))


def _one(dice: np.random.Generator, odds: dict[str, float]) -> str:
    at = dice.random() * sum(odds.values())
    for name, share in odds.items():
        at -= share
        if at < 0:
            return name
    return next(iter(odds))


def _line(
    project_id: UUID,
    record: Record,
    model: int,
    vector: Sequence[float],
) -> list[Any]:
    """A row of the table as COPY takes it; its context is itself, as of an only message."""
    values, dense = rows.values(record), halfvec(vector)
    found = context.text_terms(record.text, record.created_at)
    own = sparsevec(lexical.document_weights(found))
    around = sparsevec(lexical.document_weights(found, lexical.CONTEXT_LENGTH))
    given = [values[name] for name in INSERTED]
    return [project_id, *given, model, dense, dense, own, around]


def _copy(lines: Iterable[list[Any]]) -> None:
    connection = connections["owner"]
    connection.ensure_connection()
    sql = f"COPY memories_memory ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(sql) as copy:
        for line in lines:
            copy.write_row(line)
