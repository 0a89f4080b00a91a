"""The leak tests of a deployment, against servers that leak and one that does not."""

from __future__ import annotations

import datetime as dt
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from mem0site.isolation import throwaway
from orgs import auth, services
from orgs.models import Organization
from tests.isolation.serving import served
from tests.isolation.tables import fingerprint

ROOT = Path(__file__).resolve().parents[2]
application = get_wsgi_application()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Keys are remembered for a blink, so that nobody waits for one to be forgotten."""
    monkeypatch.setattr(auth, "CACHE_SECONDS", 0.05)


def check(host: str) -> tuple[int, str]:
    """(exit code, what was printed)."""
    out = io.StringIO()
    try:
        call_command("isolation_check", host=host, stdout=out)
    except CommandError as exc:
        return exc.returncode, f"{out.getvalue()}{exc}"
    return 0, out.getvalue()


def marked() -> int:
    return Organization.objects.filter(plan_overrides__has_key=throwaway.MARK).count()


@pytest.fixture
def umbrella_untouched(umbrella):
    umbrella.remember("I live in Porto.")
    before = fingerprint(umbrella.project.pk)
    yield
    assert fingerprint(umbrella.project.pk) == before


@pytest.mark.usefixtures("umbrella_untouched")
def test_a_deployment_that_keeps_tenants_apart_passes_and_nothing_is_left(database):
    with served(application) as host:
        code, said = check(host)
    assert code == 0, said
    assert said.count("ok  ") == 14
    assert "LEAK" not in said
    assert marked() == 0


def keeps_by_address(environ, start_response):
    """A proxy that gives to everybody what it once gave to somebody."""
    place = (
        f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ['QUERY_STRING']}"
    )
    if environ["REQUEST_METHOD"] != "GET":
        return application(environ, start_response)
    if place not in KEPT:
        told = []

        def start(status, headers, exc_info=None):
            told.append((status, headers))

        body = b"".join(application(environ, start))
        KEPT[place] = (*told[0], body)
    status, headers, body = KEPT[place]
    start_response(status, headers)
    return [body]


KEPT: dict[str, tuple[str, list[tuple[str, str]], bytes]] = {}


@pytest.mark.long
def test_a_cache_that_crosses_tenants_and_a_table_without_a_wall_are_found(database):
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE careless AS SELECT gen_random_uuid() project_id")
        try:
            with served(keeps_by_address) as host:
                code, said = check(host)
        finally:
            owner.execute("DROP TABLE careless")
    assert code == 1
    assert "LEAK  caches on the way" in said
    assert "LEAK  the tables" in said
    assert "careless" in said
    assert marked() == 0


def test_a_host_that_is_no_server_is_told_apart_from_a_leak(database):
    code, said = check("http://127.0.0.1:9")
    assert code == 2
    assert "could not be tested" in said
    assert marked() == 0


def test_an_interruption_leaves_nothing(database):
    def interrupted():
        with throwaway.two_tenants("http://127.0.0.1:9"):
            assert marked() == 2
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert marked() == 0


def test_what_a_killed_check_left_is_erased_by_the_next_and_nothing_else(database):
    kept = services.create_organization(name="Isolation check")
    old = services.create_organization(name="Isolation check")
    running = services.create_organization(name="Isolation check")
    for organization in (old, running):
        organization.plan_overrides = {throwaway.MARK: True}
        organization.save()
    long_ago = timezone.now() - throwaway.LEFT_AFTER - dt.timedelta(minutes=1)
    Organization.objects.filter(pk=old.pk).update(created_at=long_ago)
    assert throwaway.sweep() == 1
    left = Organization.objects.filter(pk__in=[kept.pk, old.pk, running.pk])
    assert {each.pk for each in left} == {kept.pk, running.pk}
    Organization.objects.filter(pk=running.pk).update(created_at=long_ago)
    assert throwaway.sweep() == 1


@pytest.mark.long
def test_a_check_that_is_stopped_by_a_signal_leaves_nothing(database):
    with served(application) as host:
        process = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "isolation_check", "--host", host],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "mem0site.settings"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout.readline().startswith("ok")
        assert marked() == 2
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said.splitlines()[-1:]) == (
        130,
        ["Interrupted; the two tenants are erased."],
    )
    assert marked() == 0
