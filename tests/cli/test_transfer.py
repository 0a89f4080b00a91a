from __future__ import annotations

import json

import pytest

from tests.memories.wire import BEES


def ndjson(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def texts(cli, *options):
    return sorted(row["memory"] for row in cli.ok("list", "--all", *options).data)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "memories.ndjson"


def test_thousands_of_lines_go_in_and_come_out_again(cli, file):
    rows = [{"memory": f"Fact number {n}.", "user_id": "alice"} for n in range(2000)]
    file.write_text(ndjson(*rows))

    done = cli.ok("import", str(file))
    out = cli.ok("export")

    assert done.data["stored"] == 2000
    exported = [json.loads(line) for line in out.out.splitlines()]
    assert {row["memory"] for row in exported} == {row["memory"] for row in rows}
    assert out.err == "2000 memories exported.\n"


def test_an_export_can_be_imported_elsewhere(cli, umbrella, file):
    cli.ok("add", BEES, "-u", "alice", "--no-infer", "--metadata", '{"a": 1}')
    cli.ok("add", "I sail.", "--app-id", "b", "--no-infer", "--expires", "2999-01-01")

    cli.ok("export", str(file))
    cli.ok("import", str(file), "--api-key", umbrella.key)
    there = cli.ok("list", "--api-key", umbrella.key).data

    here = cli.ok("list").data
    same = ("memory", "user_id", "app_id", "metadata", "created_at", "expiration_date")
    assert [[row[key] for key in same] for row in there] == [
        [row[key] for key in same] for row in here
    ]


def test_importing_again_stores_nothing_twice(cli, file):
    row = {"memory": BEES, "user_id": "alice"}
    file.write_text(ndjson(row, {"memory": "I sail.", "user_id": "alice"}))

    cli.ok("import", str(file))
    cli.ok("import", str(file))

    assert texts(cli) == ["I keep bees.", "I sail."]


def test_ids_of_the_command_are_for_lines_without_any(cli):
    lines = ndjson({"memory": BEES}, {"text": "I sail.", "user_id": "bob"})

    cli.ok("import", "-u", "alice", stdin=f"{lines}\n")

    assert texts(cli, "-u", "alice") == [BEES]
    assert texts(cli, "-u", "bob") == ["I sail."]


def test_messages_are_learned_from(cli, acme):
    said = {"messages": [{"role": "user", "content": "Hi."}], "user_id": "alice"}

    cli.ok("import", stdin=ndjson(said))

    (event,) = cli.ok("events", "--type", "ADD").data
    assert event["status"] == "PENDING"


def test_what_no_longer_holds_is_left_out(cli):
    old = {"memory": "I live in Rome.", "lifecycle_state": "superseded"}

    done = cli.ok("import", "-u", "alice", stdin=ndjson(old, {"memory": BEES}))

    assert (done.data["stored"], done.data["skipped"]) == (1, 1)
    assert texts(cli) == [BEES]


def test_a_line_that_is_refused_stops_no_other(cli):
    lines = [{"memory": f"Fact {n}.", "user_id": "alice"} for n in range(5)]
    lines[2]["expiration_date"] = "soon"
    lines.append({"memory": "x" * 200_000, "user_id": "alice"})
    lines.append({"memory": "Last.", "user_id": "alice"})

    done = cli("import", stdin=ndjson(*lines))

    assert done.code == 7
    assert done.data["stored"] == 5
    assert [each["line"] for each in done.data["failed"]] == [3, 6]
    assert "line 3: " in done.err
    assert texts(cli) == ["Fact 0.", "Fact 1.", "Fact 3.", "Fact 4.", "Last."]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: not JSON"),
        ("[1]", "line 2: not a JSON object"),
        ('{"memory": " ", "user_id": "a"}', "line 2: neither a text"),
        ('{"memory": "x"}', "line 2: none of user_id"),
        ('{"memory": "x", "user_id": {}}', "line 2: an id that is no text"),
        ('{"memory": "x", "user_id": "a", "metadata": 1}', "line 2: metadata"),
    ],
)
def test_a_wrong_file_is_not_begun(cli, line, said):
    done = cli("import", stdin=ndjson({"memory": BEES, "user_id": "alice"}) + line)

    assert done.code == 2
    assert f"Nothing was imported: {said}" in done.err
    assert texts(cli) == []


def test_many_wrong_lines_are_not_all_told(cli):
    done = cli("import", stdin="{\n" * 9)

    assert "line 3:" in done.err
    assert "And 6 more." in done.err


def test_a_dry_run_sends_nothing(cli):
    done = cli.ok("import", "--dry-run", "-u", "a", stdin=ndjson({"memory": BEES}))

    assert done.data["message"] == "1 lines are good; nothing was sent."
    assert texts(cli) == []


def test_an_import_that_is_cut_short_says_how_far_it_came(cli):
    lines = ndjson({"memory": BEES, "user_id": "alice"})

    done = cli("import", "--api-key", "m0sk_nobody", stdin=lines)

    assert done.code == 3
    assert "0 of 1 lines are stored. The same import again" in done.err


def test_an_export_that_fails_leaves_no_file(cli, file):
    done = cli("export", str(file), "--api-key", "m0sk_nobody")

    assert done.code == 3
    assert list(file.parent.glob("*.ndjson*")) == []


@pytest.mark.parametrize("command", ["import", "export"])
def test_a_file_that_cannot_be_opened_is_told(cli, command):
    done = cli(command, "/nowhere/at/all")

    assert done.code == 2
    assert "/nowhere/at/all cannot be" in done.err


def test_an_export_narrows(cli, file):
    cli.ok("add", BEES, "-u", "alice", "--no-infer")
    cli.ok("add", BEES, "-u", "bob", "--no-infer")

    done = cli.ok("export", str(file), "-u", "bob")

    assert done.data["exported"] == 1
    assert json.loads(file.read_text())["user_id"] == "bob"
