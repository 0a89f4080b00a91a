"""Lists read by cursors: each row once, whatever is added meanwhile, and only here."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.conftest import make_api

ALICE = {"filters": {"user_id": "alice"}}
HOOK = {
    "name": "hook",
    "url": "https://example.org/hook",
    "event_types": ["memory_add"],
}
SHAPE = {"type": "object", "properties": {"likes": {"type": "string"}}}
NONSENSE = ["x", "a:b:c", "🐝", "A" * 5_000, "\u0000"]


def remember(api, count=5, **options):
    return api.remember(*(f"Fact number {n}." for n in range(count)), **options)


def memories_v3(api, tail):
    return api.post(f"/v3/memories/?{tail}", ALICE)


def memories_v2(api, tail):
    return api.post(f"/v2/memories/?{tail}", ALICE)


def memories_v1(api, tail):
    return api.get(f"/v1/memories/?user_id=alice&{tail}")


def memories_of_entity(api, tail):
    return api.get(f"/v1/memories/user/alice/?{tail}")


def entities(api, tail):
    return api.get(f"/v1/entities/?{tail}")


def events(api, tail):
    return api.get(f"/v1/events/?event_type=ADD&{tail}")


def changes(api, tail):
    return api.get(f"/v1/memories/events/?{tail.replace('page_size', 'limit')}")


def exports(api, tail):
    return api.get(f"/v1/exports/?{tail}")


def deliveries(api, tail):
    hooks = api.get(f"/api/v1/webhooks/projects/{api.project.pk}/").json()
    return api.get(f"/api/v1/webhooks/{hooks[0]['webhook_id']}/deliveries/?{tail}")


SIZED = [memories_v3, memories_v2, memories_v1, entities, events, changes, exports, deliveries]  # fmt: skip
LISTS = [*SIZED, memories_of_entity]


@pytest.fixture(scope="module")
def world(database):
    """A project with five of everything that is listed."""
    api = make_api("World")
    hooks = f"/api/v1/webhooks/projects/{api.project.pk}/"
    hook = api.post(hooks, HOOK).json()["webhook_id"]
    for number in range(5):
        api.remember(f"Fact number {number}.", run_id=f"run-{number}")
        api.post("/v1/exports/", {"schema": SHAPE, **ALICE})
        api.post(f"/api/v1/webhooks/{hook}/test/", {})
    return api


def walk(ask, api, size=2):
    """Every row of a list, read by cursors."""
    rows, cursor = [], ""
    while cursor is not None:
        answer = ask(api, f"page_size={size}&cursor={cursor}")
        assert answer.status_code == 200, answer.content
        body = answer.json()
        rows += body["results"]
        cursor = body["next_cursor"]
        assert body["count"] >= len(rows)
    return rows


@pytest.mark.parametrize("ask", LISTS, ids=lambda ask: ask.__name__)
def test_cursors_show_every_row_once_in_the_order_of_pages(world, ask):
    whole = ask(world, "page=1&page_size=100").json()
    assert whole["next_cursor"] is None
    ids = [row["id"] for row in walk(ask, world)]
    assert ids == [row["id"] for row in whole["results"]]
    assert len(set(ids)) == len(ids) == whole["count"] >= 5


@pytest.mark.parametrize("ask", SIZED, ids=lambda ask: ask.__name__)
def test_a_numbered_page_gives_the_cursor_behind_it(world, ask):
    first = ask(world, "page=1&page_size=2").json()
    by_number = ask(world, "page=2&page_size=2").json()
    by_cursor = ask(world, f"page_size=2&cursor={first['next_cursor']}").json()
    assert by_cursor["results"] == by_number["results"]


@pytest.mark.parametrize("ask", SIZED, ids=lambda ask: ask.__name__)
def test_next_is_the_address_of_the_next_cursor(world, ask):
    first = ask(world, "page_size=2&cursor=").json()
    parts = urlsplit(first["next"])
    again = (
        world.get(f"{parts.path}?{parts.query}")
        if ask not in {memories_v3, memories_v2}
        else world.post(f"{parts.path}?{parts.query}", ALICE)
    )
    assert again.status_code == 200
    seen = {row["id"] for row in first["results"]}
    assert not seen & {row["id"] for row in again.json()["results"]}


def test_rows_added_meanwhile_neither_repeat_nor_hide_others(acme):
    remember(acme)
    first = memories_v3(acme, "page_size=2").json()
    acme.remember("New one.", "New two.")
    moved = memories_v3(acme, "page=2&page_size=2").json()
    assert {row["id"] for row in moved["results"]} & {
        row["id"] for row in first["results"]
    }
    still = memories_v3(acme, f"page_size=2&cursor={first['next_cursor']}").json()
    texts = [row["memory"] for row in first["results"] + still["results"]]
    assert texts == [f"Fact number {n}." for n in (4, 3, 2, 1)]


def test_memories_of_one_moment_are_told_apart_by_their_ids(acme):
    remember(acme, timestamp=1_700_000_000)
    found = [row["id"] for row in walk(memories_v3, acme, size=1)]
    assert len(set(found)) == 5


def test_a_cursor_in_the_body_serves_as_well(acme):
    remember(acme)
    first = acme.post("/v3/memories/", {**ALICE, "page_size": 3}).json()
    body = {**ALICE, "page_size": 3, "cursor": first["next_cursor"]}
    rest = acme.post("/v3/memories/", body).json()
    assert len(rest["results"]) == 2
    assert rest["next_cursor"] is None
    assert rest["next"] is None


@pytest.mark.parametrize("ask", LISTS, ids=lambda ask: ask.__name__)
def test_a_cursor_that_is_none_is_refused(world, ask):
    for cursor in NONSENSE:
        refused(ask(world, f"cursor={cursor}"))


@pytest.mark.parametrize("cursor", [5, ["x"], {"a": 1}, True])
def test_a_cursor_in_a_body_must_be_text(acme, cursor):
    refused(acme.post("/v3/memories/", {**ALICE, "cursor": cursor}))


def test_a_cursor_that_was_changed_is_refused(acme):
    remember(acme)
    cursor = memories_v3(acme, "page_size=2").json()["next_cursor"]
    refused(memories_v3(acme, f"cursor={cursor[:-1]}"))
    refused(memories_v3(acme, f"cursor=A{cursor}"))


def test_a_cursor_of_another_project_is_refused(acme, umbrella):
    remember(acme)
    remember(umbrella)
    cursor = memories_v3(umbrella, "page_size=2").json()["next_cursor"]
    refused(memories_v3(acme, f"cursor={cursor}"))


def test_a_cursor_of_another_list_is_refused(world):
    cursor = entities(world, "page_size=2").json()["next_cursor"]
    refused(memories_v3(world, f"cursor={cursor}"))
    refused(events(world, f"cursor={cursor}"))


@pytest.mark.parametrize("other", [{"filters": {"user_id": "bob"}}, {**ALICE, "latest_only": True}])  # fmt: skip
def test_a_cursor_goes_on_in_the_same_filters_only(acme, other):
    remember(acme)
    cursor = memories_v3(acme, "page_size=2").json()["next_cursor"]
    answer = acme.post(f"/v3/memories/?cursor={cursor}", other)
    assert "other filters" in refused(answer)


def test_a_cursor_and_a_page_are_one_too_many(acme):
    remember(acme)
    cursor = memories_v3(acme, "page_size=2").json()["next_cursor"]
    assert "combined" in refused(memories_v3(acme, f"page=2&cursor={cursor}"))


def test_an_empty_list_ends_at_once(acme):
    body = memories_v3(acme, "cursor=").json()
    assert (body["count"], body["results"], body["next_cursor"]) == (0, [], None)


def test_behind_a_cursor_nothing_is_counted_again(acme):
    remember(acme)
    first = memories_v3(acme, "page_size=2&cursor=").json()
    acme.remember("One more, in between.")
    with CaptureQueriesContext(connections["default"]) as asked:
        second = memories_v3(acme, f"page_size=2&cursor={first['next_cursor']}").json()
    assert [first["count"], second["count"]] == [5, 5]
    said = [each["sql"] for each in asked.captured_queries]
    assert not [sql for sql in said if "count(*) FROM memories_memory" in sql]
    third = memories_v3(acme, f"page_size=2&cursor={second['next_cursor']}").json()
    assert (third["count"], third["next_cursor"]) == (5, None)
    assert memories_v3(acme, "page_size=2&cursor=").json()["count"] == 6


def refused(answer):
    """The sentence of a 400 about the cursor."""
    assert answer.status_code == 400, answer.content
    assert answer.json()["code"] == "invalid_cursor"
    return answer.json()["detail"]
