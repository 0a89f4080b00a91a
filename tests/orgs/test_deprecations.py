from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("method", "path", "successor"),
    [
        ("GET", "/v1/memories/?user_id=a", "/v3/memories/"),
        ("POST", "/v1/memories/", "/v3/memories/add/"),
        ("POST", "/v2/memories/search/", "/v3/memories/search/"),
    ],
)
def test_a_deprecated_route_names_its_successor(acme, method, path, successor):
    answer = acme.call(method, path, None if method == "GET" else {})
    assert answer.headers["Deprecation"].startswith("@1")
    assert answer.headers["Link"] == f'<{successor}>; rel="successor-version"'


@pytest.mark.parametrize("path", ["/v1/ping/", "/v1/entities/", "/v1/events/"])
def test_a_current_route_is_not_deprecated(acme, path):
    assert "Deprecation" not in acme.get(path).headers
