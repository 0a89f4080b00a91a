from __future__ import annotations

DAY = 86_400
START = 1_700_000_000


def test_a_summary_groups_by_category_newest_first_with_dates(acme):
    for number in range(2):
        acme.remember(f"Chess match {number}.", timestamp=START + number * DAY)
    body = acme.post("/v1/summary/", {"filters": {"user_id": "alice"}}).json()
    assert body["status"] == "SUCCEEDED"
    assert body["memory_count"] == 2
    assert body["filters"] == {"user_id": "alice"}
    lines = body["summary"].splitlines()
    assert lines[0].endswith("(2):")
    assert lines[1:] == ["- 2023-11-15: Chess match 1.", "- 2023-11-14: Chess match 0."]


def test_a_summary_counts_what_it_does_not_list(acme):
    acme.remember(*[f"I met person number {number}." for number in range(23)])
    body = acme.post(
        "/v1/summary/", {"filters": {"AND": [{"user_id": "alice"}]}}
    ).json()
    assert body["memory_count"] == 23
    assert "and 3 more" in body["summary"]


def test_a_summary_of_nothing_says_so(acme):
    body = acme.post("/v1/summary/", {"filters": {"user_id": "nobody"}}).json()
    assert body["memory_count"] == 0
    assert body["summary"] == "There are no memories that match."


def test_a_summary_sees_one_project_only(acme, umbrella):
    acme.remember("I live in Porto.")
    body = umbrella.post("/v1/summary/", {"filters": {"user_id": "alice"}}).json()
    assert body["memory_count"] == 0


def test_a_filter_that_is_no_object_is_refused(acme):
    assert acme.post("/v1/summary/", {"filters": "alice"}).status_code == 400
    assert acme.post("/v1/summary/", {"filters": {"no_field": 1}}).status_code == 400
