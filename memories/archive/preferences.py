"""What a project is set to, and whom it tells: the rows that are no table of their own.

Models and their keys are the deployment's matter and stay where they are; webhooks
arrive switched off and with secrets of their own, so that no receiver hears everything
twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from mem0.exceptions import Mem0Error, ValidationError
from memories import consolidations, profile_settings, retention
from memories.archive.custody import periods_of
from memories.archive.rows import SettingsRow, WebhookRow
from memories.consolidation_serializers import ConsolidationSettingsRequest
from memories.fields import TimezoneField
from memories.retention_serializers import PeriodsRequest
from orgs import services as orgs
from orgs.models import Project
from orgs.representations import SETTINGS
from orgs.serializers import ProjectUpdate
from webhooks import services as webhooks
from webhooks.models import Webhook
from webhooks.serializers import WebhookRequest

PLAIN = (*SETTINGS, "description")
PROFILES = ("enabled", "schema", "custom_instructions", "refresh_hours")
CONSOLIDATION = ("enabled", "every_days", "patterns")


def settings_of(project: Project) -> dict[str, Any]:
    """The row of a project's settings, inside the tenant's transaction."""
    profiles = project.profile_settings.first()
    consolidation = project.consolidation_settings.first()
    graph = project.graph_states.filter(reading_after=None).first()
    return {
        "project": {
            "timezone": project.timezone,
            **{name: getattr(project, name) for name in PLAIN},
        },
        "profiles": profiles and {name: getattr(profiles, name) for name in PROFILES},
        "consolidation": consolidation
        and {name: getattr(consolidation, name) for name in CONSOLIDATION},
        "periods": periods_of(project),
        "graph_read_at": graph and graph.read_at,
    }


def is_untouched(project: Project) -> bool:
    """Whether the settings are those that every new project has."""
    fresh = Project(organization=project.organization)
    own = settings_of(project)
    return own == {
        "project": {name: getattr(fresh, name) for name in own["project"]},
        "profiles": None,
        "consolidation": None,
        "periods": None,
        "graph_read_at": None,
    }


def same(own: dict[str, Any], row: SettingsRow) -> bool:
    """Whether the project is set as the row says."""
    given: dict[str, Any] = row.model_dump()
    return own == given


def check(row: SettingsRow) -> None:
    """Raises `ValidationError` unless the settings could be chosen as well."""
    _project_changes(row)
    if row.profiles is not None:
        profile_settings.changes_of(_as_asked(row.profiles))
    if row.consolidation is not None:
        _consolidation_changes(row)
    if row.periods is not None:
        _periods(row)


def apply(project: Project, row: SettingsRow) -> None:
    """Set the project as the row says, inside the tenant's transaction."""
    orgs.update_project(project, _project_changes(row))
    if row.profiles is not None:
        profile_settings.change(project, _as_asked(row.profiles))
    if row.consolidation is not None:
        consolidations.change_settings(project, _consolidation_changes(row))
    read = project.graph_states.filter(reading_after=None).exists()
    if row.periods is not None:
        retention.set_periods(project, _periods(row))
    if row.graph_read_at is not None and not read:
        changes = {"read_at": row.graph_read_at, "reading_after": None}
        project.graph_states.update_or_create(project=project, defaults=changes)


def _project_changes(row: SettingsRow) -> dict[str, Any]:
    if unknown := row.project.keys() - {*PLAIN, "timezone"}:
        raise ValidationError(f"project.{min(unknown)} is no setting.")
    given = {k: v for k, v in row.project.items() if k != "timezone"}
    changes: dict[str, Any] = dict(ProjectUpdate().run_validation(given))
    if "timezone" in row.project:
        field = TimezoneField()
        field.field_name = "timezone"
        changes["timezone"] = field.to_internal_value(row.project["timezone"])
    return changes


def _periods(row: SettingsRow) -> dict[str, int | None]:
    return dict(PeriodsRequest().run_validation(row.periods))


def _consolidation_changes(row: SettingsRow) -> dict[str, Any]:
    changes: dict[str, Any] = ConsolidationSettingsRequest().run_validation(
        row.consolidation
    )
    return dict(changes)


def _as_asked(profiles: dict[str, Any]) -> dict[str, Any]:
    """Profile settings in the form of a request."""
    user = {k: profiles[k] for k in ("schema", "custom_instructions") if k in profiles}
    rest = {k: v for k, v in profiles.items() if k not in user}
    return {**rest, "entities": {"user": user}}


def webhooks_of(project: Project) -> Iterator[dict[str, Any]]:
    """A row for each webhook, without its secrets, oldest first."""
    for each in project.webhooks.order_by("id"):
        yield {
            "name": each.name,
            "url": each.url,
            "event_types": list(each.event_types),
            "is_active": each.is_active,
            "created_at": each.created_at,
        }


def check_webhook(row: WebhookRow) -> None:
    """Raises `ValidationError` for a webhook that could not be made here."""
    WebhookRequest().run_validation(row.model_dump(include=set(WEBHOOK)))


def find_webhook(project: Project, row: WebhookRow) -> Webhook | None:
    """The project's webhook of the same name and address."""
    found: Webhook | None = project.webhooks.filter(name=row.name, url=row.url).first()
    return found


def make_webhook(project: Project, row: WebhookRow) -> None:
    """A webhook that is switched off until somebody has its new secret."""
    made, _ = webhooks.create(
        project, **row.model_dump(include=set(WEBHOOK)), is_active=False
    )
    project.webhooks.filter(pk=made.pk).update(created_at=row.created_at)


WEBHOOK = ("name", "url", "event_types")


def reason(error: Exception) -> str:
    """A refusal of another module as the reason of a line."""
    if isinstance(error, Mem0Error):
        return error.message.rstrip(".")
    return str(getattr(error, "detail", error))[:300]


def moment(value: Any) -> str:
    """A time as the rows of tables have it."""
    if not isinstance(value, dt.datetime):
        msg = f"{type(value).__name__} cannot stand in an archive"
        raise TypeError(msg)
    return value.isoformat()
