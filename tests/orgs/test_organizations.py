from __future__ import annotations

import uuid

import pytest

from orgs import services
from orgs.models import Organization, Role
from tests.orgs.conftest import join

ORGANIZATIONS = "/api/v1/orgs/organizations/"


def test_a_key_lists_its_own_organization_and_no_other(owner, umbrella):
    listed = owner.api.get(ORGANIZATIONS).json()
    assert [each["org_id"] for each in listed] == [
        str(owner.api.project.organization_id)
    ]
    assert listed[0]["is_owner"] is True
    assert listed[0]["user_role"] == "OWNER"
    assert listed[0]["members"][0]["email"] == owner.email


@pytest.mark.parametrize("which", ["theirs", "nobody's", "garbage"])
def test_other_organizations_are_one_and_the_same_404(owner, umbrella, which):
    org_id = {
        "theirs": str(umbrella.project.organization_id),
        "nobody's": str(uuid.uuid4()),
        "garbage": "x' OR 1=1",
    }[which]
    answer = owner.api.get(f"{ORGANIZATIONS}{org_id}/")
    assert answer.status_code == 404
    assert answer.json()["message"] == "Organization not found"
    assert answer.json()["detail"] == "Organization not found"


def test_a_new_organization_belongs_to_whoever_made_the_key(owner):
    answer = owner.api.post(ORGANIZATIONS, {"name": "Second"})
    assert answer.status_code == 201
    assert answer.json()["message"] == "Organization created successfully."
    made = Organization.objects.get(pk=answer.json()["org_id"])
    assert made.plan == "free"
    assert made.memberships.get().user == owner.user
    assert made.memberships.get().role == Role.OWNER


def test_a_key_that_nobody_made_cannot_make_an_organization(acme):
    answer = acme.post(ORGANIZATIONS, {"name": "Second"})
    assert (answer.status_code, answer.json()["message"]) == (403, "Unauthorized")


def test_a_missing_name_is_told_by_field(owner):
    answer = owner.api.post(ORGANIZATIONS, {})
    assert answer.status_code == 400
    assert "name" in answer.json()["errors"]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MEMBER, Role.READER])
def test_only_owners_delete_an_organization(organization, owner, role):
    answer = join(organization, role).api.delete(owner.organization)
    assert (answer.status_code, answer.json()["message"]) == (403, "Unauthorized")
    assert Organization.objects.filter(pk=organization.pk).exists()


def test_a_deleted_organization_is_gone_with_its_projects_and_keys(owner):
    organization = owner.api.project.organization
    second = services.create_project(organization, name="second")
    _, second_key = services.create_key(second)
    answer = owner.api.delete(owner.organization)
    assert answer.json() == {"message": "Organization deleted successfully!"}
    assert not Organization.objects.filter(pk=organization.pk).exists()
    assert owner.api.get("/v1/ping/").status_code == 401
    owner.api.key = second_key
    assert owner.api.get("/v1/ping/").status_code == 401
