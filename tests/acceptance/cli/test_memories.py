"""The commands about memories."""

from __future__ import annotations

import json

import pytest

BEES, TEA = "I keep bees.", "I like tea."
UNKNOWN = "019a0000-0000-7000-8000-000000000000"


def kept(acme, **where):
    """The memories of the project, by text; of Alice unless told otherwise."""
    body = {"filters": where or {"user_id": "alice"}}
    rows = acme.post("/v3/memories/", body).json()["results"]
    return {row["memory"]: row for row in rows}


def test_a_text_is_added_word_for_word(cli, acme):
    options = ["--no-infer", "--metadata", '{"aB": {"c": 1}}', "--expires=2199-12-31"]
    answer = cli.read("add", BEES, "-u", "alice", *options)
    assert answer["results"][0]["memory"] == BEES
    row = kept(acme)[BEES]
    assert row["id"] == answer["results"][0]["id"]
    assert row["metadata"] == {"aB": {"c": 1}}
    assert row["expiration_date"] == "2199-12-31"


def test_a_person_reads_what_was_added(cli):
    said = cli.ok("add", BEES, "-u", "alice", "--no-infer").said
    assert "Memory processed — 1 memory extracted" in said
    assert f"Added {BEES}" in said


def test_an_add_is_queued_and_its_event_can_be_followed(cli, live, acme):
    said = "My name is Alice and I live in Porto."
    (queued,) = cli.agent("add", said, "-u", "alice")["data"]
    assert queued["status"] == "PENDING"
    live.finished(acme.key, queued["event_id"])
    event = cli.read("event", "status", queued["event_id"])
    assert (event["status"], event["event_type"]) == ("SUCCEEDED", "ADD")
    assert "Porto" in " ".join(kept(acme))


def test_a_conversation_is_added_from_a_file(cli, acme):
    turns = [{"role": "user", "content": BEES}, {"role": "user", "content": TEA}]
    (cli.home / "talk.json").write_text(json.dumps(turns))
    ids = ["--user-id=alice", "--agent-id=tutor", "--app-id=web", "--run-id=r-1"]
    cli.ok("add", "--file", "talk.json", "--no-infer", "-o", "quiet", *ids)
    assert set(kept(acme, app_id="web", run_id="r-1")) == {BEES, TEA}


def test_a_text_is_added_from_a_pipe(cli, acme):
    cli.ok("add", "-u", "alice", "--no-infer", "--timestamp=1700000000", stdin=BEES)
    assert kept(acme)[BEES]["created_at"].startswith("2023-11-14")


def test_every_option_of_an_add_is_understood(cli, live, acme):
    said = '[{"role": "user", "content": "I live in Porto."}]'
    options = {
        "--messages": said,
        "--custom-instructions": "Keep places.",
        "--agent-custom-instructions": "Keep promises.",
        "--custom-categories": '[{"home": "Where somebody lives"}]',
        "--structured-data-schema": '{"home": "string"}',
    }
    given = [f"{name}={value}" for name, value in options.items()]
    (queued,) = cli.agent("add", *given, "-u", "alice", "--immutable")["data"]
    assert live.finished(acme.key, queued["event_id"])["status"] == "SUCCEEDED"


def test_the_best_hit_comes_first(cli, acme):
    acme.remember(TEA, BEES)
    hits = cli.read("search", "Who keeps bees?", "-u", "alice", "--threshold=0")
    assert hits[0]["memory"] == BEES
    assert 0 < hits[0]["score"] <= 1


def test_every_option_of_a_search_is_understood(cli, acme):
    acme.remember(BEES, expiration_date="2020-01-01", metadata={"topic": "hobby"})
    where = {"AND": [{"user_id": "alice"}, {"metadata": {"topic": "hobby"}}]}
    options = ["--top-k=3", "--threshold=0", "--rerank", "--keyword", "--show-expired"]
    more = ["--fields=memory,score", "--reference-date=2026-01-01", "--latest-only"]
    filters = f"--filter={json.dumps(where)}"
    (hit,) = cli.read("search", "bees", filters, *options, *more)
    assert hit["memory"] == BEES


def test_a_person_reads_hits_and_their_scores(cli, acme):
    acme.remember(BEES)
    said = cli.ok("search", "bees", "-u", "alice").said
    assert BEES in said
    assert "Score: 0." in said


def test_a_search_without_hits_says_so(cli, acme):
    acme.remember(BEES)
    said = cli.ok("search", "tax return", "-u", "bob").said
    assert "No memories found" in said


def test_memories_are_listed_by_page(cli, acme):
    acme.remember(BEES, TEA)
    texts = set()
    for page in ("1", "2"):
        options = ["--page", page, "--page-size=1"]
        (row,) = cli.read("list", "-u", "alice", *options)
        texts.add(row["memory"])
    assert texts == {BEES, TEA}


