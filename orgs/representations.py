"""Organizations, projects and members as clients see them.

A superset of the hosted service's keys and the older ones; what does not exist here
is null, and secrets of a project's models are never among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orgs import members
from orgs.models import Organization, Project, Role, User
from orgs.plans import plan_of

SETTINGS = (
    "custom_instructions",
    "agent_custom_instructions",
    "custom_categories",
    "retrieval_criteria",
    "inclusion_prompt",
    "exclusion_prompt",
    "enable_graph",
    "decay",
    "multilingual",
    "memory_depth",
    "usecase",
    "version",
    "gate",
    "log_bodies",
    "secrets_mode",
    "pii_mode",
)
REDACTED = "********"
"""What stands for a stored key. Sent back, it means the stored one."""
ABSENT = dict.fromkeys(
    (
        "update_custom_instructions",
        "summary_custom_instructions",
        "summary_batch_size",
        "summary_max_tokens",
        "expiration_date",
        "active_prompt_profile",
    )
)


def organization(shown: Organization, role: Role) -> dict[str, Any]:
    """The organization, with what the asking key is in it."""
    people = list(shown.memberships.select_related("user").order_by("created_at"))
    return {
        "org_id": str(shown.pk),
        "name": shown.name,
        "created_at": shown.created_at,
        "updated_at": shown.updated_at,
        "members": [member(each.user, each.role) for each in people],
        "is_default": shown.is_default,
        "byok_enabled": False,
        "invitations": [
            {"email": each.user.email, "role": each.role}
            for each in people
            if each.user.invited_at
        ],
        "owner_pricing_plan": plan_of(shown).label,
        "is_owner": role == Role.OWNER,
        "user_role": role,
    }


def member(user: User, role: str) -> dict[str, Any]:
    """A person and a role."""
    return {
        "user_id": str(user.pk),
        "username": user.get_full_name(),
        "email": user.email,
        "role": role,
    }


def summary(shown: Project) -> dict[str, Any]:
    """A project as others of its organization see it: that it exists."""
    return {
        "project_id": str(shown.pk),
        "id": str(shown.pk),
        "org_id": str(shown.organization_id),
        "name": shown.name,
        "description": shown.description,
        "is_default": shown.is_default,
        "created_at": shown.created_at,
        "updated_at": shown.updated_at,
    }


def model(stored: Mapping[str, Any]) -> dict[str, Any] | None:
    """A model of the project's own, its key behind a placeholder; None for the
    deployment's."""
    if not stored or ("provider" in stored and not stored.get("own")):
        return None
    rest = {k: v for k, v in stored.items() if k not in ("provider", "own", "api_key")}
    config = dict(stored.get("config", rest))
    if stored.get("api_key"):
        config["api_key"] = REDACTED
    return {"provider": stored.get("provider", "openai"), "config": config}


def project(shown: Project, role: Role) -> dict[str, Any]:
    """A project with its settings."""
    return {
        **summary(shown),
        "members": [member(user, place) for user, place in members.of_project(shown)],
        **{name: getattr(shown, name) for name in SETTINGS},
        "llm": model(shown.llm),
        "embedder": model(shown.embedder),
        "embedding_model": shown.embedding_model or None,
        "embedding_dimensions": shown.embedding_dimensions,
        "next_embedding_model": shown.next_embedding_model or None,
        **ABSENT,
        "user_role": role,
    }
