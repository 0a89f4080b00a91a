"""Log lines: JSON, with the request, project and key at hand, without secrets."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pydantic
import pytest
import structlog
from django.conf import settings as configured
from django.db import DatabaseError, connection
from django.test import Client

from mem0site import logs


@pytest.fixture
def lines():
    """Lines as they would be written in production."""
    options = logs.options("INFO", "json")
    stream = io.StringIO()
    options["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(options)

    def read():
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    yield read
    logging.config.dictConfig(configured.LOGGING)


def test_a_request_is_a_line_with_its_key_and_project(acme, lines):
    acme.call("GET", "/v1/event/none/", **{"x-request-id": "mine"})
    (line,) = [each for each in lines() if each["logger"] == "mem0site.requests"]
    assert line["request_id"] == "mine"
    assert line["project"] == str(acme.project.pk)
    assert line["key"] == f"{acme.key[:7]}…{acme.key[-4:]}"
    assert (line["route"], line["status"]) == ("/v1/event/{event_id}/", 404)
    assert acme.key not in json.dumps(line, ensure_ascii=False)


def test_the_next_request_does_not_carry_the_key_of_the_one_before(acme, lines):
    acme.get("/v1/stats/")
    Client().get("/v1/stats/")
    last = [each for each in lines() if each["logger"] == "mem0site.requests"][-1]
    assert "project" not in last
    assert "key" not in last


def test_what_django_says_of_a_request_carries_its_id(acme, lines):
    acme.call("GET", "/v1/event/none/", **{"x-request-id": "mine"})
    said = [each for each in lines() if each["logger"] == "django.request"]
    assert [each["request_id"] for each in said] == ["mine"]


def test_probes_are_not_logged(lines):
    Client().get("/healthz")
    assert lines() == []


def test_secrets_are_replaced_wherever_they_stand(acme, lines):
    logging.getLogger("x").warning("The key %s was sent", acme.key)
    structlog.get_logger("y").warning("said", text=f"Bearer {'a' * 30}")
    try:
        raise ValueError(acme.key)
    except ValueError:
        logging.getLogger("z").exception("It failed")
    written = json.dumps(lines())
    assert acme.key not in written
    assert "a" * 30 not in written
    assert written.count("[redacted]") == 3
    assert "ValueError" in written


BIRD = "kanarienvogel"


class Asked(pydantic.BaseModel):
    number: int


def read_a_number():
    Asked.model_validate({"number": BIRD})


@pytest.mark.parametrize(
    ("fails", "said"),
    [
        ("SELECT %s::int", "SQLSTATE 22P02"),
        ("SELECT %s FROM nowhere", 'relation "nowhere" does not exist'),
        ("DO $$ BEGIN RAISE EXCEPTION %s; END $$", "SQLSTATE P0001"),
        (read_a_number, "1 errors in Asked"),
    ],
)
def test_a_traceback_names_the_error_and_repeats_no_value(database, lines, fails, said):
    try:
        if callable(fails):
            fails()
        else:
            with connection.cursor() as cursor:
                cursor.execute(fails, [BIRD])
    except (DatabaseError, pydantic.ValidationError):
        logging.getLogger("z").exception("It failed")
    (line,) = lines()
    assert said in line["exception"]
    assert "Traceback" in line["exception"]
    assert BIRD not in line["exception"]


def test_people_get_text():
    form = logs.options("INFO", "console")["formatters"]["lines"]["processors"][-1]
    assert "hello" in form(None, "info", {"event": "hello"})