def test_every_filter_of_a_list_is_understood(cli, acme):
    acme.remember(BEES, expiration_date="2020-01-01")
    acme.remember(TEA, timestamp=978_000_000)
    options = ["--after=2001-01-01", "--before=2199-01-01", "--latest-only"]
    rows = cli.read("list", "-u", "alice", *options, "--show-expired")
    assert [row["memory"] for row in rows] == [BEES]
    assert cli.read("list", "-u", "alice", "--category=food") == []


def test_a_person_reads_a_table(cli, acme):
    acme.remember(BEES)
    assert BEES in cli.ok("list", "-u", "alice").said


def test_one_memory_is_read(cli, acme):
    (stored,) = acme.remember(BEES, metadata={"hives": 2})
    assert cli.read("get", stored["id"])["metadata"] == {"hives": 2}
    assert BEES in cli.ok("get", stored["id"]).said


def test_a_memory_is_updated(cli, acme):
    (stored,) = acme.remember(BEES)
    options = ["--metadata={}".format('{"hives": 2}'), "--expires=2199-12-31"]
    answer = cli.read("update", stored["id"], TEA, *options, "--timestamp=1700000000")
    assert answer["memory"] == TEA
    row = kept(acme)[TEA]
    assert (row["metadata"], row["expiration_date"]) == ({"hives": 2}, "2199-12-31")
    assert row["created_at"].startswith("2023-11-14")


def test_a_person_reads_that_a_memory_was_updated(cli, acme):
    (stored,) = acme.remember(BEES)
    assert "updated" in cli.ok("update", stored["id"], TEA).said
    assert set(kept(acme)) == {TEA}


def test_a_memory_is_deleted_after_a_dry_run(cli, acme):
    first, _ = acme.remember(BEES, TEA)
    assert "No changes made" in cli.ok("delete", first["id"], "--dry-run").said
    assert set(kept(acme)) == {BEES, TEA}
    answer = cli.read("delete", first["id"], "--delete-linked")
    assert answer["message"] == "Memory deleted successfully!"
    assert set(kept(acme)) == {TEA}


def test_all_memories_of_a_user_are_deleted(cli, acme):
    acme.remember(BEES, TEA)
    acme.remember(BEES, user_id="bob")
    said = cli.ok("delete", "--all", "-u", "alice", "--dry-run").said
    assert "Would delete 2 memories" in said
    cli.ok("delete", "--all", "-u", "alice", "--force")
    assert kept(acme) == {}
    assert set(kept(acme, user_id="bob")) == {BEES}


def test_all_memories_of_a_project_are_deleted(cli, acme, umbrella):
    umbrella.remember(BEES)
    acme.remember(BEES)
    acme.remember(TEA, user_id="bob", run_id="r-1")
    cli.ok("delete", "--all", "--project", "--force")
    assert kept(acme) == kept(acme, user_id="bob") == {}
    assert set(kept(umbrella)) == {BEES}


def test_memories_are_imported(cli, live, acme):
    rows = [
        {"memory": "I live in Porto.", "user_id": "bob", "metadata": {"turn": 3}},
        {"text": "I work as a nurse.", "user_id": "bob"},
        {"nothing": 1},
    ]
    (cli.home / "rows.json").write_text(json.dumps(rows))
    answer = cli.agent("import", "rows.json")["data"]
    assert answer == {"added": 2, "failed": 1}
    for event in acme.get("/v1/events/").json()["results"]:
        live.finished(acme.key, event["id"])
    texts = kept(acme, user_id="bob")
    assert any("Porto" in text for text in texts)
    assert any("nurse" in text for text in texts)
    assert 3 in {row["metadata"].get("turn") for row in texts.values()}


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["get", "nothing"], "memory_id should be a valid UUID"),
        (["get", UNKNOWN], "Resource not found"),
        (["list"], "One of the filters: app_id, user_id, agent_id, run_id"),
        (["search", "bees", "-u", "a", "--top-k=1001"], "top_k"),
        (["add", BEES, "--no-infer"], "user_id"),
        (["delete", UNKNOWN], "Resource not found"),
        (["delete", "--all", "--force"], "user_id"),
    ],
    ids=lambda value: "-".join(value[:2]) if isinstance(value, list) else "",
)
def test_what_is_refused_is_told(cli, command, sentence):
    done = cli.run(*command)
    assert done.code == 1
    assert sentence in done.said


def test_a_thought_is_added_and_found_in_agent_rush(cli):
    thought = "I enjoy constraint-satisfaction problems more than most puzzles."
    assert "Memory submitted" in cli.ok("agent-rush", "add", thought).said
    assert thought in cli.ok("agent-rush", "search", "constraint satisfaction").said


def test_a_thought_against_the_rules_of_agent_rush_is_explained(cli):
    done = cli.run("agent-rush", "add", "Too short.")
    assert done.code != 0
    assert "agentrush_length" in done.said
