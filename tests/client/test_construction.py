from __future__ import annotations

import httpx
import pytest

from mem0.client.connection import HOST, Address
from mem0.exceptions import AuthenticationError, ConfigurationError, Mem0Error
from tests.client.conftest import KEY, ONLY_BLOCKING
from tests.client.loopback import PING, Answer
from tests.client.transports import connected
from tests.memories.wire import UNKNOWN


def test_the_key_is_tried_before_anything_else(rig):
    rig.server.says(Answer(body=PING), Answer(), Answer())
    client = rig.client(validate=True)

    client.get(UNKNOWN)
    client.get(UNKNOWN)

    assert [asked.path for asked in rig.server.asked] == [
        "/v1/ping/",
        f"/v1/memories/{UNKNOWN}/",
        f"/v1/memories/{UNKNOWN}/",
    ]
    assert (client.org_id, client.project_id) == ("org", "project")


def test_without_validation_nothing_is_sent(rig):
    client = rig.client()

    assert client.project_id is None
    assert rig.server.asked == []


def test_the_project_is_asked_for_when_it_is_needed(rig):
    rig.server.says(Answer(body=PING), Answer(body=[]))

    rig.client().get_webhooks()

    assert rig.server.asked[1].path == "/api/v1/webhooks/projects/project/"


@pytest.mark.parametrize("body", [{"status": "ok"}, [], None, "ok"])
def test_a_service_without_projects_is_told_apart(rig, body):
    rig.server.says(Answer(body=body))

    with pytest.raises(Mem0Error, match="which project"):
        rig.client(validate=True).project.get()


def test_own_ids_are_checked_by_the_service(kind, acme, umbrella):
    own = {
        "org_id": str(acme.project.organization_id),
        "project_id": str(acme.project.pk),
    }
    assert connected(kind, acme.key, **own)[0].users()["count"] == 0
    with pytest.raises(Mem0Error):
        connected(kind, umbrella.key, **own)[0].users()


def test_key_and_host_come_from_the_environment(rig, monkeypatch):
    monkeypatch.setenv("MEM0_API_KEY", KEY)
    monkeypatch.setenv("MEM0_HOST", f"{rig.server.host}/")
    rig.server.says(Answer(body={}))

    client = rig.make(validate=False)
    client.ping()

    assert client.host == rig.server.host
    assert rig.server.asked[0].headers["Authorization"] == f"Token {KEY}"


def test_the_host_of_a_custom_client_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv("MEM0_HOST", "https://elsewhere.example")
    with httpx.Client(base_url="https://mine.example/api") as http:
        assert Address.of(KEY, None, http).shown == "https://mine.example/api"
        assert Address.of(KEY, "https://h.example", http).shown == "https://h.example"
    assert Address.of(KEY, None, None).shown == "https://elsewhere.example"


def test_the_documented_host_is_the_default():
    assert Address.of(KEY, None, None).shown == HOST == "https://api.mem0.ai"


@ONLY_BLOCKING
@pytest.mark.parametrize("key", [None, "", "  "])
def test_no_key_is_an_error_that_says_what_to_do(rig, key):
    with pytest.raises(AuthenticationError, match="MEM0_API_KEY"):
        rig.make(key, rig.server.host)


@ONLY_BLOCKING
@pytest.mark.parametrize("host", ["localhost:8000", "ftp://x", "http://", "/v1", "h t"])
def test_a_host_must_be_an_address(rig, host):
    with pytest.raises(ConfigurationError, match="https://memory"):
        rig.make(KEY, host)


def test_a_host_may_have_a_path(rig):
    rig.server.says(Answer())

    rig.make(KEY, f"{rig.server.host}/below/", validate=False).get(UNKNOWN)

    assert rig.server.asked[0].path == f"/below/v1/memories/{UNKNOWN}/"


def test_a_custom_client_stays_as_it_is():
    with httpx.Client(headers={"X-Mine": "1"}) as http:
        before = (dict(http.headers), str(http.base_url))
        from mem0 import MemoryClient  # noqa: PLC0415

        with MemoryClient(KEY, "http://h.example", client=http, validate=False):
            pass
        assert not http.is_closed
        assert (dict(http.headers), str(http.base_url)) == before


def test_the_documented_headers_are_sent(rig):
    rig.server.says(Answer())

    rig.client().get(UNKNOWN)

    headers = rig.server.asked[0].headers
    assert headers["Authorization"] == f"Token {KEY}"
    assert len(headers["Mem0-User-ID"]) == 32
