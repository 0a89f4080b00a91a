"""Whether a project keeps profiles, and the shape it wants them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.exceptions import ValidationError
from memories import engine, schemas
from memories.models_exports import ProfileSettings
from orgs import limits
from orgs.models import Project
from orgs.tenancy import tenant

UNSUPPORTED = "Unsupported settings"
TENANT_KEYS = {"org_id", "project_id"}
"""What older clients add to every body."""
MOST_HOURS = 24 * 365
MOST_SAMPLED = 10
"""Users of one sample."""


def read(project: Project) -> ProfileSettings:
    """The project's settings; defaults (unsaved) where it has none."""
    with tenant(project):
        found: ProfileSettings | None = project.profile_settings.first()
    return found or ProfileSettings(project=project)


def change(project: Project, asked: Any) -> ProfileSettings:
    """Change what was sent and nothing else. Raises `ValidationError`."""
    changes = changes_of(asked)
    with tenant(project):
        row: ProfileSettings
        row, _ = project.profile_settings.get_or_create(project=project)
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
    return row


def represented(project: Project, row: ProfileSettings) -> dict[str, Any]:
    """The settings as clients read them."""
    provider, _ = engine.language_model(project)
    return {
        "enabled": row.enabled,
        "refresh_hours": row.refresh_hours,
        "entities": {
            "user": {
                "schema": row.schema,
                "custom_instructions": row.custom_instructions,
            }
        },
        "capabilities": {
            "entity_types": ["user"],
            "operations": ["trigger", "sample"],
            "max_sample": MOST_SAMPLED,
            "method": "model" if provider else "rules",
        },
    }


def changes_of(asked: Any) -> dict[str, Any]:
    """What a request changes, checked. Raises `ValidationError`."""
    given = _known(asked, {"enabled", "entities", "refresh_hours", *TENANT_KEYS})
    changes: dict[str, Any] = {}
    if "enabled" in given:
        if not isinstance(given["enabled"], bool):
            raise ValidationError("enabled must be a boolean.")
        changes["enabled"] = given["enabled"]
    if "refresh_hours" in given:
        hours = given["refresh_hours"]
        changes["refresh_hours"] = (
            None
            if hours is None
            else limits.check_integer(hours, "refresh_hours", 1, MOST_HOURS)
        )
    user = _known(_known(given.get("entities"), {"user"}).get("user"), _USER)
    if "schema" in user:
        changes["schema"] = _schema(user["schema"])
    if "custom_instructions" in user:
        changes["custom_instructions"] = _instructions(user["custom_instructions"])
    return changes


_USER = {"schema", "custom_instructions"}


def _known(given: Any, names: set[str]) -> Mapping[str, Any]:
    """The object, empty for none, with no key but these."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or set(given) - names:
        extra = sorted(set(given) - names)[:5] if isinstance(given, Mapping) else []
        named = f": {', '.join(map(str, extra))}"[:200] if extra else ""
        raise ValidationError(
            f"{UNSUPPORTED}{named}", details={"wire": {"error": UNSUPPORTED}}
        )
    return given


def _schema(raw: Any) -> dict[str, Any] | None:
    if raw is None:
        return None
    schema = schemas.read_schema(raw)
    if missing := schemas.undescribed(schema):
        raise ValidationError(
            "Every property of a profile schema needs a description; "
            f"these have none: {', '.join(missing[:10])[:500]}"
        )
    return schema


def _instructions(raw: Any) -> str | None:
    if raw is None:
        return None
    most = limits.current().instructions
    return (
        limits.check_text(raw, "custom_instructions", most, blank=True).strip() or None
    )
