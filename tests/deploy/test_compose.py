"""The Compose file: valid, closed, and with no setting that does not exist."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from mem0site.configuration import Configuration
from tests.deploy.programs import DEPLOY, program, run

SCHEMA = Path(__file__).with_name("compose-spec.json")
"""https://github.com/compose-spec/compose-spec, Apache License 2.0."""
TEXT = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OURS = ("web", "worker", "beat", "migrate", "manage")
EXAMPLE = (DEPLOY / ".env.example").read_text(encoding="utf-8")
GIVEN = set(re.findall(r"^(?:# )?([A-Z_0-9]+)=", EXAMPLE, re.MULTILINE))
PROCESSES = {"WEB_WORKERS", "WEB_THREADS", "WORKER_CONCURRENCY"}


def test_it_follows_the_specification():
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).validate(COMPOSE)


def test_every_variable_is_in_the_example_or_has_a_default():
    for name, rest in re.findall(r"\$\{([A-Z_0-9]+)([^}]*)\}", TEXT):
        assert name in GIVEN or rest.lstrip(":").startswith("-"), name


def test_every_value_of_the_example_is_read_by_somebody():
    settings = {name.upper() for name in Configuration.model_fields}
    read = set(re.findall(r"\$\{([A-Z_0-9]+)", TEXT)) | settings | PROCESSES
    assert GIVEN - read == set()


@pytest.mark.parametrize("name", OURS)
def test_our_processes_can_change_nothing_and_become_nobody_else(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service


@pytest.mark.parametrize("name", SERVICES)
def test_only_the_proxy_is_reached_from_outside(name):
    assert ("ports" in SERVICES[name]) == (name == "proxy")
    outside = "outside" in SERVICES[name].get("networks", [])
    assert outside == (name in {*OURS, "proxy"})


def test_only_who_migrates_has_the_owner_of_the_tables():
    for name in ("web", "worker", "beat"):
        environment = SERVICES[name]["environment"]
        assert "DATABASE_OWNER_URL" not in environment
        assert environment["OWNER_PASSWORD"] == environment["POSTGRES_PASSWORD"] == ""
    assert "m0_owner" in SERVICES["migrate"]["environment"]["DATABASE_OWNER_URL"]


def test_every_setting_it_names_exists():
    known = {name.upper() for name in Configuration.model_fields}
    for name in OURS:
        given = set(SERVICES[name]["environment"])
        assert given - known <= {"POSTGRES_PASSWORD", "OWNER_PASSWORD", "TMPDIR"}


def test_drawn_secrets_are_long_and_differ():
    text = run("sh", str(DEPLOY / "draw-secrets.sh")).stdout
    values = dict(re.findall(r"^([A-Z_]+)=([0-9a-f]{48})$", text, re.MULTILINE))
    empty = set(re.findall(r"^([A-Z_]+)=$", EXAMPLE, re.MULTILINE))
    assert set(values) == empty - {"OPENAI_API_KEY"}
    assert len(set(values.values())) == len(values)


def test_the_roles_are_those_of_the_operators_page():
    page = (DEPLOY.parent / "docs" / "operating.md").read_text(encoding="utf-8")
    script = (DEPLOY / "postgresql" / "roles.sh").read_text(encoding="utf-8")

    def statements(text: str) -> set[str]:
        text = re.sub(r"PASSWORD (?:'…'|:'\w+')", "PASSWORD", text)
        found = re.findall(r"^ *((?:CREATE|ALTER|REVOKE|GRANT) .*;)$", text, re.M)
        return {" ".join(line.split()) for line in found}

    assert statements(page) == statements(script)


def test_the_proxys_file_is_valid_and_formatted():
    file = str(DEPLOY / "Caddyfile")
    caddy = program("caddy")
    run(caddy, "validate", "--config", file, "--adapter", "caddyfile")
    assert run(caddy, "fmt", file).stdout == Path(file).read_text()
