"""What a project deletes by itself and what it must not delete: rules and holds that move
with it.

A hold that stands is in force again with the import, whoever set it: a move must not be
the way out of one. Rules go on where the project had no memories; where it had some they
arrive switched off, lest they delete what they were never meant for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mem0.exceptions import ValidationError
from memories import retention
from memories.archive.rows import HoldRow, RuleRow
from memories.retention_serializers import RuleRequest
from orgs.custody import holds
from orgs.custody.models import Hold, RetentionRule
from orgs.custody.periods import KINDS
from orgs.models import Project

RULE = ("name", "days", "measured_by", "filters", "enabled")
SAME = RULE[:-1]
"""What makes a rule the same; it may have been switched off since."""
HELD = ("kind", "name", "reason")
PERIODS = tuple(f"{kind}_days" for kind in KINDS)


def periods_of(project: Project) -> dict[str, Any] | None:
    """How long the project keeps what is beside its memories, if it chose."""
    found = project.retention_periods.first()
    return None if found is None else {n: getattr(found, n) for n in PERIODS}


def rules_of(project: Project) -> Iterator[dict[str, Any]]:
    """A row for each rule, the oldest first."""
    for each in project.retention_rules.order_by("id"):
        yield {
            **{name: getattr(each, name) for name in RULE},
            "created_at": each.created_at,
        }


def holds_of(project: Project) -> Iterator[dict[str, Any]]:
    """A row for each hold that stands, the oldest first."""
    for each in project.holds.filter(lifted_at=None).order_by("id"):
        named = {name: getattr(each, name) for name in HELD}
        yield {**named, "set_by": each.set_by, "created_at": each.created_at}


def check_rule(row: RuleRow) -> None:
    """Raises `ValidationError` for a rule that could not be made here."""
    RuleRequest().run_validation(row.model_dump(include=set(RULE)))


def check_hold(row: HoldRow) -> None:
    """Raises `ValidationError` for a hold of half an entity."""
    if bool(row.kind) != bool(row.name):
        raise ValidationError("kind and name go together.")


def find_rule(project: Project, row: RuleRow) -> RetentionRule | None:
    """The project's rule that says the same."""
    said = row.model_dump(include=set(SAME))
    found: RetentionRule | None = project.retention_rules.filter(**said).first()
    return found


def make_rule(project: Project, row: RuleRow, *, runs: bool) -> None:
    """A rule of the project. Raises `ValidationError` when there are too many."""
    asked = row.model_dump(include=set(RULE))
    made = retention.create(project, {**asked, "enabled": row.enabled and runs})
    project.retention_rules.filter(pk=made.pk).update(created_at=row.created_at)


def find_hold(project: Project, row: HoldRow) -> Hold | None:
    """The project's hold of the same for the same reason, if it stands."""
    said = row.model_dump(include=set(HELD))
    found: Hold | None = project.holds.filter(lifted_at=None, **said).first()
    return found


def make_hold(project: Project, row: HoldRow) -> None:
    """The hold, as it was set."""
    made = holds.place(project, row.kind, row.name, row.reason, row.set_by)
    project.holds.filter(pk=made.pk).update(created_at=row.created_at)
