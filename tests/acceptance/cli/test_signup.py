"""Getting a key from the command line: by mail, or as an agent that is claimed later."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from django.core import mail

from orgs import signup


def settings(cli):
    """What the program keeps about the platform."""
    file = cli.home / ".mem0" / "config.json"
    return json.loads(file.read_text())["platform"]


def mailed_code(address):
    """A code that was sent to somebody, as it stands in the letter."""
    signup.send_code(address)
    letter = next(sent for sent in reversed(mail.outbox) if sent.to == [address])
    return re.search(r"\b\d{6}\b", letter.body)[0]


@pytest.fixture
def address():
    return f"{uuid4().hex}@example.org"


def test_a_person_signs_up_with_a_mailed_code(cli, address):
    fresh = cli.without("MEM0_API_KEY")
    done = fresh.ok("init", "--email", address, "--code", mailed_code(address))
    assert "Authenticated!" in done.said
    assert settings(cli)["user_email"] == address
    assert fresh.read("status")["connected"] is True


def test_a_code_is_mailed_on_request(cli, address):
    done = cli.without("MEM0_API_KEY").run("init", "--email", address)
    assert "Verification code sent" in done.said


def test_a_wrong_code_is_told(cli, address):
    wrong = "000000" if mailed_code(address) != "000000" else "111111"
    fresh = cli.without("MEM0_API_KEY")
    done = fresh.run("init", "--email", address, "--code", wrong)
    assert done.code == 1
    assert "Verification failed" in done.said


def test_an_agent_signs_up_and_is_claimed(cli, address):
    fresh = cli.without("MEM0_API_KEY")
    said = fresh.ok("init", "--agent", "--agent-caller", "tester").said
    assert "Agent Mode active" in said
    before = settings(cli)
    assert before["agent_mode"] is True
    assert before["default_user_id"] in fresh.ok("whoami").said
    assert "Identified as robot" in fresh.ok("identify", "robot").said
    fresh.ok("add", "I keep bees.", "--no-infer")
    assert [row["memory"] for row in fresh.read("list")] == ["I keep bees."]
    fresh.ok("init", "--email", address, "--code", mailed_code(address))
    after = settings(cli)
    assert after["agent_mode"] is False
    assert after["api_key"] == before["api_key"]
    assert [row["memory"] for row in fresh.read("list")] == ["I keep bees."]
