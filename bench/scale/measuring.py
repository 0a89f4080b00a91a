"""Filling, indexing and searching projects of several sizes; see `bench.scale`."""

from __future__ import annotations

import contextlib
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench import seed
from mem0.memory import lexical
from mem0.memory.filters import Filter, parse
from mem0.memory.ranking import POOL, Pool
from mem0.memory.types import Query, Scope
from memories import candidates, engine, hnsw_upkeep, services as adding, wide_scopes
from memories.services import AddCommand
from orgs import services
from orgs.models import Project
from orgs.tenancy import tenant

TOP = 10
TICK = 1000 / os.sysconf("SC_CLK_TCK")  # ms


@dataclass
class Measured:
    """One way to search, over all queries."""

    times: list[float] = field(default_factory=list)
    cpu: float = 0.0
    hits: int = 0
    short: int = 0
    best: list[list[str]] = field(default_factory=list)

    @contextlib.contextmanager
    def timed(self, pid: int) -> Iterator[None]:
        """Adds what is done meanwhile, here and by that process of the database."""
        before, begun = cpu(pid), time.perf_counter()
        yield
        self.times.append((time.perf_counter() - begun) * 1000)
        self.cpu += cpu(pid) - before

    @property
    def cost(self) -> str:
        """What one of them takes."""
        middle, each = statistics.median(self.times), self.cpu / len(self.times)
        return f"median {middle:7.1f} ms, CPU {each:6.1f} ms"

    def line(self, scan: Measured) -> str:
        """What one takes, and what they find."""
        count = len(self.times)
        kept = [
            len(set(mine) & set(exact)) / max(1, len(exact))
            for mine, exact in zip(self.best, scan.best, strict=True)
        ]
        return (
            f"{self.cost}, hit@{TOP} {self.hits / count:.3f}, of a scan's first {TOP} "
            f"{statistics.mean(kept):.3f}, short {self.short}"
        )


def run(size: int, people: int | None, queries: int) -> None:
    """Fill a project, index, add, search, print, and empty it."""
    project = services.create_organization(name=f"Scale {size}").projects.get()
    begun = time.perf_counter()
    seed.fill(project, seed.Crowd(size, people=people or max(10, size // 100)))
    print(f"{size}: filled in {time.perf_counter() - begun:.0f} s", flush=True)
    added([project] * queries, "without an index")
    with indexed_from(size):
        index(project)
        added([project] * queries, "with an index")
        measure(project, queries)
    hnsw_upkeep.tend()  # drops it, unless its size deserves it
    seed.empty(project)


def spread(size: int, count: int, queries: int) -> None:
    """The same memories in many projects, on the same tables."""
    each = seed.Crowd(size // count, people=10)
    begun = time.perf_counter()
    projects = []
    for number in range(count):
        name = f"Scale {number} of {count}"
        projects.append(services.create_organization(name=name).projects.get())
        seed.fill(projects[-1], replace(each, draw=number), vacuum=False)
    seed.tidy()
    print(
        f"{size} in {count}: filled in {time.perf_counter() - begun:.0f} s", flush=True
    )
    asked_ones = projects[:: max(1, count // queries)]
    added(asked_ones, f"in {count} projects")
    for name, pinned in (("everybody", False), ("one person", True)):
        scan = Measured()
        for project in asked_ones:
            person, (text, *_) = sampled(project, 1)
            where = parse({"user_id": person if pinned else "*"})
            note(scan, text, scanned, project, asked(project, text, where))
        print(f"{name} of one of {count} projects: {scan.line(scan)}", flush=True)
    seed.empty(*projects)


def added(projects: list[Project], told: str) -> None:
    """A memory for each, one after another."""
    way = Measured()
    for number, project in enumerate(projects):
        said = [{"role": "user", "content": f"Parked in row {number} of the garage."}]
        command = AddCommand(said, Scope(user_id="driver"), infer=False)
        with tenant(project):
            pid = backend()
        with way.timed(pid):
            adding.add(project, command)
    print(f"adds {told}: {way.cost}", flush=True)


@contextlib.contextmanager
def indexed_from(size: int) -> Iterator[None]:
    """Projects of this size have an index, and use it whatever is asked."""
    usual = settings.CONFIGURATION
    settings.CONFIGURATION = usual.model_copy(update={"search_index_rows": size})
    yield
    settings.CONFIGURATION = usual


def index(project: Project) -> None:
    """Build what the workers would build."""
    begun = time.perf_counter()
    while not project.indexed_model:
        hnsw_upkeep.tend()
        time.sleep(1)
        project.refresh_from_db()
    print(f"indexed in {time.perf_counter() - begun:.0f} s", flush=True)


def measure(project: Project, queries: int) -> None:
    """Two scopes, each searched both ways."""
    person, known = sampled(project, queries)
    scopes = {"everybody": {"user_id": "*"}, "one person": {"user_id": person}}
    for name, filters in scopes.items():
        where = parse(filters)
        scan, by_index = Measured(), Measured()
        for text in known:
            query = asked(project, text, where)
            note(scan, text, scanned, project, query)
            note(by_index, text, wide, project, query)
        with tenant(project):
            size = candidates.pool(project.pk, asked(project, known[0], where)).size
        print(f"{name}, {size} memories, by a scan:  {scan.line(scan)}")
        if by_index.times and all(by_index.best):
            print(
                f"{name}, {size} memories, by index:   {by_index.line(scan)}",
                flush=True,
            )


def wide(project: Project, query: Query) -> Pool | None:
    """By the index, also where the scope would be scanned for its size."""
    usual = settings.CONFIGURATION
    settings.CONFIGURATION = usual.model_copy(update={"search_exact_rows": POOL})
    try:
        return wide_scopes.by_index(project, query)
    finally:
        settings.CONFIGURATION = usual


def scanned(project: Project, query: Query) -> Pool:
    """As every scope is searched where there is no index."""
    return candidates.pool(project.pk, query)


def note(
    way: Measured,
    text: str,
    search: Callable[[Project, Query], Pool | None],
    project: Project,
    query: Query,
) -> None:
    """Search, and add what it took and found."""
    with tenant(project), way.timed(backend()):
        pool = search(project, query)
    found = [] if pool is None else [each.record for each in pool.candidates]
    way.best.append([record.id for record in found[:TOP]])
    way.hits += any(record.text == text for record in found[:TOP])
    way.short += pool is not None and len(found) < min(POOL, pool.size)


def backend() -> int:
    """The process of the database behind this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(pid)


def cpu(pid: int) -> float:
    """Milliseconds of the database's process and of this one (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK + time.process_time() * 1000


def sampled(project: Project, count: int) -> tuple[str, list[str]]:
    """Who has most memories, and the texts of some that stand."""
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id FROM memories_memory WHERE project_id = %s "
            "GROUP BY user_id ORDER BY count(*) DESC LIMIT 1",
            [project.pk],
        )
        (person,) = cursor.fetchone()
        cursor.execute(
            "SELECT text FROM memories_memory WHERE project_id = %s AND user_id = %s "
            "AND state = 'active' ORDER BY md5(id::text) LIMIT %s",
            [project.pk, person, count],
        )
        return person, [text for (text,) in cursor.fetchall()]


def asked(project: Project, text: str, where: Filter) -> Query:
    """A search by half of the words."""
    words = " ".join(text.split()[::2])
    embedder = engine.embedder(project)
    (vector,) = embedder.embed([words], query=True)
    terms = lexical.query_terms(words)
    return Query(words, embedder.name, vector, terms, where, POOL)
