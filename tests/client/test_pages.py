from __future__ import annotations

import pytest

from mem0.exceptions import ValidationError
from tests.client.conftest import ONLY_BLOCKING
from tests.client.loopback import Answer
from tests.client.transports import connected


@pytest.fixture
def many(acme, client):
    acme.remember(*(f"Fact number {number}." for number in range(7)))
    return client


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_it_iterates_over_all_pages(many, version):
    rows = list(many.iter_all(user_id="alice", page_size=3, version=version))

    assert len({row["memory"] for row in rows}) == len(rows) == 7


def test_it_iterates_over_nothing(many):
    assert list(many.iter_all(user_id="nobody")) == []


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_top_k_is_how_many_come_at_most(many, version):
    found = many.get_all(user_id="alice", top_k=2, version=version)

    assert len(found) == len(found["results"]) == 2
    assert found["count"] == 7


def test_one_page_is_one_page(many):
    found = many.get_all(user_id="alice", page=3, page_size=3)

    assert len(found) == 1
    assert found["next"] is None
    assert "page=2" in found["previous"]


@ONLY_BLOCKING
@pytest.mark.parametrize("top_k", [0, -1, True, "many"])
def test_top_k_must_be_a_number(many, top_k):
    with pytest.raises(ValidationError, match="top_k"):
        many.get_all(user_id="alice", top_k=top_k)


def page(*ids, following=True):
    rows = [{"id": name} for name in ids]
    return Answer(body={"count": 9, "next": following and "…", "results": rows})


def test_a_memory_that_moves_to_the_next_page_comes_once(rig):
    rig.server.says(page("a", "b"), page("b", "c", following=None))

    rows = rig.client().iter_all(user_id="alice")

    assert [row["id"] for row in rows] == ["a", "b", "c"]


def test_a_page_that_is_gone_is_the_end(rig):
    rig.server.says(page("a"), Answer(404, {"detail": "Invalid page."}))

    rows = rig.client().iter_all(user_id="alice")

    assert [row["id"] for row in rows] == ["a"]


def test_more_than_a_page_holds_takes_several(rig):
    full = [f"m{number}" for number in range(200)]
    rig.server.says(page(*full), page("x", "y", "z"))

    found = rig.client().get_all(user_id="alice", top_k=202)

    assert [row["id"] for row in found] == [*full, "x", "y"]
    assert [asked.path for asked in rig.server.asked] == [
        "/v3/memories/?page=1&page_size=200",
        "/v3/memories/?page=2&page_size=200",
    ]


def test_cursors_are_followed_where_the_service_has_them(rig):
    first = Answer(
        body={"next": "…", "next_cursor": "c 1", "results": [{"id": "a"}, {"id": "b"}]}
    )
    last = Answer(body={"next": None, "next_cursor": None, "results": [{"id": "c"}]})
    rig.server.says(first, last)

    rows = rig.client().iter_all(user_id="alice", page_size=2)

    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert [asked.path for asked in rig.server.asked] == [
        "/v3/memories/?page=1&page_size=2",
        "/v3/memories/?page_size=2&cursor=c+1",
    ]


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_what_is_added_meanwhile_moves_nothing(kind, acme, version):
    acme.remember(*(f"Fact number {number}." for number in range(5)))
    client, requests = connected(kind, acme.key, validate=False)

    rows = client.iter_all(user_id="alice", page_size=2, version=version)

    assert [row["memory"][-2:] for row in rows] == ["4.", "3.", "2.", "1.", "0."]
    places = [set(request.url.params) & {"page", "cursor"} for request in requests]
    assert places == [{"page"}, {"cursor"}, {"cursor"}]


def test_a_cursor_of_ones_own_goes_on_where_one_was(many):
    first = many.get_all(user_id="alice", page=1, page_size=5)

    cursor = first["next_cursor"]
    rest = list(many.iter_all(user_id="alice", cursor=cursor))
    page = many.get_all(user_id="alice", cursor=cursor, page_size=1, top_k=9)

    assert len(rest) == 2
    assert [row["id"] for row in page] == [rest[0]["id"]]


def test_users_and_events_are_walked_too(client, acme):
    for name in ("alice", "bob", "carol"):
        acme.remember("I keep bees.", user_id=name)

    users = [row["name"] for row in client.iter_users(page_size=2)]
    events = [row["event_type"] for row in client.iter_events(page_size=2)]

    assert sorted(users) == ["alice", "bob", "carol"]
    assert events == ["ADD"] * 3
