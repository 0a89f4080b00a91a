"""What an operator types."""

from __future__ import annotations

import io
import json
import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from orgs import auth
from orgs.models import Organization, User
from orgs.tenancy import tenant
from tests.conftest import Api


def run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def named(output: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in output.strip().splitlines())


def test_an_organization_is_created_with_a_project_and_a_key_opens_it():
    made = named(run("create_organization", "  Initech   Ltd ", "--plan", "pro"))
    organization = Organization.objects.get(pk=made["organization"])
    assert (organization.name, organization.plan) == ("Initech Ltd", "pro")
    key = run("create_key", made["project"]).strip()
    api = Api(organization.projects.get(), key)
    body = api.get("/v1/ping/").json()
    assert (body["org_id"], body["project_id"]) == tuple(made.values())


def test_an_organization_can_have_an_owner():
    email = f"{uuid.uuid4().hex}@example.org"
    owner = User.objects.create_user(email, "secret")
    made = named(run("create_organization", "Initech", "--owner", email.upper()))
    membership = owner.memberships.get()
    assert str(membership.organization_id) == made["organization"]
    assert membership.role == "OWNER"


def test_an_organization_is_not_created_for_a_stranger():
    before = Organization.objects.count()
    with pytest.raises(CommandError, match="There is no account"):
        run(
            "create_organization",
            "Initech",
            "--owner",
            f"{uuid.uuid4().hex}@example.org",
        )
    assert Organization.objects.count() == before


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_is_none_is_refused(acme, name):
    with pytest.raises(CommandError, match="between 1 and 200"):
        run("create_organization", name)
    with pytest.raises(CommandError, match="between 1 and 200"):
        run("create_project", str(acme.project.organization_id), name)


def test_a_project_is_created_in_an_organization(acme):
    made = named(run("create_project", str(acme.project.organization_id), "Second"))
    project = acme.project.organization.projects.get(pk=made["project"])
    assert project.name == "Second"
    assert not project.is_default


def test_nothing_is_created_in_what_does_not_exist():
    unknown = str(uuid.uuid4())
    with pytest.raises(CommandError, match="There is no organization"):
        run("create_project", unknown, "Second")
    with pytest.raises(CommandError, match="There is no project"):
        run("create_key", unknown)


def test_a_key_can_have_a_name_and_an_end(acme):
    run("create_key", str(acme.project.pk), "--name", "robot", "--days", "30")
    with tenant(acme.project):
        key = acme.project.api_keys.get(name="robot")
    assert key.expires_at is not None
    assert (key.expires_at - key.created_at).days in (29, 30)


def test_a_leaked_key_is_revoked_by_its_text(acme):
    assert "is revoked" in run("revoke_key", acme.key)
    auth._cache.clear()
    assert acme.get("/v1/ping/").status_code == 401
    with pytest.raises(CommandError, match="That is no key"):
        run("revoke_key", acme.key)


def test_what_a_command_says_of_a_key_does_not_show_it(acme):
    assert acme.key not in run("revoke_key", acme.key)


@pytest.fixture
def _no_demo():
    """The demo organization is one for the whole database."""
    Organization.objects.filter(is_default=True).update(is_default=False)
    User.objects.filter(email="demo@example.org").update(
        email=f"{uuid.uuid4().hex}@example.org"
    )


@pytest.mark.usefixtures("_no_demo")
def test_the_demo_is_seeded_once_and_its_key_works(tmp_path):
    file = tmp_path / "env"
    options = ("--env-file", str(file), "--host", "http://127.0.0.1:8123")
    first = json.loads(run("seed_demo", *options))
    assert first["created"]
    assert file.stat().st_mode & 0o777 == 0o600
    written = dict(
        line.removeprefix("export ").split("=", 1)
        for line in file.read_text().splitlines()
    )
    assert written == {
        "MEM0_HOST": "http://127.0.0.1:8123",
        "MEM0_API_KEY": first["api_key"],
    }
    again = json.loads(run("seed_demo", *options))
    assert not again["created"]
    assert "api_key" not in again
    assert "password" not in again
    assert dict(written) == dict(
        line.removeprefix("export ").split("=", 1)
        for line in file.read_text().splitlines()
    )
    project = Organization.objects.get(is_default=True).projects.get()
    assert Api(project, first["api_key"]).get("/v1/ping/").status_code == 200


@pytest.mark.usefixtures("_no_demo")
def test_a_lost_env_file_gets_a_new_key(tmp_path):
    options = ("--env-file", str(tmp_path / "env"), "--host", "http://h")
    first = json.loads(run("seed_demo", *options))["api_key"]
    (tmp_path / "env").unlink()
    second = json.loads(run("seed_demo", *options))
    assert not second["created"]
    assert second["api_key"] != first
