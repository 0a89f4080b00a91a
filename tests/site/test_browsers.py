from __future__ import annotations

import pytest
from django.conf import settings as configured

from mem0site import browsers
from mem0site.configuration import Configuration

OURS = "https://app.example.com"
ASKED = "authorization,content-type,idempotency-key"
ALLOWED = "access-control-allow-origin"


@pytest.fixture
def open_to(settings):
    """Makes the server open to pages of these origins."""

    def allow(*origins):
        for name, value in browsers.options(list(origins)).items():
            setattr(settings, name, value)

    return allow


def preflight(client, path, origin=OURS, method="POST"):
    return client.options(
        path,
        headers={
            "origin": origin,
            "access-control-request-method": method,
            "access-control-request-headers": ASKED,
        },
    )


def test_nobody_elses_page_may_call_unless_it_is_named(client, acme):
    assert not configured.CORS_ALLOWED_ORIGINS
    assert ALLOWED not in preflight(client, "/v3/memories/add/").headers
    assert ALLOWED not in acme.get("/v1/ping/", origin=OURS).headers


@pytest.mark.parametrize("path", ["/v3/memories/add/", "/v1/batch", "/search"])
def test_a_page_that_is_named_may_ask_before_it_calls(client, open_to, path):
    open_to(OURS)

    answer = preflight(client, path, method="DELETE")

    assert answer.status_code == 200
    assert answer.headers[ALLOWED] == OURS
    assert set(ASKED.split(",")) <= {
        name.strip()
        for name in answer.headers["access-control-allow-headers"].split(",")
    }
    assert "DELETE" in answer.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in answer.headers


def test_a_page_reads_answers_and_errors_with_their_headers(acme, open_to):
    open_to(OURS)

    good = acme.get("/v1/ping/", origin=OURS)
    bad = acme.get("/v1/memories/no-uuid/", origin=OURS)

    for answer in (good, bad):
        assert answer.headers[ALLOWED] == OURS
        assert "Retry-After" in answer.headers["access-control-expose-headers"]
        assert "origin" in answer.headers["vary"].lower()
    assert bad.status_code == 400


def test_other_pages_may_not(client, acme, open_to):
    open_to(OURS)

    evil = "https://app.example.com.evil.example"
    assert ALLOWED not in preflight(client, "/v1/ping/", origin=evil).headers
    assert ALLOWED not in acme.get("/v1/ping/", origin=evil).headers


def test_the_pages_of_the_server_itself_stay_out_of_it(client, open_to):
    open_to("*")

    assert preflight(client, "/v1/ping/").headers[ALLOWED] == "*"
    assert ALLOWED not in preflight(client, "/admin/login/").headers


def test_origins_are_a_list_with_commas(monkeypatch):
    monkeypatch.setenv("CORS_ALLOWED_ORIGINS", f"{OURS}, http://localhost:3000")

    assert Configuration().cors_allowed_origins == [OURS, "http://localhost:3000"]
