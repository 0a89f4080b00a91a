"""A request of the log as a command, to be sent again."""

from __future__ import annotations

import shlex

from orgs.usage.models import ApiRequest, RequestBody
from orgs.usage.redaction import HIDDEN, MOST

KEY = "$MEM0_API_KEY"


def command(row: ApiRequest, kept: RequestBody | None, url: str) -> str:
    """The request for a shell. The key stands in a variable; a body that is not whole
    is left to who sends it."""
    mark = f"?{row.query}" if row.query else ""
    parts = [
        f"curl -X {row.method} {shlex.quote(f'{url}{row.path}{mark}')}",
        f'-H "Authorization: Token {KEY}"',
    ]
    if row.method in {"POST", "PUT", "PATCH"} or (kept and kept.request):
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d {shlex.quote(_body(kept))}")
    return " \\\n  ".join(parts)


def _body(kept: RequestBody | None) -> str:
    sent = kept.request if kept else ""
    whole = sent and len(sent) <= MOST and HIDDEN not in sent
    return sent if whole else '{"…": "the body of the request"}'
