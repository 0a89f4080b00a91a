from __future__ import annotations

import pytest

from tests.client.conftest import ONLY_BLOCKING
from tests.memories.wire import BEES

ODD = ["al ice/x@ü", ".", "..", "a?b=c#d", "100%2F"]


@ONLY_BLOCKING
@pytest.mark.parametrize("name", ODD)
def test_any_id_survives_the_path(client, name):
    client.add(BEES, user_id=name, infer=False)
    client.add(BEES, user_id="other", infer=False)

    answer = client.delete_users(user_id=name)

    assert answer == {"message": "Entity deleted successfully."}
    assert [row["name"] for row in client.users()["results"]] == ["other"]


def test_it_lists_users_by_page(client):
    for name in ("alice", "bob"):
        client.add(BEES, user_id=name, infer=False)

    page = client.users(page=2, page_size=1)

    assert page["count"] == page["total_users"] == 2
    assert len(page["results"]) == 1


def test_it_deletes_each_entity_that_is_named(client):
    client.add(BEES, user_id="alice", agent_id="cook", infer=False)

    client.delete_users(user_id="alice", agent_id="cook")

    assert client.users()["results"] == []


@pytest.mark.parametrize("method", ["reset", "delete_users"])
def test_without_names_everybody_goes(client, method, umbrella):
    umbrella.remember(BEES)
    for name in ("alice", "bob"):
        client.add(BEES, user_id=name, run_id=f"run of {name}", infer=False)

    getattr(client, method)()
    getattr(client, method)()  # nobody is left, which is no error

    assert client.users()["results"] == []
    assert len(umbrella.get("/v1/memories/?user_id=alice").json()) == 1
