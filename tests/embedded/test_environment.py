from __future__ import annotations

import os
import stat

import pytest

from mem0site.embedded.environment import (
    for_children,
    installation,
    load_environment,
    save,
)
from mem0site.embedded.options import Options

NAMES = ("DATABASE_URL", "SECRET_KEY", "API_KEY_PEPPERS", "ALLOWED_HOSTS", "PUBLIC_URL")


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """A copy of the environment without what the installation would set."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    for name in NAMES:
        os.environ.pop(name, None)


@pytest.fixture
def options(tmp_path):
    options = Options.read({"PORT": "8123"}, tmp_path)
    options.claim_folders()
    return options


def test_secrets_stay_the_same_from_start_to_start(options):
    first, second = installation(options, {}), installation(options, {})
    assert first == second
    assert first["SECRET_KEY"] != first["API_KEY_PEPPERS"]
    assert first["PUBLIC_URL"] == "http://127.0.0.1:8123"


def test_what_the_caller_has_set_wins(options):
    os.environ["SECRET_KEY"] = "mine"
    os.environ["ALLOWED_HOSTS"] = "memory.example"
    values = installation(options, {"DATABASE_URL": "postgresql://x"})
    assert values["SECRET_KEY"] == "mine"
    assert values["ALLOWED_HOSTS"] == "memory.example"


def test_variables_of_libpq_do_not_bend_the_urls():
    os.environ["PGPORT"] = "1"
    assert "PGPORT" not in for_children({})


def test_commands_take_over_the_environment_of_a_running_server(
    options, cluster, tmp_path
):
    save(options, installation(options, cluster.env))
    assert stat.S_IMODE((options.run / "environment.json").stat().st_mode) == 0o600
    assert load_environment("create_key", tmp_path) is None
    assert os.environ["DATABASE_URL"] == cluster.env["DATABASE_URL"]


def test_a_given_database_is_left_alone(tmp_path):
    os.environ["DATABASE_URL"] = "postgresql://db/mem0"
    assert load_environment("create_key", tmp_path) is None
    assert "SECRET_KEY" not in os.environ


def test_without_any_database_a_sentence_says_what_to_do(tmp_path):
    assert "make run" in (load_environment("create_key", tmp_path) or "")


def test_a_server_that_was_stopped_counts_as_none(options, tmp_path):
    url = f"postgresql://m0_app:x@/mem0?host={tmp_path}"
    save(options, installation(options, {"DATABASE_URL": url}))
    assert "make run" in (load_environment("migrate", tmp_path) or "")


@pytest.mark.parametrize("command", ["check", "makemigrations", "help"])
def test_some_commands_need_no_database(tmp_path, command):
    assert load_environment(command, tmp_path) is None
