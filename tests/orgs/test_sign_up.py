from __future__ import annotations

import json
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from mem0site.configuration import Configuration
from orgs.models import EmailCode, Membership, Organization, Project, Role, User
from orgs.plans import plan_of
from tests.conftest import Api
from tests.orgs.conftest import address, join

CODE = "/api/v1/auth/email_code/"
VERIFY = "/api/v1/auth/email_code/verify/"
AGENT = "/api/v1/auth/agent_mode/"


@pytest.fixture
def post(client):
    """Posts from an address of the test's own."""
    peer = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1"

    def send(path, headers=None, **body):
        return client.post(
            path,
            json.dumps(body),
            content_type="application/json",
            headers=headers,
            REMOTE_ADDR=peer,
        )

    return send


@pytest.fixture
def asked(post, mailoutbox):
    """Asks for a code; the code that was mailed."""

    def ask(email):
        assert post(CODE, email=email).status_code == 200
        found = re.search(r"\b(\d{6})\b", mailoutbox[-1].body)
        assert found is not None
        assert mailoutbox[-1].to == [email]
        return found[1]

    return ask


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_mailed_code_gives_an_account_with_a_working_key(post, asked):
    email = address()
    given = post(VERIFY, email=email.upper(), code=asked(email)).json()
    assert set(given) == {"api_key", "org_id", "project_id"}
    project = Project.objects.get(pk=given["project_id"])
    ping = Api(project, given["api_key"]).get("/v1/ping/").json()
    assert (ping["org_id"], ping["project_id"]) == (
        given["org_id"],
        given["project_id"],
    )
    place = Membership.objects.get(user__email=email)
    assert (place.role, str(place.organization_id)) == ("OWNER", given["org_id"])
    assert plan_of(place.organization).per_minute == 100


def test_a_second_sign_in_leads_to_the_same_organization(post, asked):
    email = address()
    first = post(VERIFY, email=email, code=asked(email)).json()
    second = post(VERIFY, email=email, code=asked(email)).json()
    assert first["org_id"] == second["org_id"]
    assert first["api_key"] != second["api_key"]


def test_a_sign_up_sent_twice_under_one_key_acts_once(post, mailoutbox):
    email, key = address(), {"Idempotency-Key": uuid.uuid4().hex}
    first, second = post(CODE, key, email=email), post(CODE, key, email=email)
    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    (mail,) = mailoutbox
    other = post(CODE, key, email=address())
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    code = re.search(r"\b(\d{6})\b", mail.body)[1]
    given = post(VERIFY, key, email=email, code=code)
    assert given.status_code == 200
    assert post(VERIFY, key, email=email, code=code).content == given.content
    stranger = {"REMOTE_ADDR": "2001:db8::2"}
    body = json.dumps({"email": email, "code": code})
    sent = {"content_type": "application/json", "headers": key, **stranger}
    assert Client().post(VERIFY, body, **sent).status_code == 400


def test_a_refused_sign_up_may_be_tried_again_under_its_key(post, asked):
    email, key = address(), {"Idempotency-Key": uuid.uuid4().hex}
    code = asked(email)
    assert post(VERIFY, key, email=email, code=wrong(code)).status_code == 400
    assert post(VERIFY, key, email=email, code=code).status_code == 200


def test_a_code_works_once(post, asked):
    email = address()
    code = asked(email)
    assert post(VERIFY, email=email, code=code).status_code == 200
    again = post(VERIFY, email=email, code=code)
    assert again.status_code == 400
    assert again.json()["code"] == "invalid_code"
    assert again.json()["error"]


def test_a_code_is_worn_out_after_five_wrong_tries(post, asked):
    email = address()
    code = asked(email)
    for _ in range(5):
        assert post(VERIFY, email=email, code=wrong(code)).status_code == 400
    assert post(VERIFY, email=email, code=code).status_code == 400
    assert not User.objects.filter(email=email).exists()


def test_an_old_code_is_no_longer_valid(post, asked):
    email = address()
    code = asked(email)
    EmailCode.objects.filter(email=email).update(expires_at=timezone.now())
    assert post(VERIFY, email=email, code=code).status_code == 400


def test_a_code_is_for_its_address_alone(post, asked):
    mine, theirs = address(), address()
    code = asked(mine)
    asked(theirs)
    assert post(VERIFY, email=theirs, code=wrong(wrong(code))).status_code == 400
    assert bytes(EmailCode.objects.get(email=mine).digest) != code.encode()


