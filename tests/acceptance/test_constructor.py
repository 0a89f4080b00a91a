from __future__ import annotations

import pytest

from tests.acceptance.generations import OLDER
from tests.acceptance.sdk import Client, Refused


def test_it_learns_the_organization_and_project_of_its_key(client, acme):
    org_id, project_id, _ = client.identity()
    assert org_id == str(acme.project.organization_id)
    assert project_id == str(acme.project.pk)


def test_it_is_given_no_mail_address_to_report(client):
    _, _, user_email = client.identity()
    assert user_email
    assert "@" not in user_email


def test_a_host_may_end_with_a_slash(driver, live, acme):
    client = Client(driver, {"api_key": acme.key, "host": f"{live.url}/"})
    client.store("I collect fountain pens.")
    (kept,) = client.listed(user_id="alice")
    assert kept["memory"] == "I collect fountain pens."


def test_a_wrong_key_is_refused_with_a_sentence(driver, live):
    client = Client(driver, {"api_key": "m0-wrong", "host": live.url})
    with pytest.raises(Refused) as refused:
        client.identity()
    assert refused.value.name == "ValueError"
    assert refused.value.message.startswith("Error: Invalid API key.")


@OLDER
def test_the_ids_of_its_own_project_may_be_given(driver, live, acme):
    ids = {
        "org_id": str(acme.project.organization_id),
        "project_id": str(acme.project.pk),
    }
    client = Client(driver, {"api_key": acme.key, "host": live.url, **ids})
    assert client.identity()[:2] == [ids["org_id"], ids["project_id"]]


@OLDER
def test_the_ids_of_a_foreign_project_are_refused(driver, live, acme, umbrella):
    ids = {
        "org_id": str(umbrella.project.organization_id),
        "project_id": str(umbrella.project.pk),
    }
    client = Client(driver, {"api_key": acme.key, "host": live.url, **ids})
    with pytest.raises(Refused, match="Organization or project not found"):
        client.identity()
