from __future__ import annotations

from dataclasses import replace

import pytest

from tests.acceptance.javascript.sdk import NEWEST, OLDER, Client, NodeDriver
from tests.acceptance.sdk import Refused
from tests.acceptance.site import free_port
from tests.conftest import make_api


def test_a_key_that_works_is_accepted(client):
    assert client.ping() is None


def test_the_client_learns_its_project(client, acme):
    project = client.getProject({})
    assert project[client.word("project_id")] == str(acme.project.pk)


@pytest.mark.parametrize("name", ["株式会社", "Søster & Brødre", "a\nb", "mail@acme"])
def test_an_organization_may_have_any_name(client, name):
    """Clients send the label of the ping as a header with every later call."""
    api = make_api(name)
    named = replace(client, construct={**client.construct, "apiKey": api.key})
    named.ping()
    named.store("I keep bees.")
    assert [row["memory"] for row in named.listed()] == ["I keep bees."]


def test_a_host_may_end_with_a_slash(client, live):
    client = replace(client, construct={**client.construct, "host": f"{live.url}/"})
    client.ping()
    client.store("I keep bees.")
    assert [row["memory"] for row in client.listed()] == ["I keep bees."]


def test_a_wrong_key_is_an_authentication_error(client):
    wrong = replace(client, construct={**client.construct, "apiKey": "m0-wrong"})
    with pytest.raises(Refused, match="Invalid API key") as refused:
        wrong.ping()
    assert refused.value.name == "AuthenticationError"
    assert refused.value.code == "HTTP_401"


def test_a_wrong_key_reads_nothing(client):
    wrong = replace(client, construct={**client.construct, "apiKey": "m0-wrong"})
    with pytest.raises(Refused) as refused:
        wrong.listed()
    assert refused.value.name == "AuthenticationError"


def test_a_client_without_a_key_is_not_made(client):
    with pytest.raises(Refused, match="Mem0 API key is required"):
        replace(client, construct={**client.construct, "apiKey": ""}).ping()


def test_a_host_where_nobody_listens_is_told(client):
    nobody = {**client.construct, "host": f"http://127.0.0.1:{free_port()}"}
    with pytest.raises(Refused, match="Failed to ping server") as refused:
        replace(client, construct=nobody).ping()
    assert refused.value.name == "APIError"


@OLDER
def test_a_project_that_is_named_is_used(client, acme):
    ids = {
        "organizationId": str(acme.project.organization_id),
        "projectId": str(acme.project.pk),
    }
    named = replace(client, construct={**client.construct, **ids})
    named.store("I keep bees.")
    assert [row["memory"] for row in client.listed()] == ["I keep bees."]


@OLDER
def test_a_project_of_somebody_else_is_refused(client, umbrella):
    ids = {
        "organizationId": str(umbrella.project.organization_id),
        "projectId": str(umbrella.project.pk),
    }
    stranger = replace(client, construct={**client.construct, **ids})
    with pytest.raises(Refused) as refused:
        stranger.store("I keep bees.")
    assert refused.value.name in {"AuthenticationError", "MemoryNotFoundError"}


@NEWEST
def test_the_vendor_is_not_told(client):
    client.store("I keep bees.")
    assert client.driver.strangers() == []


@NEWEST
def test_the_vendor_would_be_told_without_the_switch(client, tmp_path):
    """The control: what keeps the client quiet is the switch, and the guard sees it."""
    talkative = NodeDriver(client.driver.version, tmp_path, MEM0_TELEMETRY="False")
    Client(talkative, client.construct).users()
    talkative.stop()
    assert set(talkative.strangers()) == {"us.i.posthog.com"}
