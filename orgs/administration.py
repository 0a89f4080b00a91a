"""What those who run the server do with customers: suspend, reinstate, change plans."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from mem0.exceptions import ValidationError
from orgs import audit, auth
from orgs.models import Organization
from orgs.plans import PLANS


def suspend(organization: Organization) -> None:
    """Close every key of an organization, at once here and within seconds elsewhere.
    Nothing is deleted."""
    if organization.suspended_at is None:
        organization.suspended_at = timezone.now()
        _save(organization, "suspended_at", audit.Act.ORGANIZATION_SUSPENDED)
    _forget_keys(organization)


def reinstate(organization: Organization) -> None:
    """Open the keys of a suspended organization again."""
    organization.suspended_at = None
    _save(organization, "suspended_at", audit.Act.ORGANIZATION_REINSTATED)
    _forget_keys(organization)


def change_plan(organization: Organization, plan: str) -> None:
    """Put an organization on another plan. Raises `ValidationError` for an unknown one."""
    if plan not in PLANS:
        raise ValidationError(f"There is no plan {plan!r}.")
    was, organization.plan = organization.plan, plan
    _save(organization, "plan", audit.Act.PLAN_CHANGED, plan=plan, was=was)
    _forget_keys(organization)


def _save(
    organization: Organization, column: str, act: audit.Act, **details: Any
) -> None:
    with transaction.atomic():
        organization.save(update_fields=[column, "updated_at"])
        audit.record(
            act,
            organization=organization,
            about=("organization", organization.pk),
            **details,
        )


def _forget_keys(organization: Organization) -> None:
    for project_id in organization.projects.values_list("pk", flat=True):
        auth.forget(project_id)
