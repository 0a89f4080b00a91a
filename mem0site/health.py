"""Whether the service is alive, and whether it is ready to serve.

`/healthz` speaks for the process alone. `/readyz` asks the database, the
migrations, the worker's heartbeat, the age of the oldest job, the disk and the broker;
`?only=` some of them, because a load balancer has no reason to turn readers away for a
late job. Without a broker work is late and not lost: that is degraded, not unready.
"""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from mem0site import broker, disks
from mem0site.error_bodies import Problem
from mem0site.request_id import request_id

WORKER_SILENCE = 60.0
"""Seconds without a heartbeat after which the worker counts as gone."""
_migrated = False


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Every part that a request needs answers; 503 names what does not."""
    only = request.GET.get("only", "")
    asked = [name.strip() for name in only.split(",")] if only else list(CHECKS)
    if unknown := sorted(set(asked) - CHECKS.keys()):
        sentence = f"only takes {', '.join(CHECKS)}; not {', '.join(unknown)}."
        problem = Problem(400, sentence, "invalid_input")
        return JsonResponse(problem.body(request_id(request)), status=400)
    return _answer(asked)


def _answer(asked: list[str]) -> JsonResponse:
    checks: dict[str, str] = {}
    for name in asked:
        check = CHECKS[name]
        try:
            checks[name] = check()
        except DatabaseError:
            checks[name] = "unreachable"
    failed = {name for name, state in checks.items() if state != "ok"}
    ready = failed <= DEGRADING
    status = ("degraded" if failed else "ok") if ready else "unavailable"
    return JsonResponse(
        {"status": status, "checks": checks}, status=200 if ready else 503
    )


def record_heartbeat(name: str) -> None:
    """Note that a background process lives."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO mem0site_heartbeat (name, beat_at) VALUES (%s, now()) "
            "ON CONFLICT (name) DO UPDATE SET beat_at = now()",
            [name],
        )


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    global _migrated  # noqa: PLW0603  once applied, migrations stay applied
    if not _migrated:
        executor = MigrationExecutor(connections["default"])
        executor.loader.check_consistent_history(connections["default"])
        applied = executor.loader.applied_migrations
        _migrated = all(node in applied for node in executor.loader.graph.nodes)
    return "ok" if _migrated else "not applied"


def _worker() -> str:
    age = _seconds(
        "SELECT extract(epoch FROM now() - max(beat_at)) FROM mem0site_heartbeat "
        "WHERE name LIKE 'worker%%'"
    )
    if age is None:
        return "never seen"
    return "ok" if age < WORKER_SILENCE else f"silent for {age:.0f} s"


def _jobs() -> str:
    # What a dead worker holds waits since its lease ended, like what nobody took.
    age = _seconds(
        "SELECT extract(epoch FROM now() - min("
        "  CASE status WHEN 'queued' THEN run_at ELSE lease_until END)) "
        "FROM memories_job WHERE status IN ('queued', 'running')"
    )
    if age is None or age < settings.JOB_LATE_AFTER_SECONDS:
        return "ok"
    return f"the oldest is {age:.0f} s late"


def _disk() -> str:
    free = disks.least_free() >> 20
    enough = free >= settings.CONFIGURATION.disk_free_megabytes
    return "ok" if enough else f"only {free} MB are free"


def _broker() -> str:
    url = settings.CONFIGURATION.broker_url.get_secret_value()
    return "ok" if broker.answers(url) else "unreachable"


def _seconds(sql: str) -> float | None:
    with connections["admin"].cursor() as cursor:
        cursor.execute(sql)
        (value,) = cursor.fetchone() or (None,)
    return None if value is None else float(value)


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "jobs": _jobs,
    "disk": _disk,
    "broker": _broker,
}
DEGRADING = frozenset({"broker"})
"""Checks that leave the service ready: jobs are rows, and the relay tells of them later."""
