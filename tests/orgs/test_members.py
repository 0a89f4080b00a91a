from __future__ import annotations

import pytest

from orgs.models import Membership, Role, User
from tests.orgs.conftest import address, join


def members(person):
    found = person.api.get(f"{person.organization}members/").json()["members"]
    return {each["email"]: each["role"] for each in found}


def test_a_member_is_added_changed_and_removed_in_the_words_of_the_contract(owner):
    path, email = f"{owner.organization}members/", address()
    added = owner.api.post(path, {"email": email.upper(), "role": "MEMBER"})
    assert added.status_code == 201
    assert added.json() == {"message": "User added to the organization."}
    assert members(owner)[email] == "MEMBER"
    changed = owner.api.put(path, {"email": email, "role": "ADMIN"})
    assert changed.json() == {"message": "User role updated successfully"}
    assert members(owner)[email] == "ADMIN"
    removed = owner.api.delete(path, {"email": email})
    assert removed.json() == {"message": "User removed from organization."}
    assert email not in members(owner)


def test_an_address_without_an_account_is_invited(owner, mailoutbox):
    email = address()
    path = f"{owner.organization}members/"
    owner.api.post(path, {"email": email, "role": "READER"})
    invited = User.objects.get(email=email)
    assert not invited.is_active
    assert invited.invited_at is not None
    shown = owner.api.get(owner.organization).json()
    assert shown["invitations"] == [{"email": email, "role": "READER"}]
    assert [mail.to for mail in mailoutbox] == [[email]]


@pytest.mark.parametrize("role", ["", "GOD", "owner", None, 1, ["OWNER"]])
def test_a_role_that_does_not_exist_is_refused(owner, role):
    path, email = f"{owner.organization}members/", address()
    answer = owner.api.post(path, {"email": email, "role": role})
    assert answer.status_code == 400
    assert "role" in answer.json()["errors"]
    assert not User.objects.filter(email=email).exists()


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x" * 300 + "@example.org", 5])
def test_an_address_that_is_none_is_refused(owner, email):
    path = f"{owner.organization}members/"
    answer = owner.api.post(path, {"email": email, "role": "READER"})
    assert answer.status_code == 400


def test_nobody_invites_themselves(owner):
    path = f"{owner.organization}members/"
    answer = owner.api.post(path, {"email": owner.email, "role": "READER"})
    assert answer.status_code == 400
    assert answer.json()["message"] == "You cannot invite yourself."


def test_a_member_is_not_added_twice(owner, reader):
    path = f"{owner.organization}members/"
    answer = owner.api.post(path, {"email": reader.email, "role": "ADMIN"})
    assert answer.status_code == 400
    assert members(owner)[reader.email] == "READER"


def test_the_last_owner_can_neither_leave_nor_step_down(owner):
    path = f"{owner.organization}members/"
    for answer in (
        owner.api.delete(path, {"email": owner.email}),
        owner.api.put(path, {"email": owner.email, "role": "READER"}),
    ):
        assert answer.status_code == 400
        assert "last owner" in answer.json()["message"]
    assert members(owner) == {owner.email: "OWNER"}


def test_one_of_two_owners_can_leave(organization, owner):
    other = join(organization, Role.OWNER)
    path = f"{owner.organization}members/"
    assert owner.api.delete(path, {"email": other.email}).status_code == 200
    assert owner.api.delete(path, {"email": owner.email}).status_code == 400


def test_an_administrator_does_not_make_or_unmake_owners(organization, owner):
    admin = join(organization, Role.ADMIN)
    path = f"{owner.organization}members/"
    for answer in (
        admin.api.post(path, {"email": address(), "role": "OWNER"}),
        admin.api.put(path, {"email": admin.email, "role": "OWNER"}),
        admin.api.delete(path, {"email": owner.email}),
    ):
        assert (answer.status_code, answer.json()["message"]) == (403, "Unauthorized")
    assert members(owner)[admin.email] == "ADMIN"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.READER])
def test_members_and_readers_do_not_manage_members(organization, owner, role):
    person = join(organization, role)
    path = f"{owner.organization}members/"
    answer = person.api.post(path, {"email": address(), "role": "READER"})
    assert answer.status_code == 403
    assert members(person)[owner.email] == "OWNER"


def test_a_stranger_is_not_there_to_be_removed(owner, umbrella):
    path = f"{owner.organization}members/"
    answer = owner.api.delete(path, {"email": address()})
    assert answer.status_code == 404
    theirs = f"/api/v1/orgs/organizations/{umbrella.project.organization_id}/members/"
    assert owner.api.get(theirs).status_code == 404


def test_a_project_member_is_added_changed_and_removed(owner):
    path, email = f"{owner.project}members/", address()
    added = owner.api.post(path, {"email": email, "role": "READER"})
    assert (added.status_code, added.json()) == (
        200,
        {"message": "User added to the project successfully."},
    )
    changed = owner.api.put(path, {"email": email, "role": "OWNER"})
    assert changed.json() == {"message": "User role updated successfully."}
    shown = {m["email"]: m["role"] for m in owner.api.get(path).json()["members"]}
    assert shown == {email: "OWNER", owner.email: "OWNER"}
    assert members(owner)[email] == "READER"
    removed = owner.api.delete(f"{path}?email={email}")
    assert removed.json() == {"message": "Member removed from the project"}
    assert owner.api.delete(f"{path}?email={email}").status_code == 404


def test_readers_do_not_manage_project_members(owner, reader):
    path = f"{owner.project}members/"
    answer = reader.api.post(path, {"email": address(), "role": "READER"})
    message = "Unauthorized to modify project members."
    assert (answer.status_code, answer.json()["message"]) == (403, message)


def test_who_leaves_the_organization_leaves_its_projects(owner):
    email = address()
    owner.api.post(f"{owner.project}members/", {"email": email, "role": "OWNER"})
    owner.api.delete(f"{owner.organization}members/", {"email": email})
    shown = owner.api.get(f"{owner.project}members/").json()["members"]
    assert [each["email"] for each in shown] == [owner.email]


def test_a_key_of_somebody_who_left_may_only_read(organization, owner):
    person = join(organization, Role.OWNER)
    Membership.objects.filter(user=person.user).delete()
    assert person.api.get(person.project).json()["user_role"] == "READER"
    answer = person.api.call("PATCH", person.project, {"name": "mine"})
    assert answer.status_code == 403
