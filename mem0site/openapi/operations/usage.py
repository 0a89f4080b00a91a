"""Usage and the request log."""

from __future__ import annotations

from typing import Any

from mem0.entities import ENTITY_TYPES
from mem0site.openapi import samples
from mem0site.openapi.operation import Answer, Operation, Table, query
from mem0site.openapi.shapes import integer, moment, one, ref, text, uuid

TAG = "Usage"
NUMBERS: dict[str, Any] = {
    "requests": 120, "errors": 3, "client_errors": 2, "throttled": 1,
    "server_errors": 0, "error_rate": 0.025,
    "latency": {"mean": 9.4, "p50": 7.1, "p95": 21.0, "p99": 44.5},
}  # fmt: skip
REQUEST: dict[str, Any] = {
    "id": samples.OTHER_ID, "created_at": samples.AT, "verb": "search",
    "method": "POST", "route": "/v3/memories/search/", "path": "/v3/memories/search/",
    "query": "", "status": 200, "error_code": None, "latency": 7.2,
    "request_size": 64, "response_size": 812, "key_id": samples.EVENT_ID,
    "key": "m0-ab12…wxyz", "user_id": "alice", "agent_id": None, "app_id": None,
    "run_id": None, "client": "python-httpx/0.28.1", "request_id": samples.REQUEST_ID,
}  # fmt: skip
FROM = query("from", moment(), "Since when; whole hours or days are answered.")
TO = query("to", moment(), "Until when; now, where it is not given.")
VERB = query("verb", text(), "Only requests that did this, such as `search`.")
KEY = query("key_id", uuid(), "Only requests with this key.")

OPERATIONS: Table = {
    ("GET", "/v1/usage/"): Operation(
        "getUsage", TAG, "Read the usage of a period",
        {200: Answer(ref("Usage"), {"A day": {
            "from": samples.AT, "to": samples.LATER, "interval": "day",
            "total": NUMBERS, "series": [{"start": samples.AT, **NUMBERS}],
            "verbs": [{"verb": "search", **NUMBERS}],
            "keys": [{"key_id": samples.OTHER_ID, "name": "CI", "key": "m0-ab12…wxyz",
                      **NUMBERS}]}})},
        parameters=(
            FROM, TO, query("interval", one("hour", "day"), "`hour` by default."),
            VERB, KEY,
        ),
        notes="Counted within two seconds of the answer. Hours are kept for 400 days.",
    ),
    ("GET", "/v1/requests/"): Operation(
        "listRequests", TAG, "Read the request log",
        {200: Answer(ref("RequestPage"), {"One": {"next": None, "results": [REQUEST]}})},
        parameters=(
            FROM, TO, VERB, KEY,
            query("method", text(), "Such as `POST`."),
            query("route", text(), "As the log names it."),
            query("status", text(), "A status, a class (`4xx`), or `error`."),
            query("slower_than", integer(), "Milliseconds."),
            query("request_id", text(), "`X-Request-ID` of the answer."),
            *(query(f"{kind}_id", text(), f"Only about this {kind}.")
              for kind in ENTITY_TYPES),
            query("before", uuid(), "Only those older than this one."),
            query("limit", integer(minimum=1, maximum=200, default=50), "Rows."),
        ),
        notes="Newest first, kept for 30 days.",
    ),
    ("GET", "/v1/requests/{log_id}/"): Operation(
        "getRequest", TAG, "Read a request of the log",
        {200: Answer(ref("LoggedRequestDetail"), {"Without bodies": {
            **REQUEST, "request_body": None, "response_body": None}})},
        notes="Bodies are kept for a week where the project's `log_bodies` is set, "
        "without what looks like a secret.",
    ),
}  # fmt: skip
