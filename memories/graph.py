"""A project's graph: what its memories relate, in the project's own tables.

A relation is a row beside its memory, written and deleted in the memory's transaction;
whose it is and from when to when it holds is read from the memory. What is asked of a
graph (neighbours, paths) is `mem0.graphs.base.GraphStore`'s, as for every graph store.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.utils import timezone

from mem0.entities import ENTITY_IDS
from mem0.graphs.base import (
    MOST_EDGES,
    Asked,
    Edge,
    GraphOptions,
    GraphStore,
    Known,
)
from mem0.memory import relations
from mem0.memory.filters import Filter, entity_ids
from mem0.memory.types import Record, Relation, Scope
from memories.sql_filters import compile as compile_filter
from memories.writing_relations import insert
from orgs.models import Project
from orgs.tenancy import tenant

NAMES = ("name", "nickname")
"""Attributes whose value is another name of their subject."""
HOP = 0.5
"""What a memory one relation away counts, against one that names the thing itself."""
COMMON = 0.05
"""How much less a thing counts for every further memory it stands in."""

EDGES = """
SELECT r.source, r.relationship, r.target, r.source_type, r.target_type,
       m.user_id, m.agent_id, m.app_id, m.run_id, m.id::text,
       coalesce(m.valid_from, m.created_at), {ended}
  FROM memories_memoryrelation r
  JOIN memories_memory m ON m.project_id = r.project_id AND m.id = r.memory_id
 WHERE r.project_id = %(project)s AND m.state <> 'merged' AND {condition}
 ORDER BY coalesce(m.valid_from, m.created_at) DESC, r.id LIMIT %(limit)s
"""
ENDED = "coalesce(m.valid_to, CASE WHEN m.state = 'retracted' THEN m.closed_at END)"


class ProjectGraph(GraphStore):
    """The relations of one project's memories. A read names at least one entity id."""

    provider = "postgresql"

    def __init__(self, project: Project) -> None:
        super().__init__(GraphOptions(collection_name=str(project.pk)))
        self.project = project

    def aliases(self, scope: Scope) -> Mapping[str, str]:
        """Casefolded name → the name it is shown by, for whoever has several.

        Somebody who said what they are called is one thing with the id they are
        filed under.
        """
        ids = scope.ids()
        with tenant(self.project):
            told = self.project.memories.filter(
                **ids, state="active", attribute__in=NAMES, value__isnull=False
            ).order_by("created_at")
            pairs = list(told.values_list("subject", "value", *ENTITY_IDS)[:200])
        known: dict[str, str] = {}
        for subject, value, *scoped in pairs:
            (found,) = relations.resolved(
                [Relation(subject or "User", "name", value)], Scope(*scoped)
            ) or (None,)
            if found is not None:
                shown = known.get(found.source.casefold(), found.target)
                known[found.source.casefold()] = known[found.target.casefold()] = shown
        return known

    def _read(self, asked: Asked) -> list[Edge]:
        known = self.aliases(asked.scope)
        condition, values = _condition(self._with_aliases(asked, known))
        sql = EDGES.format(condition=condition, ended=ENDED)
        with tenant(self.project), connection.cursor() as cursor:
            cursor.execute(sql, {"project": self.project.pk, **values})
            return [_edge(row, known) for row in cursor.fetchall()]

    def _with_aliases(self, asked: Asked, known: Mapping[str, str]) -> Asked:
        if not asked.names or not known:
            return asked
        shown = {known[name] for name in asked.names if name in known}
        others = {name for name, called in known.items() if called in shown}
        return replace(asked, names=asked.names | others)

    def _add(self, edges: Sequence[Edge]) -> None:
        """Add what memories that are there relate; a memory's own are replaced."""
        found: dict[str, list[Relation]] = defaultdict(list)
        for edge in edges:
            found[edge.memory_id].append(edge.relation)
        with tenant(self.project):
            insert(self.project.pk, found)

    def _supported(self, memory_ids: Sequence[str]) -> set[str]:
        with tenant(self.project):
            rows_ = self.project.relations.filter(memory_id__in=memory_ids)
            return {str(key) for key in rows_.values_list("memory_id", flat=True)}

    def _stated(self, memory_ids: Sequence[str]) -> list[Edge]:
        sql = EDGES.format(condition="m.id = ANY(%(memories)s::uuid[])", ended=ENDED)
        given: dict[str, Any] = {
            "project": self.project.pk,
            "memories": list(memory_ids),
            "limit": MOST_EDGES * len(memory_ids),
        }
        with tenant(self.project), connection.cursor() as cursor:
            cursor.execute(sql, given)
            return [_edge(row, {}) for row in cursor.fetchall()]

    def _memory_ids(self, after: str, limit: int) -> list[str]:
        with tenant(self.project):
            found = self.project.relations.order_by("memory_id")
            if after:
                found = found.filter(memory_id__gt=after)
            ids = found.values_list("memory_id", flat=True).distinct()[:limit]
            return [str(key) for key in ids]

    def _delete(self, memory_ids: Sequence[str]) -> int:
        with tenant(self.project):
            rows_ = self.project.relations.filter(memory_id__in=memory_ids)
            return int(rows_.delete()[0])

    def _delete_scope(self, scope: Scope) -> int:
        return self._delete(self._memories(scope))

    def _count(self, scope: Scope) -> int:
        with tenant(self.project):
            rows_ = self.project.relations.filter(memory_id__in=self._memories(scope))
            return int(rows_.count())

    def _reset(self) -> None:
        with tenant(self.project):
            self.project.relations.all().delete()

    def _close(self) -> None:
        """The connection is Django's."""

    def _memories(self, scope: Scope) -> list[str]:
        with tenant(self.project):
            found = self.project.memories.filter(**scope.ids())
            return [str(key) for key in found.values_list("pk", flat=True)]


