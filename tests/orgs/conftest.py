"""People for the cast: keys that somebody made, and organizations with plans."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from orgs import counting, failures, services
from orgs.models import Membership, Organization, Project, Role, User
from tests.conftest import Api


@pytest.fixture(autouse=True)
def _patience(settings):
    """All tests come from one address; its wrong keys count only where that is the
    point."""
    settings.FAILED_AUTHENTICATIONS_PER_MINUTE = 0
    failures._blocked.clear()
    counting.PAUSE.end()


@dataclass
class Person:
    """A member of an organization with a key of their own."""

    user: User
    api: Api

    @property
    def email(self) -> str:
        return self.user.email

    @property
    def organization(self) -> str:
        return f"/api/v1/orgs/organizations/{self.api.project.organization_id}/"

    @property
    def project(self) -> str:
        return f"{self.organization}projects/{self.api.project.pk}/"


def address() -> str:
    return f"{uuid.uuid4().hex}@example.org"


def join(organization: Organization, role: Role) -> Person:
    user = User.objects.create_user(address())
    Membership.objects.create(organization=organization, user=user, role=role)
    project = organization.projects.order_by("created_at").first()
    assert project is not None
    _, key = services.create_key(project, created_by=user)
    return Person(user, Api(project, key))


@pytest.fixture
def organization() -> Organization:
    return services.create_organization(name="Initech")


@pytest.fixture
def owner(organization) -> Person:
    return join(organization, Role.OWNER)


@pytest.fixture
def reader(organization) -> Person:
    return join(organization, Role.READER)


@pytest.fixture
def planned() -> Callable[..., Api]:
    """Makes an API whose organization has a plan, with overrides."""

    def make(plan: str = "enterprise", **overrides: Any) -> Api:
        organization = services.create_organization(name="Planned", plan=plan)
        organization.plan_overrides = overrides
        organization.save()
        project: Project = organization.projects.get()
        return Api(project, services.create_key(project)[1])

    return make
