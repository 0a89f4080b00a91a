from __future__ import annotations

import json
import os
import socket
import stat

import pytest

from mem0.cli import settings
from mem0.cli.main import hoisted


@pytest.fixture
def saved(bare, host, acme):
    """The program after `init`."""
    bare.ok("init", "--host", host, "--api-key", acme.key)
    return bare


def test_init_tries_the_key_and_saves_it_for_its_owner_only(bare, host, acme):
    done = bare.ok("init", "--host", host, "--api-key", acme.key)

    file = bare.home / "own" / "cli.json"
    assert done.data["project_id"] == str(acme.project.pk)
    assert done.data["file"] == str(file)
    assert acme.key not in done.out + done.err
    assert json.loads(file.read_text()) == {"host": host, "api_key": acme.key}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_wrong_key_is_not_saved(bare, host):
    done = bare("init", "--host", host, "--api-key", "m0sk_nobody")

    assert done.code == 3
    assert settings.load() == {}


def test_init_may_leave_the_key_untried(bare):
    done = bare.ok(
        "init", "--no-check", "--host", "http://h.example", "--api-key", "k", "--table"
    )

    assert done.out.startswith("Saved in ")
    assert settings.load()["host"] == "http://h.example"


@pytest.mark.parametrize("given", [[], ["--host", "http://h.example"]])
def test_init_asks_nobody_in_a_script(bare, given):
    done = bare("init", *given)

    assert done.code == 2
    assert "nobody is there to ask" in done.err


def test_what_was_saved_is_used(saved, acme):
    assert saved.ok("ping").data["project_id"] == str(acme.project.pk)


def test_options_and_the_environment_go_first(saved, umbrella, monkeypatch):
    by_option = saved.ok("ping", "--api-key", umbrella.key).data
    monkeypatch.setenv("MEM0_API_KEY", umbrella.key)
    by_environment = saved.ok("ping").data

    assert by_option["project_id"] == by_environment["project_id"]
    assert by_option["project_id"] == str(umbrella.project.pk)


def test_a_saved_key_is_not_sent_to_another_host(saved):
    done = saved("ping", "--host", "http://127.0.0.1:1")

    assert done.code == 2
    assert "no API key" in done.err


def test_a_slash_makes_no_other_host(saved, host):
    assert saved("ping", "--host", f"{host}/").code == 0


def test_a_file_that_others_can_read_is_warned_of(saved):
    (saved.home / "own" / "cli.json").chmod(0o644)

    assert "chmod 600" in saved.ok("ping").err


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_broken_file_is_told(saved, text):
    (saved.home / "own" / "cli.json").write_text(text)

    done = saved("ping")

    assert done.code == 2
    assert "mem0site init" in done.err


def test_a_place_that_cannot_be_written_is_told(bare, monkeypatch):
    monkeypatch.setenv("MEM0_CONFIG", "/dev/null/cli.json")

    done = bare("init", "--no-check", "--host", "http://h.example", "--api-key", "k")

    assert done.code == 2
    assert "cannot be written" in done.err


def test_without_a_host_nothing_is_sent_anywhere(bare):
    done = bare("ping")

    assert done.code == 2
    assert "mem0site init" in done.err


def test_nobody_there_has_a_number_of_its_own(bare, monkeypatch):
    monkeypatch.setattr("mem0.cli.remote.PATIENT", 0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    done = bare("ping", "--host", f"http://127.0.0.1:{port}", "--api-key", "k")

    assert done.code == 5
    assert "cannot be reached" in done.err


def test_a_wrong_address_is_told(bare):
    assert bare("ping", "--host", "localhost", "--api-key", "k").code == 2


def test_global_options_may_stand_anywhere():
    assert hoisted(["list", "--json", "-u", "a", "--host", "h", "--timeout=3"]) == [
        *("--json", "--host", "h", "--timeout=3"),
        *("list", "-u", "a"),
    ]
    assert hoisted(["add", "--", "--json"]) == ["add", "--", "--json"]
    assert hoisted(["ping", "--host"]) == ["--host", "ping"]


def test_the_system_says_where_the_file_is(bare, monkeypatch):
    monkeypatch.delenv("MEM0_CONFIG")

    assert settings.place().name == "cli.json"
    assert os.path.isabs(settings.place())
