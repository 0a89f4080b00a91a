"""A web server that is told to stop answers what it has taken, and takes no more."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from mem0site.embedded.options import ROOT
from mem0site.embedded.process import send
from orgs import services
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.upgrades.serving import Crowd, web_server

pytestmark = pytest.mark.long


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="m0-stop-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def boundless():
    """A tenant whose plan has no limits of requests."""
    organization = services.create_organization(name="Busy", plan="enterprise")
    project = organization.projects.get()
    return Api(project, services.create_key(project)[1])


@pytest.mark.parametrize("answers", [30, 75])
def test_every_request_that_was_taken_is_answered(boundless, folder, answers):
    with (
        web_server(ROOT, folder) as (url, server),
        Crowd(url, boundless.key, 12) as crowd,
    ):
        crowd.until(answers)
        send(server.pid, signal.SIGTERM)
        assert server._process.wait(60) == 0
    tally = crowd.tally
    sys.stdout.write(f"\n{tally.answers} answered, {tally.refused} refused\n")
    assert tally.broken == []
    assert set(tally.answers) == {200}
    assert tally.refused > 0  # there was load until the end
    with tenant(boundless.project):
        kept = set(boundless.project.memories.values_list("text", flat=True))
    assert kept == set(tally.acknowledged)
