"""A refusal leaves no unread body, for which a web server would close the connection."""

from __future__ import annotations

import pytest

from mem0site import draining

BODY = {"query": "boats", "filters": {"user_id": "ana"}}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/v3/memories/search/", {"authorization": "Token m0-nonsense"}, 401),
        ("/v3/memories/search/", {"content-type": "text/plain"}, 415),
        ("/v3/nothing/", {}, 404),
        ("/v3/memories/search/", {}, 200),
    ],
)
def test_whatever_is_answered_the_body_was_read(acme, path, headers, status, settings):
    settings.FAILED_AUTHENTICATIONS_PER_MINUTE = 0
    answer = acme.post(path, BODY, **headers)
    assert answer.status_code == status
    request = answer.wsgi_request
    assert hasattr(request, "_body") or request.read() == b""


def test_a_huge_body_is_not_read_for_nothing(acme):
    answer = acme.call("POST", "/v3/nothing/", "x" * (3 * draining.MOST))
    assert answer.status_code == 404
    assert len(answer.wsgi_request.read()) > draining.MOST
