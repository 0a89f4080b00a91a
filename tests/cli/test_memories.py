from __future__ import annotations

import pytest

from tests.memories.wire import BEES, UNKNOWN
from tests.memories.worker import work

PORTO = "I live in Porto."


def kept(cli, text, *options, user="alice"):
    """The id of a text kept word for word."""
    done = cli.ok("add", text, "-u", user, "--no-infer", *options)
    return done.data["results"][0]["id"]


def test_an_add_is_queued_and_its_event_tells_the_rest(cli, acme):
    queued = cli.ok("add", "I moved to Porto.", "--user-id", "alice", "--wait", "0")
    work(acme.project)
    event = cli.ok("events", queued.data["event_id"])
    said = cli.ok("add", BEES, "-u", "alice", "--wait", "0", "--table")

    assert queued.data["status"] == "PENDING"
    assert "Porto" in event.data["results"][0]["memory"]
    assert said.out.startswith("Queued. `mem0site events ")


def test_a_text_may_be_words_or_a_pipe(cli):
    cli.ok("add", "I", "keep", "bees.", "-u", "alice", "--no-infer")
    cli.ok("add", "-u", "alice", "--no-infer", stdin=f"{PORTO}\n")
    cli.ok("add", "-", "-u", "alice", "--no-infer", stdin="Ünïcode.\n")

    listed = [row["memory"] for row in cli.ok("list", "-u", "alice").data]
    assert listed == ["Ünïcode.", PORTO, BEES]


def test_messages_come_from_a_file(cli, tmp_path):
    file = tmp_path / "said.json"
    file.write_text('[{"role": "user", "content": "I keep bees."}]')

    done = cli.ok("add", "--messages", str(file), "-u", "alice", "--no-infer")

    assert done.data["results"][0]["memory"] == BEES


def test_everything_about_an_add_is_kept(cli):
    options = ["--metadata", '{"a": [1]}', "--expires", "2999-12-31"]
    memory_id = kept(cli, BEES, *options, "--timestamp", "2020-01-02T03:04:05Z")

    memory = cli.ok("get", memory_id).data

    assert memory["metadata"] == {"a": [1]}
    assert memory["expiration_date"] == "2999-12-31"
    assert memory["created_at"].startswith("2020-01-02T03:04:05")


def test_it_finds_what_is_asked_for(cli):
    kept(cli, BEES)
    kept(cli, PORTO)
    kept(cli, BEES, user="bob")

    hits = cli.ok("search", "Who keeps bees?", "-u", "alice", "-k", "1").data
    piped = cli.ok("search", "-u", "alice", stdin="Where does she live?").data

    assert [(hit["memory"], hit["user_id"]) for hit in hits] == [(BEES, "alice")]
    assert piped[0]["memory"] == PORTO
    assert not cli.ok("search", "bees", "-u", "nobody").data


def test_a_list_is_of_somebody_or_everybody_and_filters(cli):
    kept(cli, BEES, "--metadata", '{"pet": true}')
    kept(cli, PORTO, user="bob")

    pets = cli.ok("list", "--filter", '{"user_id": "*", "metadata": {"pet": true}}')

    assert len(cli.ok("list").data) == len(cli.ok("list", "--all").data) == 2
    assert len(cli.ok("list", "--limit", "1").data) == 1
    assert [row["memory"] for row in pets.data] == [BEES]
    assert [row["memory"] for row in cli.ok("list", "-u", "bob").data] == [PORTO]


def test_it_looks_from_another_time(cli):
    kept(cli, PORTO, "--timestamp", "2022-01-01T00:00:00Z")

    for words in (["list"], ["search", "Porto"]):
        asked = [*words, "-u", "alice"]
        assert len(cli.ok(*asked, "--as-of", "2022-02-02").data) == 1
        assert cli.ok(*asked, "--as-of", "2021-01-01").data == []
        assert cli.ok(*asked, "--known-at", "2021-01-01").data == []


def test_a_memory_changes_and_tells_its_history(cli):
    memory_id = kept(cli, BEES)

    cli.ok("update", memory_id, "I kept bees.", "--metadata", '{"checked": true}')
    cli.ok("update", memory_id, "--expires", "2999-12-31")
    last = cli.ok("update", memory_id, "--expires", "never").data
    changes = cli.ok("history", memory_id).data

    assert (last["memory"], last["metadata"]) == ("I kept bees.", {"checked": True})
    assert last["expiration_date"] is None
    assert [each["event"] for each in changes] == ["ADD", "UPDATE", "UPDATE", "UPDATE"]


def test_memories_are_deleted_by_their_ids(cli):
    ids = [kept(cli, BEES), kept(cli, PORTO)]

    cli.ok("delete", *ids, "--table")

    assert cli.ok("list").data == []
    assert cli("get", ids[0]).code == 4


def test_all_of_somebody_are_deleted_only_on_purpose(cli):
    kept(cli, BEES)
    kept(cli, BEES, user="bob")

    refused = cli("delete-all", "-u", "alice")
    unclear = cli("delete-all", "--yes")
    cli.ok("delete-all", "-u", "alice", "--yes")
    left = [row["user_id"] for row in cli.ok("list").data]
    cli.ok("delete-all", "--everything", "-y")

    assert (refused.code, unclear.code) == (2, 2)
    assert "--yes" in refused.err
    assert left == ["bob"]
    assert cli.ok("list").data == []


def test_the_project_is_looked_over(cli, acme):
    kept(cli, BEES)
    kept(cli, PORTO)

    (entity,) = cli.ok("entities").data
    events = cli.ok("events", "--type", "ADD", "--limit", "1").data

    assert (entity["name"], entity["total_memories"]) == ("alice", 2)
    assert [event["event_type"] for event in events] == ["ADD"]
    assert cli.ok("ping").data["project_id"] == str(acme.project.pk)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["get", UNKNOWN], 4, "Memory not found!"),
        (["get", "no-uuid"], 2, "valid UUID"),
        (["add", BEES], 2, "user_id"),
        (["add", BEES, "-u", "a", "--metadata", "{"], 2, "--metadata is not JSON"),
        (["add", BEES, "-u", "a", "--metadata", "[1]"], 2, "must be a JSON object"),
        (["add", BEES, "-u", "a", "--messages", "x"], 2, "not both"),
        (["add", "--messages", "/nowhere", "-u", "a"], 2, "cannot be read"),
        (["add", "-u", "a"], 2, "standard input is empty"),
        (["search", "x", "--filter", '{"user_id": {"near": 1}}'], 2, "near"),
        (["search", "x", "-k", "0"], 2, "greater than or equal to 1"),
        (["update", UNKNOWN], 2, "Give a new text"),
        (["list", "--limit", "many"], 2, "valid integer"),
        (["fly"], 2, "No such command 'fly'"),
        (["list", "--fly"], 2, "No such option: --fly"),
        (["events", UNKNOWN], 4, "Event not found"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_number(cli, arguments, code, said):
    done = cli(*arguments)

    assert done.code == code
    assert said in done.err
    assert done.err.startswith("mem0site: ")
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_what_is_no_text_is_refused(cli):
    assert "not UTF-8" in cli("add", "-u", "a", stdin=b"\xff\xfe").err
