"""What held when, what was known when, and who is believed."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from tests.memories.wire import texts

MONDAY = 1_760_000_000
DAY = 86_400
ANA = {"user_id": "ana"}


def say(api, text, day=0, **more):
    body = {
        "messages": [{"role": "user", "content": text, **more.pop("message", {})}],
        "timestamp": MONDAY + day * DAY,
        "async_mode": False,
        **ANA,
        **more,
    }
    answer = api.post("/v1/memories/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def moment(day, hours=1):
    return dt.datetime.fromtimestamp(MONDAY + day * DAY + hours * 3600, dt.UTC)


def listed(api, **more):
    answer = api.post("/v3/memories/", {"filters": ANA, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def found(api, query, version="v3", **more):
    body = {"query": query, "filters": ANA, "threshold": 0, **more}
    answer = api.post(f"/{version}/memories/search/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"] if version == "v3" else answer.json()


def about(rows, word):
    return next(row for row in rows if word in row["memory"])


@pytest.fixture
def moved(acme):
    say(acme, "I live in Lisbon.")
    say(acme, "I moved to Porto.", day=10)
    say(acme, "I moved to Faro.", day=20)
    return acme


@pytest.mark.parametrize(
    ("day", "home"), [(0, "Lisbon"), (10, "Porto"), (19, "Porto"), (25, "Faro")]
)
def test_as_of_lists_what_held_then(moved, day, home):
    (only,) = listed(moved, as_of=moment(day).isoformat())
    assert home in only["memory"]


def test_as_of_a_time_before_anything_was_said_there_is_nothing(moved):
    assert listed(moved, as_of=moment(-1).isoformat()) == []


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_as_of_holds_for_searches_of_every_version(moved, version):
    where = ANA if version == "v1" else {"filters": ANA}
    body = {
        "query": "Where does she live?",
        **where,
        "as_of": moment(12).isoformat(),
        "threshold": 0,
    }
    answer = moved.post(f"/{version}/memories/search/", body).json()
    rows = answer["results"] if version == "v3" else answer
    assert "Porto" in rows[0]["memory"]
    assert len(rows) == 1


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_as_of_holds_for_lists_of_older_versions(moved, version):
    at = moment(12).strftime("%Y-%m-%dT%H:%M:%SZ")
    if version == "v1":
        rows = moved.get(f"/v1/memories/?user_id=ana&as_of={at}").json()
    else:
        rows = moved.post("/v2/memories/", {"filters": ANA, "as_of": at}).json()
    assert ["Porto" in text for text in texts(rows)] == [True]


def test_a_date_means_the_end_of_that_day(moved):
    day = moment(10).date().isoformat()
    (only,) = listed(moved, as_of=day)
    assert "Porto" in only["memory"]


def test_what_held_then_is_not_ranked_as_replaced(moved):
    now = about(found(moved, "Lisbon home"), "Lisbon")
    then = found(moved, "Lisbon home", as_of=moment(5).isoformat())[0]
    assert then["score"] > now["score"]
    assert then["state"] == "superseded"


def test_known_at_shows_what_was_believed_before_it_was_corrected(acme):
    say(acme, "I live in Lisbon.")
    before = dt.datetime.now(dt.UTC)
    time.sleep(0.002)
    say(acme, "I moved to Porto.", day=10)
    (only,) = listed(acme, known_at=before.isoformat())
    assert "Lisbon" in only["memory"]
    assert (only["state"], only["valid_to"], only["replaced_by"]) == (
        "current",
        None,
        None,
    )
    assert texts(found(acme, "home", known_at=before.isoformat())) == texts([only])


def test_known_at_and_as_of_together_tell_what_was_then_believed_to_hold(acme):
    say(acme, "I live in Lisbon.")
    before = dt.datetime.now(dt.UTC)
    time.sleep(0.002)
    say(acme, "I moved to Porto.", day=10)
    at = {"as_of": moment(12).isoformat()}
    (now,) = listed(acme, **at)
    (then,) = listed(acme, **at, known_at=before.isoformat())
    assert "Porto" in now["memory"]
    assert "Lisbon" in then["memory"]


def test_known_at_shows_the_words_as_they_were(acme):
    (kept,) = acme.remember("I keep bees.", user_id="ana")
    before = dt.datetime.now(dt.UTC)
    time.sleep(0.002)
    acme.put(f"/v1/memories/{kept['id']}/", {"text": "I keep wasps."})
    assert texts(listed(acme)) == ["I keep wasps."]
    assert texts(listed(acme, known_at=before.isoformat())) == ["I keep bees."]


def test_nothing_was_known_before_it_was_recorded(moved):
    assert listed(moved, known_at=moment(30).isoformat()) == []


@pytest.mark.parametrize("name", ["as_of", "known_at"])
@pytest.mark.parametrize("value", ["yesterday", True, [], "2023-13-01", 10**15])
def test_a_time_that_is_none_is_refused(acme, name, value):
    for path in ("/v3/memories/", "/v3/memories/search/"):
        body = {"query": "home", "filters": ANA, name: value}
        assert acme.post(path, body).status_code == 400


def test_a_memory_tells_all_its_times(moved):
    old = about(listed(moved), "Lisbon")
    assert old["said_at"] == old["created_at"] == old["valid_from"]
    assert old["recorded_at"] > old["said_at"]
    assert old["valid_to"] == about(listed(moved), "Porto")["valid_from"]
    assert old["closed_at"] >= old["recorded_at"]


def test_what_moved_in_march_holds_since_march(acme):
    say(acme, "I moved to Porto in March 2025.")
    (only,) = listed(acme, as_of="2025-04-01")
    assert only["valid_from"].startswith("2025-03-01")
    assert listed(acme, as_of="2025-02-01") == []


def test_a_fact_that_arrives_late_takes_its_place_between_others(acme):
    say(acme, "I live in Lisbon.")
    say(acme, "I moved to Faro.", day=20)
    say(acme, "I moved to Porto.", day=10)
    for day, home in ((5, "Lisbon"), (15, "Porto"), (25, "Faro")):
        (only,) = listed(acme, as_of=moment(day).isoformat())
        assert home in only["memory"]
    rows = listed(acme)
    assert about(rows, "Lisbon")["replaced_by"] == about(rows, "Porto")["id"]
    assert about(rows, "Porto")["replaced_by"] == about(rows, "Faro")["id"]


def test_an_end_that_arrives_late_does_not_end_what_began_later(acme):
    say(acme, "I work at Initech.")
    say(acme, "I work at Initech.", day=30)
    say(acme, "I don't work at Initech anymore.", day=10)
    (only,) = listed(acme, latest_only=True)
    assert only["state"] == "current"
    assert "anymore" not in only["memory"]
    assert "no longer" not in only["memory"]


def test_saying_it_again_after_its_end_makes_it_current(acme):
    say(acme, "I work at Initech.")
    say(acme, "I don't work at Initech anymore.", day=10)
    say(acme, "I work at Initech again.", day=20)
    now = listed(acme, latest_only=True)
    assert [row for row in now if "anymore" in row["memory"]] == []
    assert any("Initech" in row["memory"] for row in now)


def test_what_expired_says_so(acme):
    yesterday = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)).isoformat()
    acme.remember("I have a parking permit.", user_id="ana", expiration_date=yesterday)
    (row,) = listed(acme, show_expired=True)
    assert (row["state"], row["lifecycle_state"]) == ("expired", "expired")
    assert listed(acme) == []


def test_what_had_not_expired_then_is_shown_then(acme):
    until = moment(3).date().isoformat()
    acme.remember(
        "I have a parking permit.",
        user_id="ana",
        timestamp=MONDAY,
        expiration_date=until,
    )
    assert listed(acme) == []
    assert len(listed(acme, as_of=moment(2).isoformat())) == 1


def talk(api, *pairs, day=0):
    body = {
        "messages": [
            {"role": "user", "name": name, "content": text} for name, text in pairs
        ],
        "timestamp": MONDAY + day * DAY,
        "async_mode": False,
        **ANA,
    }
    answer = api.post("/v1/memories/", body)
    assert answer.status_code == 200, answer.content


def states(api):
    return {row["memory"]: row["state"] for row in listed(api)}


def test_two_who_contradict_each_other_about_a_third_are_both_disputed(acme):
    talk(
        acme, ("Ida", "My brother Omar lives in Oslo."),
        ("Mei", "My friend Omar lives in Bergen."),
    )  # fmt: skip
    assert sorted(states(acme).values()) == ["disputed", "disputed"]
    assert len(listed(acme, latest_only=True)) == 2


def test_a_later_statement_settles_a_dispute(acme):
    talk(
        acme, ("Ida", "My brother Omar lives in Oslo."),
        ("Mei", "My friend Omar lives in Bergen."),
    )  # fmt: skip
    talk(acme, ("Mei", "My friend Omar lives in Tromso."), day=5)
    (only,) = listed(acme, latest_only=True)
    assert "Tromso" in only["memory"]


def test_who_speaks_of_themselves_is_believed(acme):
    talk(acme, ("Ida", "My brother Omar lives in Oslo."), ("Omar", "I live in Bergen."))
    (now,) = listed(acme, latest_only=True)
    assert "Bergen" in now["memory"]


def test_who_corrects_themselves_disputes_nothing(acme):
    say(acme, "I live in Lisbon. Actually, I moved to Porto.")
    assert "disputed" not in states(acme).values()


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("I live in Oslo.", "I never lived in Oslo."),
        ("I work at Initech.", "I have never worked at Initech."),
        ("Vivo en Oslo.", "Nunca viví en Oslo."),
    ],
)
def test_what_is_denied_never_held(acme, said, denied):
    (old,) = say(acme, said)
    say(acme, denied, day=5)
    row = acme.get(f"/v1/memories/{old['id']}/").json()
    assert (row["state"], row["valid_to"]) == ("retracted", row["valid_from"])
    assert old["id"] not in [m["id"] for m in listed(acme, as_of=moment(2).isoformat())]
    history = acme.get(f"/v1/memories/{old['id']}/history/").json()
    assert [entry["change"] for entry in history] == ["ADD", "RETRACT"]


@pytest.mark.parametrize(
    "denied", ["I never lived in Bergen.", "I never liked Oslo.", "I never sleep."]
)
def test_a_denial_of_something_else_takes_nothing_back(acme, denied):
    (old,) = say(acme, "I live in Oslo.")
    say(acme, denied, day=5)
    assert acme.get(f"/v1/memories/{old['id']}/").json()["state"] == "current"