def test_one_address_gets_five_codes_an_hour(post):
    email = address()
    found = [post(CODE, email=email) for _ in range(6)]
    assert [answer.status_code for answer in found] == [200] * 5 + [429]
    assert int(found[-1].headers["Retry-After"]) >= 1
    assert "5 codes per hour" in found[-1].json()["error"]


def test_an_invited_person_joins_who_invited_them(post, asked, organization, owner):
    email = address()
    owner.api.post(f"{owner.organization}members/", {"email": email, "role": "MEMBER"})
    given = post(VERIFY, email=email, code=asked(email)).json()
    assert given["org_id"] == str(organization.pk)
    assert User.objects.get(email=email).is_active
    assert owner.api.get(owner.organization).json()["invitations"] == []


def test_a_reader_gets_no_key_of_the_organization_they_read(post, asked, reader):
    given = post(VERIFY, email=reader.email, code=asked(reader.email)).json()
    assert given["org_id"] != str(reader.api.project.organization_id)


def test_an_account_that_was_closed_stays_closed(post, asked, organization):
    person = join(organization, Role.OWNER)
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    answer = post(VERIFY, email=person.email, code=asked(person.email))
    assert answer.status_code == 400
    assert not User.objects.get(pk=person.user.pk).is_active


def test_an_agent_gets_a_key_and_a_user_at_once(post):
    given = post(AGENT, source="cli", agent_caller="Claude Code").json()
    assert given["default_user_id"].startswith("claude-code-")
    assert given["claim_command"] in given["mem0_notice"]
    project = Project.objects.get(pk=given["project_id"])
    api = Api(project, given["api_key"])
    named = api.call("PATCH", f"{AGENT}caller/", {"agent_caller": "cursor"})
    assert (named.status_code, named.json()) == (200, {"agent_caller": "cursor"})
    assert project.organization.agent_account.caller == "cursor"


def test_only_an_agents_key_has_a_caller(acme):
    answer = acme.call("PATCH", f"{AGENT}caller/", {"agent_caller": "x"})
    assert answer.status_code == 400


def test_a_network_makes_five_agents_a_day(post):
    found = [post(AGENT) for _ in range(6)]
    assert [answer.status_code for answer in found] == [200] * 5 + [403]
    assert found[-1].json()["detail"] == (
        "You do not have permission to perform this action."
    )


def test_a_person_claims_an_agent_and_its_key_stays(post, asked):
    agent, email = post(AGENT).json(), address()
    key = agent["api_key"]
    body = {"email": email, "agent_mode_api_key": key}
    claimed = post(VERIFY, code=asked(email), **body).json()
    assert claimed["claimed"] is True
    api = Api(Project.objects.get(pk=agent["project_id"]), key)
    shown = api.get(f"/api/v1/orgs/organizations/{agent['org_id']}/").json()
    assert (shown["user_role"], shown["members"][0]["email"]) == ("OWNER", email)
    again = post(VERIFY, code=asked(email), **body).json()
    assert again == claimed


def test_nobody_claims_an_agent_of_somebody_else(post, asked):
    agent, first, second = post(AGENT).json(), address(), address()
    key = agent["api_key"]
    post(VERIFY, email=first, code=asked(first), agent_mode_api_key=key)
    late = post(VERIFY, email=second, code=asked(second), agent_mode_api_key=key)
    assert (late.status_code, late.json()["code"]) == (409, "already_claimed")
    organization = Organization.objects.get(pk=agent["org_id"])
    assert [m.user.email for m in organization.memberships.all()] == [first]


def test_an_ordinary_key_is_not_claimed(post, asked, umbrella):
    email = address()
    answer = post(
        VERIFY, email=email, code=asked(email), agent_mode_api_key=umbrella.key
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "not_agent_mode")
    assert not umbrella.project.organization.memberships.exists()


def test_a_server_without_sign_up_lets_only_invited_people_in(
    post, asked, settings, mailoutbox, owner
):
    email = address()
    owner.api.post(f"{owner.organization}members/", {"email": email, "role": "MEMBER"})
    mailoutbox.clear()
    settings.CONFIGURATION = Configuration(sign_up=False)
    assert post(AGENT).status_code == 503
    assert post(CODE, email=address()).status_code == 200
    assert mailoutbox == []
    assert post(VERIFY, email=email, code=asked(email)).status_code == 200


@pytest.mark.parametrize("path", [CODE, VERIFY])
@pytest.mark.parametrize("email", ["", "x", None, 5, ["a@example.org"]])
def test_an_address_that_is_none_is_refused(post, path, email):
    answer = post(path, email=email, code="123456")
    assert answer.status_code == 400
    assert "email" in answer.json()["error"]
