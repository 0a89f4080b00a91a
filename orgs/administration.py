"""What those who run the server do with customers: suspend, reinstate, change plans."""

from __future__ import annotations

from django.utils import timezone

from mem0.exceptions import ValidationError
from orgs import auth
from orgs.models import Organization
from orgs.plans import PLANS


def suspend(organization: Organization) -> None:
    """Close every key of an organization, at once here and within seconds elsewhere.
    Nothing is deleted."""
    if organization.suspended_at is None:
        organization.suspended_at = timezone.now()
        organization.save(update_fields=["suspended_at", "updated_at"])
    _forget_keys(organization)


def reinstate(organization: Organization) -> None:
    """Open the keys of a suspended organization again."""
    organization.suspended_at = None
    organization.save(update_fields=["suspended_at", "updated_at"])
    _forget_keys(organization)


def change_plan(organization: Organization, plan: str) -> None:
    """Put an organization on another plan. Raises `ValidationError` for an unknown one."""
    if plan not in PLANS:
        raise ValidationError(f"There is no plan {plan!r}.")
    organization.plan = plan
    organization.save(update_fields=["plan", "updated_at"])
    _forget_keys(organization)


def _forget_keys(organization: Organization) -> None:
    for project_id in organization.projects.values_list("pk", flat=True):
        auth.forget(project_id)
