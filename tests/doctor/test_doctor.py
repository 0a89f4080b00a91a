"""The doctor finds what is wrong, says what to do, and never falls over itself."""

from __future__ import annotations

import datetime as dt
import json
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from mem0site import pipeline
from mem0site.backup import retention
from mem0site.doctor import background, examination, findings, machine, services
from mem0site.doctor.findings import Examined, State
from tests.backup.conftest import empty_database
from tests.openai_server import answer, failure, openai_server

__all__ = ["openai_server"]


def examine(**options):
    """The findings, by part."""
    return {each.part: each for each in examination.examine(providers=False, **options)}


def look(part):
    return {each.part: each for each in part()}


@pytest.fixture
def elsewhere(monkeypatch):
    """Connect as the settings would with other values; for connections yet to come."""

    def change(name, value, *aliases):
        for alias in aliases or ("default", "admin", "owner"):
            monkeypatch.setitem(connections.settings[alias], name, value)

    return change


@pytest.fixture
def chosen(settings):
    def change(**changes):
        settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=changes)

    return change


def test_what_is_right_is_said_to_be():
    found = examine()
    for part in (
        "database as default",
        "PostgreSQL",
        "pgvector",
        "role m0_app",
        "role m0_admin",
        "role m0_owner",
        "migrations",
        "row-level security",
        "clock",
        "cache (ratelimit)",
        "broker",
    ):
        assert found[part].state is State.OK, found[part]


def test_every_finding_that_is_wrong_comes_with_advice(elsewhere, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["*"]
    elsewhere("HOST", "/nonexistent")
    found = list(examination.examine(providers=False))
    assert [
        each for each in found if each.state is not State.OK and not each.advice
    ] == []


def test_a_database_that_is_down_is_a_finding_and_not_a_traceback(elsewhere):
    elsewhere("HOST", "/nonexistent")
    found = examine()
    assert found["database as owner"].state is State.ERROR
    assert "DATABASE_OWNER_URL" in found["database as owner"].advice
    assert "migrations" not in found  # it is not asked what it cannot tell
    assert found["broker"].state is State.OK


def test_an_empty_database_lacks_its_migrations(elsewhere):
    with empty_database() as made:
        name = dict(part.split("=") for part in made.conninfo.split())["dbname"]
        elsewhere("NAME", name)
        found = examine()
    assert found["migrations"].state is State.ERROR
    assert found["migrations"].advice == "manage.py migrate --database owner"
    assert found["worker"].state is State.ERROR


def test_a_role_that_walks_through_walls_is_found(elsewhere):
    given = connections["owner"].settings_dict
    elsewhere("USER", given["USER"], "default")
    elsewhere("PASSWORD", given["PASSWORD"], "default")
    said = [
        each
        for each in examination.examine(providers=False)
        if each.part == "role m0_owner"
    ]
    assert State.ERROR in {each.state for each in said}
    assert any("NOBYPASSRLS" in each.advice for each in said)


def test_roles_that_see_too_little_are_found(elsewhere):
    given = connections["default"].settings_dict
    elsewhere("USER", given["USER"], "admin", "owner")
    elsewhere("PASSWORD", given["PASSWORD"], "admin", "owner")
    said = [each.found for each in examination.examine(providers=False)]
    assert any("lost jobs would not come back" in each for each in said)
    assert any("backups would leave rows out" in each for each in said)


@pytest.mark.parametrize(
    ("changes", "part", "state"),
    [
        ({"ALLOWED_HOSTS": ["other.example.org"]}, "ALLOWED_HOSTS", State.ERROR),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS", State.WARNING),
        ({"PUBLIC_URL": "http://memory.example.org"}, "PUBLIC_URL", State.WARNING),
        ({"DEBUG": True}, "DEBUG", State.WARNING),
        ({"DEBUG": True, "PUBLIC_URL": "https://example.org"}, "DEBUG", State.ERROR),
        ({"OPERATOR_TOKEN": "short"}, "OPERATOR_TOKEN", State.WARNING),
    ],
)
def test_settings_of_a_laptop_are_found(settings, changes, part, state):
    for name, value in changes.items():
        setattr(settings, name, value)
    assert examine()[part].state is state


def test_a_job_that_is_late_and_one_that_is_dead_are_found(monkeypatch):
    queue = pipeline.Queue("bulk", 3, 0, 1, 1, 0, 2, 9_999.0)
    monkeypatch.setattr(pipeline, "queues", lambda: [queue])
    found = look(background.jobs)
    assert found["jobs"].state is State.ERROR
    assert "9999 s late" in found["jobs"].found
    assert found["leases"].state is State.WARNING
    assert "jobs retry --all" in found["dead jobs"].advice


def test_a_worker_that_fell_silent_is_found(monkeypatch):
    silent = [pipeline.Worker("worker", 500.0)]
    monkeypatch.setattr(pipeline, "workers", lambda: silent)
    assert look(background.worker)["worker"].found == "silent for 500 s"


def test_an_old_backup_is_found(settings, tmp_path):
    settings.BACKUP_FOLDER = str(tmp_path)
    assert "none in" in look(machine.backups)["backups"].found
    old = timezone.now() - dt.timedelta(days=5)
    (tmp_path / retention.name(old)).touch()
    assert look(machine.backups)["backups"].state is State.WARNING
    (tmp_path / retention.name(timezone.now())).touch()
    assert look(machine.backups)["backups"].state is State.OK


def test_a_model_is_asked_with_the_key_of_the_settings(openai_server, chosen):
    chosen(
        llm_provider="openai",
        llm_config={"openai_base_url": openai_server.url, "api_key": "sk-doctor"},
    )
    openai_server.reply(answer("Yes"))
    found = look(services.language_model)["language model"]
    assert found.state is State.OK
    assert "gpt-5-mini answers" in found.found


def test_a_key_that_is_refused_is_told_without_being_shown(openai_server, chosen):
    chosen(
        llm_provider="openai",
        llm_config={"openai_base_url": openai_server.url, "api_key": "sk-doctor-2"},
    )
    openai_server.reply(*[failure(401)] * 3)
    part = next(each for each in examination.PROVIDERS if each.part == "language model")
    (found,) = part.findings()
    assert found.state is State.ERROR
    assert "LLM_MODEL" in found.advice
    assert "sk-doctor-2" not in found.found


def test_what_never_answers_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(findings, "PATIENCE", 0.05)
    over = threading.Event()

    def hangs():
        over.wait()
        return []

    (found,) = Examined("slow", hangs, "Unplug it.").findings()
    over.set()
    assert (found.state, found.advice) == (State.ERROR, "Unplug it.")


def test_programs_read_it_as_json_and_by_the_exit_code(elsewhere):
    elsewhere("HOST", "/nonexistent")
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", "--no-providers", stdout=said)
    assert ended.value.code == 1
    parts = {each["part"]: each["state"] for each in json.loads(said.getvalue())}
    assert parts["database as default"] == "error"


def test_people_read_marks_and_arrows(elsewhere):
    elsewhere("HOST", "/nonexistent")
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", "--no-providers", stdout=said)
    assert "ERROR    database as default: " in said.getvalue()
    assert "         → Start it" in said.getvalue()
