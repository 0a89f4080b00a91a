"""Nothing that customers say, and no secret, is in any log of the whole platform.

A web server and a worker, as they are deployed, work for a customer whose every text and
key is marked; then whatever any process wrote down is searched for the marks.
"""

from __future__ import annotations

import contextlib
import http.server
import os
import secrets
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections

from tests import settings as tests_settings
from tests.abuse import web
from tests.abuse.telling import Customer, broken, provider, without_a_column
from tests.deploy.servers import Child, free_port, wait_until
from tests.isolation.tenants import unlimited
from tests.openai_server import OpenAIServer
from tests.site.test_telemetry import Receiver

OWNER = "DATABASE_OWNER_URL"


@contextlib.contextmanager
def collector() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Where errors are reported to, and what came."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.received = []  # type: ignore[attr-defined]  # Receiver fills it
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            address = f"127.0.0.1:{server.server_port}"
            yield address, server.received  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()


def secrets_of_the_deployment() -> dict[str, str]:
    """By the name of the variable that carries each."""
    return {
        "SECRET_KEY": f"canary{secrets.token_hex(40)}",
        "AUDIT_KEY": f"canary{secrets.token_hex(20)}",
        "OPERATOR_TOKEN": f"canary{secrets.token_hex(20)}",
        "OPENAI_API_KEY": f"sk-canary{secrets.token_hex(20)}",
        "EMAIL_URL": f"smtp://m:canary{secrets.token_hex(9)}@127.0.0.1:{free_port()}",
    }


def passwords() -> dict[str, str]:
    """Of the roles of the database, and what API keys are digested with."""
    urls = {name: os.environ[name] for name in tests_settings._postgres.env}
    found = {
        name: word for name, url in urls.items() if (word := urlsplit(url).password)
    }
    return found | {"API_KEY_PEPPERS": settings.API_KEY_PEPPERS[0]}


def outcomes(events: list[str]) -> list[str]:
    """What became of the events, once all of them have ended or failed once."""
    sql = (
        "SELECT e.status, j.status, j.attempts FROM memories_event e "
        "JOIN memories_job j ON j.project_id = e.project_id AND j.event_id = e.id "
        "WHERE e.id = ANY(%s::uuid[])"
    )

    def now() -> list[tuple[str, str, int]]:
        with connections["admin"].cursor() as cursor:
            cursor.execute(sql, [events])
            return list(cursor.fetchall())

    def tried() -> bool:
        return all(job != "running" and attempts for _, job, attempts in now())

    wait_until(tried, "every event was tried", 300, every=0.5)
    return sorted(status for status, _, _ in now())


def said(child: Child) -> str:
    """All a process said until it ended."""
    child.process.terminate()
    child.process.wait(60)
    child.log.seek(0)
    return child.log.read().decode(errors="replace")


@contextlib.contextmanager
def platform(**environment: str) -> Iterator[tuple[str, dict[str, Child]]]:
    """The address of a web server with a worker, and both."""
    port = free_port()
    with contextlib.ExitStack() as stack:
        children = {}
        for name in ("web", "worker"):
            more = {"WEB_WORKERS": "1", "WORKER_CONCURRENCY": "1", "PORT": str(port)}
            children[name] = web.started(name, **more, **environment)
            stack.callback(children[name].stop)
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: web.answers(address), "the web server", 300)
        yield address, children


def sizes(texts: dict[str, str]) -> dict[str, int]:
    """Characters of each log; of reports how many there were."""
    logs = {name: len(text) for name, text in texts.items() if "report" not in name}
    return logs | {"reports": len(texts) - len(logs)}


def leaks(canaries: dict[str, str], texts: dict[str, str]) -> list[str]:
    """Where which canary is, with what stands around."""
    return [
        f"{what} in {name}: …{text[max(0, found - 200) : found + 60]!r}…"
        for what, canary in canaries.items()
        for name, text in texts.items()
        if (found := text.find(canary)) >= 0
    ]


@pytest.mark.long
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_no_canary_is_in_any_log(database, level):
    deployment = secrets_of_the_deployment()
    server_log = tests_settings._postgres.log
    before = server_log.stat().st_size
    with (
        OpenAIServer(responder=provider) as model,
        collector() as (reports, received),
        platform(
            API_KEY_PEPPERS=settings.API_KEY_PEPPERS[0],
            LOG_LEVEL=level,
            LOG_FORMAT="json",
            GRANIAN_LOG_LEVEL=level.lower(),
            SENTRY_DSN=f"http://public@{reports}/1",
            LLM_PROVIDER="openai",
            OPENAI_BASE_URL=model.url,
            **deployment,
        ) as (address, children),
    ):
        customer = Customer(address, unlimited("Told").key)
        customer.uses()
        customer.errs()
        customer.signs_in()
        with broken(os.environ[OWNER]):
            customer.fails()
            ended = outcomes(customer.events)
        with without_a_column(os.environ[OWNER]):
            customer.fails_to_read()
        texts = {name: said(child) for name, child in children.items()}
    with server_log.open(errors="replace") as file:
        file.seek(before)
        texts["postgresql"] = file.read()
    for number, (_, body) in enumerate(received):
        texts[f"report {number}"] = body.decode(errors="replace")
    print(f"\n{level}: {customer.statuses}, {ended}, {sizes(texts)}")  # noqa: T201
    hidden = {
        name: urlsplit(word).password or word for name, word in deployment.items()
    }
    assert leaks(customer.canaries | hidden | passwords(), texts) == []
    # It is quiet because it holds its tongue, not because nothing was to be said.
    failed = [what for what, status in customer.statuses.items() if status == 500]
    assert len(failed) >= 4
    assert len(received) >= len(failed)
    assert ended.count("FAILED") >= 3
    for name in ("web", "worker"):
        assert "Traceback" in texts[name]
    assert "SQLSTATE" in texts["web"]
