"""The first organization of a person, and where they go when they come in."""

from __future__ import annotations

from django.db import transaction

from orgs import services, signup
from orgs.models import Membership, Organization, Project, User


def first_organization(user: User) -> tuple[Organization, bool]:
    """The oldest one the person belongs to, or a new one; whether it is new."""
    with transaction.atomic():
        # Two tabs that open at once must not make two organizations.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        place = (
            Membership.objects.filter(user=user)
            .select_related("organization")
            .order_by("organization__suspended_at", "created_at")
            .first()
        )
        if place is not None:
            return place.organization, False
        name = f"{user.get_short_name()}'s organization"
        made = services.create_organization(name=name, owner=user, plan=signup.PLAN)
        return made, True


def first_project(organization: Organization) -> Project | None:
    """The default project, else the oldest."""
    return organization.projects.order_by("-is_default", "created_at").first()
