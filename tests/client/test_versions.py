from __future__ import annotations

import pytest

from mem0.exceptions import ValidationError
from tests.client.conftest import ONLY_BLOCKING
from tests.memories.wire import BEES, texts

VERSIONS = [{}, {"version": "v1"}, {"version": "v2"}, {"version": "v3"}]


@ONLY_BLOCKING
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_adds_lists_and_searches(client, version):
    client.add(BEES, user_id="alice", infer=False, **version)

    listed = client.get_all(user_id="alice", **version)
    found = client.search("bees", user_id="alice", **version)

    assert texts(listed) == texts(found) == [BEES]


@ONLY_BLOCKING
@pytest.mark.parametrize(
    ("version", "paths"),
    [
        ({}, ["/v3/memories/add/", "/v3/memories/", "/v3/memories/search/"]),
        (
            {"version": "v2"},
            ["/v1/memories/", "/v2/memories/", "/v2/memories/search/"],
        ),
        (
            {"version": "v1"},
            ["/v1/memories/", "/v1/memories/", "/v1/memories/search/"],
        ),
    ],
)
def test_the_version_is_the_family_of_routes(recorded, version, paths):
    client, requests = recorded

    client.add(BEES, user_id="alice", infer=False, **version)
    client.get_all(user_id="alice", **version)
    client.search("bees", user_id="alice", **version)

    assert [request.url.path for request in requests] == paths


@ONLY_BLOCKING
def test_version_one_lists_with_filters_and_fields_in_the_query(client):
    client.add(BEES, user_id="alice", infer=False, metadata={"pet": True})

    found = client.get_all(
        version="v1",
        filters={"user_id": "alice"},
        metadata={"pet": True},
        fields=["memory", "user_id"],
        show_expired=True,
    )

    assert [set(row) for row in found] == [{"id", "memory", "user_id"}]


def test_version_one_wraps_when_asked(client):
    answer = client.add(
        BEES, user_id="alice", infer=False, version="v1", output_format="v1.1"
    )
    found = client.search("bees", user_id="alice", version="v1", output_format="v1.1")

    assert texts(answer["results"]) == [BEES]
    assert found["relations"] == []


@pytest.mark.parametrize("call", ["add", "get_all", "search", "iter_all"])
def test_the_old_output_format_is_deprecated(client, call):
    first = [] if call.endswith("all") else [BEES]

    with pytest.warns(DeprecationWarning, match=r"v1\.1.*|2027-06-01") as warned:
        list(
            getattr(client, call)(
                *first, user_id="alice", version="v1", output_format="v1.0"
            )
        )
    assert "2027-06-01" in str(warned[0].message)


@ONLY_BLOCKING
def test_an_unknown_version_is_refused_before_anything_is_sent(recorded):
    client, requests = recorded

    with pytest.raises(ValidationError, match="v1, v2, v3"):
        client.search("bees", user_id="alice", version="v9")
    assert requests == []