def about(
    project: Project,
    question: str,
    where: Filter,
    hits: Sequence[Record],
    *,
    limit: int,
    at: dt.datetime | None = None,
) -> list[Known]:
    """Relations of what a question names and of the memories that answer it.

    Only those that a memory supports which the filter lets through.
    """
    graph, scope = ProjectGraph(project), Scope(**entity_ids(where))
    if not scope:
        return []
    names = relations.mentioned(question, scope.ids().values())
    near = [record.id for record in hits]
    found = [
        *graph.relations(scope, names, at=at, limit=limit),
        *graph.relations(scope, memory_ids=near, at=at, limit=limit),
    ]
    unique: dict[Relation, Known] = {}
    for each in found:
        unique.setdefault(each.relation, each)
    supporting = {key for each in unique.values() for key in each.memory_ids}
    good = _matching(project, supporting, where)
    return [each for each in unique.values() if good & set(each.memory_ids)][:limit]


def stated_by(project: Project, memory_ids: Sequence[str]) -> list[list[Relation]]:
    """What each of the memories relates, in their order; without those that do not."""
    with tenant(project):
        found = project.relations.filter(memory_id__in=memory_ids)
        stated: dict[str, list[Relation]] = defaultdict(list)
        for row in found:
            relation = Relation(row.source, row.relationship, row.target)
            stated[str(row.memory_id)].append(relation)
    return [stated[key] for key in memory_ids if key in stated]


def reach(project: Project, question: str, where: Filter) -> dict[str, float]:
    """Memory id → how near it is to what a question names, in (0, 1].

    A memory that names the thing counts by how rare the thing is; one that names
    something the thing relates to counts half of that.
    """
    graph, scope = ProjectGraph(project), Scope(**entity_ids(where))
    own = {name.casefold() for name in scope.ids().values()}
    names = [n for n in relations.mentioned(question) if n not in own]
    if not scope or not names:
        return {}
    first = graph.relations(scope, names)
    asked = set(names)
    further = {
        end.casefold()
        for known in first
        for end in (known.relation.source, known.relation.target)
    }
    further -= asked | own
    second = graph.relations(scope, further) if further else []
    weights = _weighed(second, further, HOP)
    for key, weight in _weighed(first, asked, 1.0).items():
        weights[key] = max(weight, weights.get(key, 0.0))
    return weights


def _weighed(found: Iterable[Known], names: set[str], top: float) -> dict[str, float]:
    """Each memory by the rarest of the things it names."""
    holders: Counter[str] = Counter()
    named: dict[str, set[str]] = defaultdict(set)
    for known in found:
        ends = {known.relation.source.casefold(), known.relation.target.casefold()}
        for end in ends & names:
            holders[end] += len(known.memory_ids)
            for key in known.memory_ids:
                named[key].add(end)
    return {
        key: max(top / (1 + COMMON * (holders[end] - 1)) for end in ends)
        for key, ends in named.items()
    }


def _matching(project: Project, memory_ids: set[str], where: Filter) -> set[str]:
    if not memory_ids:
        return set()
    condition, values = compile_filter(where)
    sql = (
        "SELECT m.id::text FROM memories_memory m "  # noqa: S608  values are bound
        f"WHERE m.project_id = %s AND m.id = ANY(%s::uuid[]) AND {condition}"
    )
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(sql, [project.pk, sorted(memory_ids), *values])
        return {key for (key,) in cursor.fetchall()}


def _condition(asked: Asked) -> tuple[str, dict[str, Any]]:
    parts = [f"m.{name} = %({name})s" for name in asked.scope.ids()]
    values: dict[str, Any] = {**asked.scope.ids(), "limit": asked.limit}
    if asked.names is not None:
        parts.append("(r.source_key = ANY(%(names)s) OR r.target_key = ANY(%(names)s))")
        values["names"] = sorted(asked.names)
    if asked.memory_ids is not None:
        parts.append("m.id = ANY(%(memories)s::uuid[])")
        values["memories"] = sorted(asked.memory_ids)
    if not asked.ended:
        parts += [
            "coalesce(m.valid_from, m.created_at) <= %(at)s",
            f"({ENDED} IS NULL OR {ENDED} > %(at)s)",
        ]
        values["at"] = asked.at or timezone.now()
    return " AND ".join(parts), values


def _edge(row: Sequence[Any], known: Mapping[str, str]) -> Edge:
    source, relationship, target, source_type, target_type, *rest = row
    user, agent, app, run, memory_id, since, until = rest
    relation = Relation(
        known.get(source.casefold(), source),
        relationship,
        known.get(target.casefold(), target),
        source_type,
        target_type,
    )
    return Edge(relation, Scope(user, agent, app, run), memory_id, since, until)
