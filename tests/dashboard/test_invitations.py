"""Invitations: mailed, signed, ending, taken back; and who may come in through them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orgs import links, members, services
from orgs.members import Actor
from orgs.models import Invitation, Membership, Role, User
from tests.dashboard.conftest import BACKEND, address


@pytest.fixture(autouse=True)
def _empty(database):
    cache.clear()
    mail.outbox.clear()


@pytest.fixture
def invited(owner) -> tuple[str, str]:
    """An address and the link that was mailed to it."""
    email = address()
    owner.send(owner.of_organization("members"), email=email, role="MEMBER")
    return email, mailed()


def mailed() -> str:
    text = mail.outbox[-1].body
    return re.findall(r"http://127.0.0.1:8000(/dashboard/\S+)", text)[0]


def test_the_links_are_the_addresses_of_the_pages():
    for path, name in ((links.INVITATION, "invitation"), (links.WELCOME, "welcome")):
        assert path.format(token="x") == reverse(f"dashboard:{name}", args=["x"])


def test_a_stranger_joins_with_one_click_and_chooses_a_password(owner, invited):
    email, link = invited
    browser = Client()
    assert "Initech" in browser.get(link).content.decode()
    answer = browser.post(link)
    assert answer["Location"] == "/accounts/password/set/"
    assert browser.get(answer["Location"]).status_code == 200
    place = Membership.objects.get(user__email=email)
    assert (place.organization, place.role) == (owner.project.organization, Role.MEMBER)
    assert browser.post(link).status_code == 404  # once only


def test_who_has_an_account_signs_in_first(owner, invited):
    email, link = invited
    user = User.objects.create_user(email, "correct horse")
    browser = Client()
    answer = browser.post(link)
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert not Membership.objects.filter(user=user).exists()
    browser.force_login(user, backend=BACKEND)
    browser.post(link)
    assert Membership.objects.get(user=user).role == Role.MEMBER


def test_an_invitation_ends(invited):
    _, link = invited
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert Client().get(link).status_code == 404


def test_a_link_cannot_be_made_up(invited):
    _, link = invited
    assert Client().get(link[:-5] + "abcd/").status_code == 404
    token = link.split("/")[3]
    assert Client().get(f"/dashboard/welcome/{token}/").status_code == 404


def test_an_invitation_is_taken_back(owner, stranger, invited):
    email, link = invited
    found = Invitation.objects.get(email=email)
    stranger.send(
        stranger.of_organization("members-revoke"), 404, invitation=str(found.pk)
    )
    owner.send(owner.of_organization("members-revoke"), 404, invitation="x")
    owner.send(owner.of_organization("members-revoke"), invitation=str(found.pk))
    assert Client().get(link).status_code == 404


def test_nobody_gives_more_than_they_have(admin, member):
    url = admin.of_organization("members")
    admin.send(url, 422, email=address(), role="OWNER")
    member.send(url, 403, email=address(), role="READER")
    assert mail.outbox == []
    assert "Invite" not in member.see(url)


def test_a_member_is_not_invited_again(owner, member):
    url = owner.of_organization("members")
    page = owner.send(url, 422, email=member.user.email.upper(), role="READER")
    assert "already a member" in page.content.decode()


def test_a_second_invitation_replaces_the_first(owner, invited):
    email, _ = invited
    owner.send(owner.of_organization("members"), email=email, role="READER")
    assert Invitation.objects.get(email=email).role == Role.READER


def test_an_account_made_by_the_api_is_opened_by_its_link(owner):
    email, organization = address(), owner.project.organization
    members.add_to_organization(
        organization, Actor(None, Role.OWNER), email=email, role=Role.MEMBER
    )
    link, browser = mailed(), Client()
    assert email in browser.get(link).content.decode()
    assert browser.post(link)["Location"] == "/accounts/password/set/"
    assert User.objects.get(email=email).is_active
    assert Client().post(link).status_code == 404


def test_signing_up_where_one_was_invited_sends_the_way_in(owner):
    email = address()
    project = services.create_project(owner.project.organization, name="Other")
    members.add_to_project(
        project, Actor(None, Role.OWNER), email=email, role=Role.MEMBER
    )
    Client().post("/accounts/signup/", {"email": email, "password1": "correct horse"})
    assert mail.outbox[-1].to == [email]
    assert "/dashboard/welcome/" in mailed()
