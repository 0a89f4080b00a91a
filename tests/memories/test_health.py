"""What is wrong with a project's memories: counted, listed, put out of sight and back."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import pytest
from django.db import connection

from memories import accesses, consolidations, health
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.memories.worker import work

LIST = "/v3/memories/?page=1&page_size=200"


def aged(api: Api, days: int, **columns) -> None:
    """Every memory as if it had been stored so many days ago, with these values."""
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    values = {"recorded_at": moment, "updated_at": moment, **columns}
    settings = ", ".join(f"{name} = %s" for name in values)
    with tenant(api.project), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE memories_memory SET {settings} WHERE project_id = %s",  # noqa: S608  our own columns
            [*values.values(), api.project.pk],
        )


def shown(api: Api) -> set[str]:
    """The texts that a list shows."""
    found = api.post(LIST, {"filters": {"user_id": "alice"}}).json()["results"]
    return {memory["memory"] for memory in found}


def texts(api: Api, sign: str) -> list[str]:
    return [each.record.text for each in health.suspects(api.project, sign, limit=50)]


def test_an_empty_project_is_healthy(acme):
    found = health.summary(acme.project)
    assert (found.standing, found.junk_percent) == (0, 0)
    assert set(found.signs.values()) == {0}


def test_the_same_words_count_once_for_each_person(acme):
    acme.remember("I keep bees.")
    acme.remember("I keep bees.", metadata={"channel": "mail"})
    acme.remember("I keep bees.", user_id="bob")
    assert health.summary(acme.project).signs["duplicate"] == 1
    assert texts(acme, "duplicate") == ["I keep bees."]


def test_what_nobody_needed_is_unused_and_then_stale(acme):
    acme.remember("I keep bees.")
    assert health.summary(acme.project).signs["unused"] == 0
    aged(acme, health.UNUSED_DAYS + 1)
    assert texts(acme, "unused") == ["I keep bees."]
    assert texts(acme, "stale") == []
    aged(acme, health.STALE_DAYS + 1)
    (suspect,) = health.suspects(acme.project, "junk", limit=50)
    assert suspect.signs == ["junk", "stale", "unused"]
    assert health.summary(acme.project).junk_percent == 100


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_what_a_search_found_is_not_unused(acme, version):
    acme.remember("I keep bees.")
    aged(acme, health.STALE_DAYS + 1)
    where = (
        {"user_id": "alice"} if version == "v1" else {"filters": {"user_id": "alice"}}
    )
    body = {"query": "bees", **where}
    assert acme.post(f"/{version}/memories/search/", body).status_code == 200
    assert texts(acme, "unused") == texts(acme, "stale") == []


def test_a_memory_is_noted_about_once_a_day(acme):
    (memory,) = acme.remember("I keep bees.")
    accesses.notice(acme.project, [memory["id"]])
    accesses.LATELY = accesses.Lately()  # as another process would
    accesses.notice(acme.project, [memory["id"]])
    with tenant(acme.project):
        (row,) = acme.project.accesses.all()
    assert len(row.touched_at) == 1


def test_what_a_process_remembers_to_have_noted_takes_a_megabyte():
    lately = accesses.Lately()
    many = [f"memory-{number}" for number in range(200_000)]
    assert lately.first(many) == many
    assert lately.first(many[-1:]) == []
    assert sys.getsizeof(lately._noted) < 1_200_000


def test_an_opinion_and_a_doubt_are_signs(acme):
    one, _ = acme.remember("I keep bees.", "I keep ants.")
    acme.post("/v1/feedback/", {"memory_id": one["id"], "feedback": "NEGATIVE"})
    assert texts(acme, "disliked") == texts(acme, "junk") == ["I keep bees."]
    aged(acme, 0, confidence=0.2)
    assert texts(acme, "doubtful") == ["I keep bees.", "I keep ants."]


def test_suspects_are_read_in_pages(acme):
    acme.remember(*(f"Number {n:02}." for n in range(7)))
    aged(acme, 200)
    first = health.suspects(acme.project, "stale", limit=4)
    last = first[3].record
    after = (last.created_at.isoformat(), last.id)
    rest = health.suspects(acme.project, "stale", limit=4, after=after)
    assert len(first) == 5
    assert len(rest) == 3
    with pytest.raises(KeyError):
        health.suspects(acme.project, "nonsense", limit=4)


def test_the_growth_has_every_day(acme):
    acme.remember("I keep bees.")
    grown = health.growth(acme.project, now=dt.datetime.now(dt.UTC))
    assert len(grown) == health.GROWTH_DAYS
    assert [count for _, count in grown][-1] == 1


def run(api: Api, **asked) -> dict[str, Any]:
    answer = api.post("/v1/consolidations/", asked)
    assert answer.status_code == 202, answer.content
    work(api.project)
    return api.get(f"/v1/consolidations/{answer.json()['id']}/").json()


def test_a_preview_changes_nothing_and_a_run_is_undone(acme):
    acme.remember("I keep bees.", "I keep ants.")
    aged(acme, 200)
    acme.remember("I moved to Porto.")
    preview = run(acme, expire="stale", dry_run=True)
    assert (preview["expire"], preview["expired"]) == ("stale", 2)
    assert len(shown(acme)) == 3
    done = run(acme, expire="stale")
    assert {each["kind"] for each in done["changes"]["results"]} == {"expire"}
    assert shown(acme) == {"I moved to Porto."}
    assert health.summary(acme.project).standing == 1
    undone = acme.post(f"/v1/consolidations/{done['id']}/undo/", {}).json()
    assert (undone["status"], undone["kept_when_undone"]) == ("UNDONE", 0)
    assert shown(acme) == {"I keep bees.", "I keep ants.", "I moved to Porto."}


def test_undoing_leaves_what_was_changed_since(acme):
    (one, _) = acme.remember("I keep bees.", "I keep ants.")
    aged(acme, 200)
    done = run(acme, expire="stale")
    acme.put(f"/v1/memories/{one['id']}/", {"expiration_date": "2099-01-01"})
    undone = acme.post(f"/v1/consolidations/{done['id']}/undo/", {}).json()
    assert undone["kept_when_undone"] == 1
    assert acme.get(f"/v1/memories/{one['id']}/").json()["expiration_date"] == (
        "2099-01-01"
    )


def test_what_nobody_may_change_stays(acme):
    acme.remember("I keep bees.", immutable=True)
    aged(acme, 200)
    assert run(acme, expire="stale")["expired"] == 0


def test_an_unknown_sign_is_refused(acme):
    answer = acme.post("/v1/consolidations/", {"expire": "everything"})
    assert answer.status_code == 400
    assert not consolidations.start(acme.project).expire
