"""What deletes itself: a project's rules about its memories, and how long it keeps what
is recorded beside them (`orgs.custody.periods`).

A rule runs once a day, in short transactions, by the engine's one way of deleting. It
passes over what is under a legal hold, and is one entry of the audit log a run.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Q
from django.utils import timezone

from mem0.exceptions import Mem0Error, MemoryNotFoundError, ValidationError
from mem0.memory.filters import Condition, Filter, Not, Or, all_of, parse
from mem0.memory.types import Record
from memories import engine
from memories.spaces import following
from memories.store import ProjectStore
from orgs import audit
from orgs.custody import holds
from orgs.custody.models import RetentionPeriods, RetentionRule
from orgs.models import Project
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

UNKNOWN = "No rule of retention has this id."
TIMES = ("created_at", "recorded_at", "updated_at")
"""What makes a memory old: that it was said, learned or changed so long ago."""
MOST_RULES = 20
SAMPLES = 10
BATCH = 250
"""Memories one transaction deletes: each has vectors, terms, history and neighbours."""
EVERY = dt.timedelta(days=1)
PATIENCE = 300.0
"""Seconds a pass may take; what is left then is the next one's."""
NOTHING = Or(())


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would delete now: how many, the oldest of them first; and how many
    it passes over because they are under a legal hold."""

    count: int
    held: int
    oldest: list[Record]


def rules(project: Project) -> list[RetentionRule]:
    """The project's rules, oldest first."""
    with tenant(project):
        return list(project.retention_rules.order_by("id"))


def get(project: Project, key: UUID) -> RetentionRule:
    """One of them. Raises `MemoryNotFoundError`."""
    with tenant(project):
        found: RetentionRule | None = project.retention_rules.filter(pk=key).first()
    if found is None:
        raise MemoryNotFoundError(UNKNOWN)
    return found


def create(project: Project, asked: Mapping[str, Any]) -> RetentionRule:
    """Add a rule. Raises `ValidationError` when there are too many."""
    with tenant(project):
        if project.retention_rules.count() >= MOST_RULES:
            msg = f"A project has at most {MOST_RULES} rules of retention."
            raise ValidationError(msg)
        rule: RetentionRule = project.retention_rules.create(**asked)
        _record(project, rule, after=asked)
    return rule


def change(project: Project, key: UUID, asked: Mapping[str, Any]) -> RetentionRule:
    """Change what is given of a rule. Raises `MemoryNotFoundError`."""
    with tenant(project):
        rule = _locked(project, key)
        for name, value in asked.items():
            setattr(rule, name, value)
        rule.last_run_at = None  # what it says now has not been done yet
        rule.save()
        _record(project, rule, after=asked)
    return rule


def remove(project: Project, key: UUID) -> None:
    """Take a rule away. Raises `MemoryNotFoundError`."""
    with tenant(project):
        rule = _locked(project, key)
        _record(project, rule, removed=True)
        rule.delete()


def set_periods(
    project: Project, changes: Mapping[str, int | None]
) -> RetentionPeriods:
    """Change the periods that were sent; null is the deployment's again."""
    with tenant(project):
        row: RetentionPeriods
        row, _ = project.retention_periods.get_or_create(project=project)
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
        audit.record(
            audit.Act.RETENTION_CHANGED,
            project=project,
            about=("project", project.pk),
            periods=dict(changes),
        )
    return row


def preview(
    project: Project, *, days: int, measured_by: str, filters: Mapping[str, Any]
) -> Preview:
    """What a rule like this would delete now."""
    store = ProjectStore(project)
    with tenant(project):
        old = _old(days, measured_by, filters)
        where = all_of(old, _free(project))
        count = store.count(where)
        found = store.find(where, limit=SAMPLES, offset=max(0, count - SAMPLES))
        return Preview(count, store.count(old) - count, found[::-1])


def apply_due() -> int:
    """Carry out the rules of all projects whose time has come; how many memories went."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(DUE, [timezone.now() - EVERY])
        due = [project_id for (project_id,) in cursor.fetchall()]
    removed, until = 0, time.monotonic() + PATIENCE
    projects = Project.objects.in_bulk(due)
    for project_id in due:
        try:
            removed += apply(projects[project_id], until)
        except Mem0Error as exc:  # of one project; it is tried again with the next pass
            logger.warning("Retention in project %s: %s", project_id, exc.message)
        if time.monotonic() > until:
            break
    return removed


def apply(project: Project, until: float = float("inf")) -> int:
    """Carry out a project's rules that are due; how many memories went."""
    removed = 0
    for rule in rules(project):
        more = True
        while more and time.monotonic() < until:
            gone, more = _step(project, rule.pk)
            removed += gone
    return removed


@following
def _step(project: Project, key: UUID) -> tuple[int, bool]:
    """One transaction of a rule's run: how many memories went, whether more may."""
    memory = engine.memory(project)
    with tenant(project):
        due = Q(last_run_at=None) | Q(last_run_at__lt=timezone.now() - EVERY)
        # Who finds it locked leaves it to who has it.
        rows = project.retention_rules.select_for_update(skip_locked=True)
        rule: RetentionRule | None = rows.filter(due, pk=key, enabled=True).first()
        if rule is None:
            return 0, False
        old = _old(rule.days, rule.measured_by, rule.filters)
        gone = memory.delete_some(all_of(old, _free(project)), BATCH)
        rule.removing += gone
        if gone < BATCH:
            _finish(project, rule)
        rule.save()
        return gone, gone == BATCH


def _finish(project: Project, rule: RetentionRule) -> None:
    audit.record(
        audit.Act.RETENTION_APPLIED,
        project=project,
        about=("retention_rule", rule.pk),
        count=rule.removing,
        days=rule.days,
    )
    rule.last_removed, rule.removing = rule.removing, 0
    rule.last_run_at = timezone.now()


def _old(days: int, measured_by: str, filters: Mapping[str, Any]) -> Filter:
    """What is so old and as the filter says."""
    before = timezone.now() - dt.timedelta(days=days)
    narrowed = parse(dict(filters)) if filters else None
    return all_of(Condition(measured_by, "lt", before), narrowed)


def _free(project: Project) -> Filter:
    """What no legal hold keeps."""
    standing = holds.active(project.pk)
    if any(not hold.kind for hold in standing):
        return NOTHING
    return all_of(
        *(Not(Condition(f"{hold.kind}_id", "eq", hold.name)) for hold in standing)
    )


def _locked(project: Project, key: UUID) -> RetentionRule:
    rows = project.retention_rules.select_for_update()
    rule: RetentionRule | None = rows.filter(pk=key).first()
    if rule is None:
        raise MemoryNotFoundError(UNKNOWN)
    return rule


def _record(project: Project, rule: RetentionRule, **details: Any) -> None:
    audit.record(
        audit.Act.RETENTION_CHANGED,
        project=project,
        about=("retention_rule", rule.pk),
        days=rule.days,
        enabled=rule.enabled,
        **details,
    )


DUE = """
SELECT project_id FROM custody_retentionrule
 WHERE enabled AND (last_run_at IS NULL OR last_run_at < %s)
 GROUP BY project_id ORDER BY min(last_run_at) NULLS FIRST
"""
