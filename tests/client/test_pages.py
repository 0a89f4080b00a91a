from __future__ import annotations

import pytest

from mem0.exceptions import ValidationError
from tests.client.conftest import ONLY_BLOCKING
from tests.client.loopback import Answer


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
