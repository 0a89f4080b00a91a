"""What leaves for a collector and for Sentry, seen by loopback servers in their place."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest
import structlog
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)

from mem0.exceptions import ConfigurationError
from mem0site import telemetry
from mem0site.configuration import Configuration

ROOT = Path(__file__).resolve().parents[2]


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.received.append((self.path, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Tests are quiet."""


@pytest.fixture(scope="module")
def told(database):
    """The canary, the key, the failed request's id, and everything that was sent."""
    canary = uuid.uuid4().hex
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.received = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
            "OTEL_TRACES_RATIO": "1",
            "ALLOWED_HOSTS": "testserver",
            "SENTRY_DSN": f"http://public@127.0.0.1:{port}/1",
            "SENTRY_ENVIRONMENT": "tests",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.site.telemetry_story", canary],
            env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
            timeout=240,
        )  # fmt: skip
        server.shutdown()
    assert done.returncode == 0, done.stderr[-4000:]
    key, request_id = done.stdout.split()[-2:]
    return canary, key, request_id, server.received


def spans(received):
    for path, body in received:
        if path == "/v1/traces":
            batch = ExportTraceServiceRequest.FromString(body)
            for resource in batch.resource_spans:
                for scope in resource.scope_spans:
                    yield from scope.spans


def events(received):
    for path, body in received:
        if path == "/api/1/envelope/":
            lines = body.split(b"\n")
            yield from (json.loads(line) for line in lines[2::2] if line)


def test_nothing_that_people_wrote_and_no_key_leaves(told):
    canary, key, _, received = told
    assert {path for path, _ in received} == {"/v1/traces", "/api/1/envelope/"}
    for path, body in received:
        assert canary.encode() not in body, path
        assert key.encode() not in body, path


def test_requests_and_statements_are_traced_by_route(told):
    found = list(spans(told[3]))
    names = {span.name for span in found}
    assert any("v3/memories/search/" in name for name in names), names
    attributes = {each.key for span in found for each in span.attributes}
    assert attributes <= telemetry.SPAN_ATTRIBUTES
    assert {"http.route", "mem0.request_id"} <= attributes
    parents = {span.parent_span_id for span in found}
    assert len(parents) > 2  # statements stand below their request


def test_an_error_is_reported_with_its_place_and_its_request(told):
    (event,) = events(told[3])
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "RuntimeError"
    assert exception["stacktrace"]["frames"][-1]["function"] == "broken"
    assert event["environment"] == "tests"
    assert event["tags"]["request_id"] == told[2]
    assert "value" not in exception
    assert not {"request", "user", "extra", "breadcrumbs", "contexts"} & set(event)


def test_without_a_setting_nothing_is_imported():
    code = (
        "import sys, django; django.setup();"
        "sys.exit(', '.join(sorted({'opentelemetry', 'sentry_sdk'} & set(sys.modules)))"
        " or 0)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mem0site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, check=False
    )
    assert done.returncode == 0


def test_a_missing_package_is_named_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ConfigurationError, match=r"sentry_sdk .*mem0site\[telemetry\]"):
        telemetry.start(Configuration(sentry_dsn="http://public@127.0.0.1:1/1"))


def test_a_log_line_is_reported_without_its_values():
    class Record:
        msg = {"event": "Failed", "text": "secret"}

    given = {"level": "error", "extra": {"text": "secret"}, "logentry": {"params": 1}}
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        sent = telemetry.before_send(given, {"log_record": Record()})
    assert sent["logentry"] == {"message": "Failed"}
    assert sent["tags"] == {"request_id": "r1"}
    assert "secret" not in str(sent)
