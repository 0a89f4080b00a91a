"""Organizations and projects: made, renamed, left, handed over, deleted."""

from __future__ import annotations

from orgs import services
from orgs.models import Membership, Organization, Project, Role
from tests.dashboard.conftest import join


def role(person) -> str:
    return Membership.objects.get(
        user=person.user, organization=person.project.organization_id
    ).role


def test_a_new_organization_belongs_to_who_makes_it(owner):
    answer = owner.send("/dashboard/organizations/new/", name="  Second  one ")
    made = Organization.objects.get(memberships__user=owner.user, name="Second one")
    assert str(made.pk) in answer["Location"]
    assert made.plan == "free"


def test_an_empty_name_is_refused_with_a_word(owner):
    answer = owner.send("/dashboard/organizations/new/", 422, name=" ")
    assert "This field is required." in answer.content.decode()


def test_an_organization_is_renamed_by_an_administrator_only(admin, member):
    url = admin.of_organization("organization")
    admin.send(url, name="Hooli")
    assert Organization.objects.get(pk=admin.project.organization_id).name == "Hooli"
    member.send(url, 403, name="Mine")
    assert "Save" not in member.see(url)


def test_a_project_is_made_renamed_and_deleted(owner):
    owner.send(owner.of_organization("project-new"), name="Second", description="")
    made = Project.objects.get(organization=owner.project.organization, name="Second")
    owner.project = made
    owner.edit(owner.url("settings"), name="Third", description="x")
    owner.send(owner.url("settings-delete"), 422, confirm="Second")
    owner.send(owner.url("settings-delete"), confirm="Third")
    assert not Project.objects.filter(pk=made.pk).exists()


def test_a_member_deletes_no_project(member):
    assert "Danger zone" not in member.see(member.url("settings"))
    member.send(member.url("settings-delete"), 403, confirm=member.project.name)


def test_an_organization_without_projects_shows_its_settings(owner):
    owner.project.delete()
    answer = owner.browser.get(owner.of_organization("organization-home"))
    assert answer["Location"] == owner.of_organization("organization")
    owner.see(owner.of_organization("organization"))


def test_the_last_owner_cannot_leave(owner, member):
    owner.send(owner.of_organization("leave"))
    assert role(owner) == Role.OWNER
    member.send(member.of_organization("leave"))
    assert not Membership.objects.filter(user=member.user).exists()


def test_an_organization_is_handed_over(owner, member):
    url = owner.of_organization("hand-over")
    member.send(url, 403, email=member.user.email)
    owner.send(url, 404, email="nobody@example.org")
    owner.send(url, email=owner.user.email)
    assert role(owner) == Role.OWNER
    owner.send(url, email=member.user.email)
    assert (role(owner), role(member)) == (Role.ADMIN, Role.OWNER)


def test_an_organization_is_deleted_by_name(owner, admin):
    url = owner.of_organization("organization-delete")
    admin.send(url, 403, confirm="Initech")
    owner.send(url, 422, confirm="initech")
    owner.send(url, confirm="Initech")
    assert not Organization.objects.filter(pk=owner.project.organization_id).exists()
    assert owner.browser.get("/dashboard/", follow=True).status_code == 200


def test_a_role_in_a_project_counts_there(organization, reader):
    project = reader.project
    reader.send(reader.url("settings"), 403, name="Mine")
    with services.tenant(project):
        project.memberships.create(user=reader.user, role=Role.MEMBER)
    reader.edit(reader.url("settings"), name="Ours")
    reader.send(reader.url("settings-delete"), 403, confirm="Ours")
    reader.send(reader.of_organization("project-new"), 403, name="New")


def test_the_members_are_listed_and_change_roles(owner, admin, member):
    url = owner.of_organization("members-role")
    page = owner.see(owner.of_organization("members"))
    assert member.user.email in page
    admin.send(url, email=member.user.email, role="READER")
    assert role(member) == Role.READER
    admin.send(url, email=member.user.email, role="OWNER")
    assert role(member) == Role.READER
    member.send(url, 403, email=member.user.email, role="ADMIN")
    owner.send(url, 404, email=member.user.email, role="KING")


def test_a_member_is_removed_and_sees_nothing_any_more(owner, member):
    owner.send(owner.of_organization("members-remove"), email=member.user.email)
    assert member.browser.get(member.url("settings")).status_code == 404


def test_an_administrator_does_not_remove_an_owner(owner, admin):
    admin.send(admin.of_organization("members-remove"), email=owner.user.email)
    assert role(owner) == Role.OWNER


def test_the_switch_leads_to_everything_of_ones_own(owner):
    join(services.create_organization(name="Umbrella"), Role.OWNER)
    mine = services.create_organization(name="Pied Piper", owner=owner.user)
    page = owner.see(owner.url("settings"))
    assert "Pied Piper" in page
    assert str(mine.pk) in page
    assert "Umbrella" not in page
