from __future__ import annotations

import pytest

from tests.acceptance.generations import FIRST, MIDDLE, NEWEST, OLDER
from tests.acceptance.sdk import Refused

THREE = ("I keep bees.", "I bake rye bread.", "I swim in the river.")
KEYS = {
    "id", "memory", "hash", "user_id", "agent_id", "app_id", "run_id", "session_id",
    "metadata", "categories", "created_at", "updated_at", "expiration_date",
    "immutable", "owner", "structured_attributes", "replaced_by", "synthesized",
    "lifecycle_state",
}  # fmt: skip


def texts(rows):
    return {row["memory"] for row in rows}


def test_one_memory_is_read_by_its_id(client):
    (stored,) = client.store("I keep bees.")
    kept = client.get(stored["id"])
    assert kept["id"] == stored["id"]
    assert kept["memory"] == "I keep bees."


def test_a_memory_has_every_key_a_client_may_read(client):
    client.store("I keep bees.")
    (kept,) = client.listed(user_id="alice")
    assert set(kept) >= KEYS


def test_only_the_memories_of_the_one_who_is_asked_for_are_listed(client):
    client.store("I keep bees.")
    client.store("I fear bees.", user_id="bob")
    assert texts(client.listed(user_id="alice")) == {"I keep bees."}


def test_somebody_unknown_has_an_empty_list(client):
    assert client.listed(user_id="nobody") == []


def test_the_memories_of_another_project_are_not_listed(client, umbrella):
    umbrella.remember("I keep secrets.")
    assert client.listed(user_id="alice") == []


# The first generation: arrays, ids beside everything else.


@FIRST
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_list_is_a_bare_array(client, version):
    client.store(*THREE)
    answer = client.get_all(user_id="alice", version=version)
    assert isinstance(answer, list)
    assert texts(answer) == set(THREE)


@FIRST
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_filters_narrow_an_old_list(client, version):
    client.store("I keep bees.")
    client.store("I fear bees.", user_id="bob")
    answer = client.get_all(filters={"user_id": "bob"}, version=version)
    assert texts(answer) == {"I fear bees."}


@FIRST
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_an_old_list_in_pages_has_an_envelope(client, version):
    client.store(*THREE)
    page = client.get_all(user_id="alice", version=version, page=2, page_size=2)
    assert page["count"] == 3
    assert len(page["results"]) == 1
    assert page["next"] is None
    assert page["previous"].startswith("http://")


@FIRST
def test_a_limit_shortens_an_old_list(client):
    client.store(*THREE)
    assert len(client.get_all(user_id="alice", limit=2)) == 2


@FIRST
def test_structured_filters_narrow_a_list_of_version_2(client):
    client.store("I keep bees.", metadata={"topic": "hobby"})
    client.store("I live in Braga.", metadata={"topic": "home"})
    where = {"AND": [{"user_id": "alice"}, {"metadata": {"topic": "home"}}]}
    answer = client.get_all(version="v2", filters=where)
    assert texts(answer) == {"I live in Braga."}


@FIRST
def test_wrapped_answers_are_given_on_request(client):
    client.store("I keep bees.")
    answer = client.get_all(user_id="alice", version="v2", output_format="v1.1")
    assert texts(answer["results"]) == {"I keep bees."}
    assert answer["relations"] == []


# The middle generation: `{"results": […]}`, ids beside `filters` or inside.


@MIDDLE
def test_ids_may_stand_beside_filters_or_inside(client):
    client.store("I keep bees.")
    client.store("I fear bees.", user_id="bob")
    beside = client.get_all(user_id="bob")["results"]
    inside = client.get_all(filters={"AND": [{"user_id": "bob"}]})["results"]
    assert texts(beside) == texts(inside) == {"I fear bees."}


@MIDDLE
def test_a_lone_page_arrives_in_the_body(client):
    client.store(*THREE)
    assert texts(client.get_all(user_id="alice", page=1)["results"]) == set(THREE)


@MIDDLE
def test_page_and_page_size_make_an_envelope(client):
    client.store(*THREE)
    page = client.get_all(filters={"user_id": "alice"}, page=1, page_size=2)
    assert page["count"] == 3
    assert len(page["results"]) == 2
    assert page["next"].startswith("http://")


@OLDER
def test_nobody_named_is_refused(client):
    with pytest.raises(Refused, match=r"400|One of the filters"):
        client.get_all()


# The newest generation: always filters, always pages.


@NEWEST
def test_a_list_is_a_page(client, live):
    client.store(*THREE)
    page = client.get_all(filters={"user_id": "alice"}, page=1, page_size=2)
    assert page["count"] == 3
    assert len(page["results"]) == 2
    assert page["next"].startswith(f"{live.url}/v3/memories/?")
    assert page["previous"] is None


@NEWEST
def test_pages_hold_every_memory_once(client):
    client.store(*THREE)
    pages = [
        client.get_all(filters={"user_id": "alice"}, page=number, page_size=1)
        for number in (1, 2, 3)
    ]
    assert texts(row for page in pages for row in page["results"]) == set(THREE)


@NEWEST
def test_a_page_alone_has_the_usual_size(client):
    client.store(*THREE)
    page = client.get_all(filters={"user_id": "alice"}, page=1)
    assert texts(page["results"]) == set(THREE)


@NEWEST
@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"AND": [{"user_id": "alice"}, {"run_id": "r-1"}]}, {"I keep bees."}),
        (
            {"OR": [{"user_id": "bob"}, {"run_id": "r-1"}]},
            {"I keep bees.", "I fear bees."},
        ),
        (
            {"user_id": {"in": ["alice", "bob"]}},
            {"I keep bees.", "I like tea.", "I fear bees."},
        ),
        (
            {"AND": [{"user_id": "*"}, {"NOT": [{"user_id": "bob"}]}]},
            {"I keep bees.", "I like tea."},
        ),
        ({"user_id": "alice", "keywords": {"icontains": "TEA"}}, {"I like tea."}),
        ({"user_id": "alice", "metadata": {"topic": "hobby"}}, {"I keep bees."}),
        ({"user_id": "alice", "created_at": {"gte": "2199-01-01"}}, set()),
    ],
    ids=["and", "or", "in", "not", "keywords", "metadata", "date"],
)
def test_the_filter_language_narrows_a_list(client, where, expected):
    client.store("I keep bees.", run_id="r-1", metadata={"topic": "hobby"})
    client.store("I like tea.")
    client.store("I fear bees.", user_id="bob")
    assert texts(client.get_all(filters=where)["results"]) == expected


@NEWEST
def test_typed_options_of_a_list_are_understood(client):
    client.store("I keep bees.", expiration_date="2020-01-01")
    options = {
        "name": "GetAllMemoryOptions",
        "filters": {"user_id": "alice"},
        "page": 1,
        "page_size": 5,
        "start_date": "2020-01-01",
        "end_date": "2199-01-01",
        "show_expired": True,
        "latest_only": True,
    }
    assert texts(client.get_all(options=options)["results"]) == {"I keep bees."}
