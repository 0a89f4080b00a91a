"""People in a browser: signed in, each with a role, in an organization of their own."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs import services
from orgs.models import Membership, Organization, Project, Role, User

MOST_QUERIES = 16
"""What a page may ask of the database, sign-in and frame included."""
FRAMING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT set_config")
"""Statements about transactions, which are not counted."""


@dataclass
class Person:
    """Somebody with a browser, at home in one project."""

    user: User
    project: Project
    browser: Client = field(default_factory=Client)

    def url(self, name: str, *more: Any) -> str:
        """The address of a page of the project."""
        return reverse(
            f"dashboard:{name}",
            args=[self.project.organization_id, self.project.pk, *more],
        )

    def of_organization(self, name: str, *more: Any) -> str:
        """The address of a page of the organization."""
        return reverse(f"dashboard:{name}", args=[self.project.organization_id, *more])

    def see(self, url: str, status: int = 200, most: int = MOST_QUERIES) -> str:
        """The page's text; it asks the database a bounded number of questions."""
        with CaptureQueriesContext(connections["default"]) as asked:
            answer = self.browser.get(url)
        assert answer.status_code == status, answer.getvalue().decode()[:2000]
        said = [each["sql"] for each in asked.captured_queries]
        said = [sql for sql in said if not sql.startswith(FRAMING)]
        assert len(said) <= most, "\n".join(said)
        return answer.getvalue().decode()

    def send(self, url: str, status: int = 302, /, **typed: Any) -> Any:
        """The answer to a form."""
        answer = self.browser.post(url, typed)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer

    def seen(self, url: str) -> dict[str, str]:
        """What the forms of a page say that they showed."""
        page = self.see(url, most=24)
        return dict(re.findall(r'name="([\w-]*seen)" value="([^"]*)"', page))

    def edit(self, url: str, status: int = 302, /, on: str = "", **typed: Any) -> Any:
        """The answer to a form that was looked at first, on a page of its own `on`."""
        return self.send(url, status, **{**self.seen(on or url), **typed})


def address() -> str:
    return f"{uuid.uuid4().hex}@example.org"


def join(organization: Organization, role: Role) -> Person:
    user = User.objects.create_user(address())
    Membership.objects.create(organization=organization, user=user, role=role)
    project = organization.projects.order_by("created_at").first()
    assert project is not None
    person = Person(user, project)
    person.browser.force_login(user, backend=BACKEND)
    return person


BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def organization(database) -> Organization:
    return services.create_organization(name="Initech", plan="free")


@pytest.fixture
def owner(organization) -> Person:
    return join(organization, Role.OWNER)


@pytest.fixture
def admin(organization) -> Person:
    return join(organization, Role.ADMIN)


@pytest.fixture
def member(organization) -> Person:
    return join(organization, Role.MEMBER)


@pytest.fixture
def reader(organization) -> Person:
    return join(organization, Role.READER)


@pytest.fixture
def stranger(database) -> Person:
    """The owner of another organization."""
    return join(services.create_organization(name="Umbrella"), Role.OWNER)
