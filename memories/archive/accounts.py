"""A mem0 account is read, page by page, into the file of an import.

The key comes sealed with the job and is gone with the last page. Every request takes the
one door out, so an address inside of the network is refused like that of a webhook. What
is kept are lines as the official API lists memories, which `sources.mem0` reads.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import httpx
import orjson
from django.conf import settings

from mem0.client.connection import HOST
from mem0.client.main import MemoryClient
from mem0.exceptions import MemoryNotFoundError, ValidationError
from memories import jobs
from memories.archive.models import Transfer, TransferPiece
from memories.archive.refusals import refused
from memories.archive.sources.hosted import EVERYBODY, PAGE
from orgs.models import Project
from orgs.secrets import unseal
from orgs.tenancy import tenant
from webhooks.addresses import check_url
from webhooks.http import Limits, OutboundError, TooLargeError, post

__all__ = ["HOST", "KEY", "READING", "check", "read"]

KEY, READING = "key", "reading"
LIMITS = Limits(total=60.0, body=32 * 1024 * 1024)
"""For one page."""
SLICE = 45.0
"""Seconds of reading before others go first."""
OURS = {"host", "content-length", "accept-encoding", "connection"}
"""Headers that the door writes itself."""


class Door(httpx.BaseTransport):
    """Sends what a client posts through the guarded door. Raises `OutboundError`."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, whole and as it was sent."""
        headers = {k: v for k, v in request.headers.items() if k.lower() not in OURS}
        answer = post(str(request.url), request.read(), headers, LIMITS)
        if answer.truncated:
            raise TooLargeError(f"The answer has more than {LIMITS.body} bytes.")
        if answer.headers.get("content-encoding", "identity") != "identity":
            msg = "The answer is compressed although that was not asked for."
            raise OutboundError(msg)
        return httpx.Response(
            answer.status, headers=dict(answer.headers), content=answer.body
        )


def check(api_key: str, host: str) -> str:
    """The address of the account, checked as far as it can be without a request.

    Raises `ValidationError`, and `AuthenticationError` for a key that cannot be one.
    """
    if not api_key.strip():
        raise ValidationError("The key of the account is needed.")
    address = str(check_url(host.strip()))
    with _http() as http:
        return _client(http, api_key, address).host


def read(held: jobs.Claim, project: Project, row: Transfer) -> bool:
    """Go on reading for a while; whether the account is read to its end.

    Each page is kept before the next is asked for. Raises what the client raises,
    `OutboundError`, and `ArchiveRefusedError`.
    """
    if KEY not in held.payload:
        raise refused("The account", "its key is not kept any more; begin anew")
    until = time.monotonic() + SLICE
    place: Mapping[str, Any] = row.progress.get("place") or {"page": 1}
    with _http() as http:
        client = _client(http, unseal(held.payload[KEY]), row.options["account"])
        while following := _next_page(client, place, held, project, row):
            if time.monotonic() > until:
                return False
            place = following
    return True


def _next_page(
    client: MemoryClient,
    place: Mapping[str, Any],
    held: jobs.Claim,
    project: Project,
    row: Transfer,
) -> Mapping[str, Any] | None:
    """Keep a page; where the next one is."""
    body = _asked(client, place)
    rows = body["results"]
    if not isinstance(rows, list):
        raise refused("The account", "its answer has no list of memories")
    following = _following(body, place) if rows else None
    _keep(held, project, row, rows, {"place": following, "total": body.get("count")})
    return following


def _asked(client: MemoryClient, place: Mapping[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"page_size": PAGE, "show_expired": True, **place}
    try:
        return client.get_all(filters=EVERYBODY, latest_only=False, **options).body
    except MemoryNotFoundError:
        if place == {"page": 1}:
            raise
        return {"results": []}  # the last page lost its rows meanwhile


def _following(
    body: Mapping[str, Any], place: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    if cursor := body.get("next_cursor"):
        return {"cursor": str(cursor)}
    return {"page": place.get("page", 1) + 1} if body.get("next") else None


def _keep(
    held: jobs.Claim,
    project: Project,
    row: Transfer,
    rows: list[Any],
    progress: Mapping[str, Any],
) -> None:
    data = b"".join(orjson.dumps(each) + b"\n" for each in rows)
    size = row.size + len(data)
    if size > settings.CONFIGURATION.archive_bytes:
        raise refused(
            "The account", "it is too large for this; manage.py import_from takes any"
        )
    done, pages = (row.progress.get(name, 0) for name in ("done", "pages"))
    total = progress["total"] if isinstance(progress["total"], int) else 0
    row.size = size
    row.progress = {
        "phase": READING, "done": done + len(rows), "total": total,
        "pages": pages + 1, "place": progress["place"],
    }  # fmt: skip
    with tenant(project):
        jobs.carry_on(held)
        TransferPiece(
            project=project, transfer_id=row.pk, number=pages, data=data
        ).save(force_insert=True)
        project.transfers.filter(pk=row.pk).update(size=size, progress=row.progress)


def _http() -> httpx.Client:
    return httpx.Client(transport=Door(), trust_env=False)


def _client(http: httpx.Client, api_key: str, host: str) -> MemoryClient:
    """Without retries of its own: the job waits better."""
    return MemoryClient(
        api_key=api_key, host=host, client=http, max_retries=0, validate=False
    )
