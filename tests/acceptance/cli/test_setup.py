"""Setting up, looking around: everything that is not about one memory."""

from __future__ import annotations

import json

import pytest

from mem0site.error_bodies import Problem
from tests.acceptance.cli.commands import VERSION, Cli
from tests.acceptance.javascript import node
from tests.acceptance.javascript.answering import answering
from tests.acceptance.site import free_port


def config(cli):
    return json.loads((cli.home / ".mem0" / "config.json").read_text())


def test_the_status_is_connected(cli, live):
    status = cli.read("status")
    assert (status["connected"], status["base_url"]) == (True, live.url)
    assert "Connected" in cli.ok("status").said


def test_a_wrong_key_is_told(cli):
    wrong = Cli(cli.kind, cli.home, {**cli.variables, "MEM0_API_KEY": "m0-wrong"})
    done = wrong.run("list", "-u", "alice")
    assert done.code == 1
    assert "expired" in done.said


def test_a_platform_that_cannot_be_reached_is_told(cli):
    address = f"http://127.0.0.1:{free_port()}"
    done = cli.run("list", "-u", "alice", "--base-url", address)
    assert done.code == 1
    assert "Error" in done.said


@pytest.mark.parametrize("status", [403, 413, 429, 503])
def test_an_answer_that_is_an_error_ends_a_command(cli, status):
    problem = Problem(status, "This sentence says what is wrong.", "broken")
    with answering(problem) as url:
        done = cli.run("list", "-u", "alice", "--base-url", url)
    assert done.code == 1
    assert str(status) in done.said


def test_a_fresh_home_is_set_up_with_a_key(cli, live, acme):
    fresh = cli.without("MEM0_API_KEY")
    done = fresh.ok("init", "--api-key", acme.key, "--user-id", "alice")
    assert "Connected to mem0 Platform!" in done.said
    assert config(cli)["platform"]["api_key"] == acme.key
    assert config(cli)["platform"]["base_url"] == live.url
    # From now on neither the address nor the user has to be named.
    alone = cli.without("MEM0_API_KEY", "MEM0_BASE_URL")
    alone.ok("add", "I keep bees.", "--no-infer")
    rows = acme.post("/v3/memories/", {"filters": {"user_id": "alice"}}).json()
    assert [row["memory"] for row in rows["results"]] == ["I keep bees."]


def test_a_setup_with_a_wrong_key_is_told(cli):
    fresh = cli.without("MEM0_API_KEY")
    done = fresh.run("init", "--api-key", "m0-wrong", "--user-id", "alice")
    assert "Authentication failed" in done.said


def test_settings_are_kept_in_a_file(cli, live, acme):
    alone = cli.without("MEM0_API_KEY", "MEM0_BASE_URL")
    alone.ok("config", "set", "base_url", live.url)
    alone.ok("config", "set", "platform.api_key", acme.key)
    assert alone.ok("config", "get", "base_url").said == live.url
    shown = alone.agent("config", "show")["data"]["platform"]
    assert shown["base_url"] == live.url
    assert acme.key not in shown["api_key"]
    assert alone.read("status")["connected"] is True


def test_entities_are_listed_by_kind(cli, acme):
    acme.remember("I keep bees.", agent_id="tutor", app_id="web", run_id="r-1")
    assert [row["name"] for row in cli.read("entity", "list", "users")] == ["alice"]
    assert "tutor" in cli.ok("entity", "list", "agents").said


@pytest.mark.parametrize(
    ("flag", "kind", "name"),
    [("-u", "user", "al ice/x"), ("--agent-id", "agent", "a&b=c")],
    ids=["user", "agent"],
)
def test_an_entity_is_deleted_after_a_dry_run(cli, acme, flag, kind, name):
    acme.remember("I keep bees.", **{f"{kind}_id": name})
    said = cli.ok("entity", "delete", flag, name, "--dry-run").said
    assert "No changes made" in said
    answer = cli.read("entity", "delete", flag, name, "--force")
    assert isinstance(answer[kind]["message"], str)
    found = acme.get("/v1/entities/").json()["results"]
    assert name not in {row["name"] for row in found}


def test_an_entity_can_be_deleted_with_its_memories_by_delete(cli, acme):
    acme.remember("I keep bees.")
    cli.ok("delete", "--entity", "-u", "alice", "--force")
    assert acme.get("/v1/entities/").json()["results"] == []


def test_a_fresh_event_is_on_the_first_page(cli, live, acme):
    body = {"messages": "I live in Porto.", "user_id": "alice"}
    event_id = acme.post("/v3/memories/add/", body).json()["event_id"]
    live.finished(acme.key, event_id)
    event = next(row for row in cli.read("event", "list") if row["id"] == event_id)
    assert (event["event_type"], event["status"]) == ("ADD", "SUCCEEDED")
    assert isinstance(event["latency"], int | float)
    said = cli.ok("event", "status", event_id).said
    assert "SUCCEEDED" in said
    assert "Porto" in said


def test_an_unknown_event_is_told(cli):
    done = cli.run("event", "status", "019a0000-0000-7000-8000-000000000000")
    assert done.code == 1
    assert "not found" in done.said


def test_the_program_is_the_version_these_tests_are_about(cli):
    assert VERSION in cli.ok("version").said


def test_a_host_outside_this_machine_is_never_reached(cli):
    """The control of the guard that every other test relies on."""
    cli.run("status", "--base-url", "http://mem0.example.com")
    assert set(cli.strangers()) == {"mem0.example.com"}
    node.outside(cli.home).unlink()
