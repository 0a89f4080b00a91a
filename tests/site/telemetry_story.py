"""A request with secrets in it that is traced, and one that fails; see test_telemetry.py.

A process of its own, because tracing is switched on for the whole process.
"""

from __future__ import annotations

import sys

import django

django.setup()

import sentry_sdk  # noqa: E402  after the settings
from django.test import Client  # noqa: E402
from opentelemetry import trace  # noqa: E402

from memories import services  # noqa: E402
from tests.conftest import make_api  # noqa: E402


def main(canary: str) -> None:
    api = make_api("Traced")
    api.remember(f"The word is {canary}", user_id=f"u-{canary}")
    query = {"query": f"which {canary}", "filters": {"user_id": f"u-{canary}"}}
    assert api.post(f"/v3/memories/search/?q={canary}", query).status_code == 200

    def broken(*_: object, **__: object) -> None:
        local = canary  # a variable of the frame
        raise RuntimeError(f"cannot search {local} with {api.key}")

    services.search = broken  # type: ignore[assignment]  # it fails on purpose
    agent = {"User-Agent": f"agent-{canary}", "Authorization": f"Token {api.key}"}
    answer = Client(raise_request_exception=False, headers=agent).post(
        f"/v3/memories/search/?q={canary}", query, content_type="application/json"
    )
    assert answer.status_code == 500
    trace.get_tracer_provider().shutdown()
    sentry_sdk.flush(10)
    print(api.key, answer.json()["request_id"])  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
