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
from mem0.entities import EVERYBODY
from mem0.exceptions import Mem0Error, MemoryNotFoundError, ValidationError
from memories import jobs
from memories.archive.models import Transfer, TransferPiece
from memories.archive.refusals import refused
from memories.archive.sources.hosted import PAGE, history_of
from orgs.models import Project
from orgs.secrets import unseal
from orgs.tenancy import tenant
from webhooks.addresses import check_url
from webhooks.http import Limits, OutboundError, TooLargeError, fetch, post

__all__ = ["HOST", "KEY", "READING", "check", "read"]

KEY, READING = "key", "reading"
LIMITS = Limits(total=60.0, body=32 * 1024 * 1024)
"""For one page."""
SLICE = 45.0
"""Seconds of reading before others go first."""
BATCH = 20
"""Histories that are kept together."""
MOST = 1_000
"""Memories of a page whose histories are to be read; more is not what was asked for."""
FIRST: Mapping[str, Any] = {"page": 1}
OURS = {"host", "content-length", "accept-encoding", "connection"}
"""Headers that the door writes itself."""


class Door(httpx.BaseTransport):
    """Sends what a client asks through the guarded door. Raises `OutboundError`."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, whole and as it was sent."""
        headers = {k: v for k, v in request.headers.items() if k.lower() not in OURS}
        if request.method == "GET":
            answer = fetch(str(request.url), LIMITS, headers=headers)
        else:
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

    Each page is kept before its histories, or the next page, are asked for. Raises what
    the client raises, `OutboundError`, and `ArchiveRefusedError`.
    """
    if KEY not in held.payload:
        raise refused("The account", "its key is not kept any more; begin anew")
    until = time.monotonic() + SLICE
    with _http() as http:
        client = _client(http, unseal(held.payload[KEY]), row.options["account"])
        while _has_more(row):
            if row.progress.get("pending"):
                _histories(client, held, project, row, until)
            else:
                _page(client, held, project, row)
            if time.monotonic() > until:
                break
    return not _has_more(row)


def _has_more(row: Transfer) -> bool:
    place = row.progress.get("place", FIRST)
    return bool(row.progress.get("pending")) or place is not None


def _page(
    client: MemoryClient, held: jobs.Claim, project: Project, row: Transfer
) -> None:
    """Keep the next page, and whose histories are to be read."""
    place = row.progress.get("place", FIRST)
    body = _asked(client, place)
    rows, history = body["results"], bool(row.options.get("history"))
    if not isinstance(rows, list):
        raise refused("The account", "its answer has no list of memories")
    if history and len(rows) > MOST:
        raise refused("The account", f"a page of it has more than {MOST} memories")
    count = body.get("count")
    total = count * (1 + history) if isinstance(count, int) else 0
    following = _following(body, place) if rows else None
    pending = [str(each["id"]) for each in rows if _is_named(each)] if history else []
    _keep(held, project, row, rows, place=following, total=total, pending=pending)


def _is_named(row: Any) -> bool:
    return isinstance(row, Mapping) and bool(row.get("id"))


def _histories(
    client: MemoryClient,
    held: jobs.Claim,
    project: Project,
    row: Transfer,
    until: float,
) -> None:
    """Keep the histories that come next, also those before one that fails."""
    pending: list[str] = row.progress["pending"]
    found: list[Any] = []
    failure: Mem0Error | None = None
    done = 0
    for key in pending[:BATCH]:
        try:
            found += history_of(client, key)
        except Mem0Error as exc:
            failure = exc
            break
        done += 1
        if time.monotonic() > until:
            break
    if done:
        _keep(held, project, row, found, done=done, pending=pending[done:])
    if failure is not None:
        raise failure


def _asked(client: MemoryClient, place: Mapping[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"page_size": PAGE, "show_expired": True, **place}
    try:
        return client.get_all(filters=EVERYBODY, latest_only=False, **options).body
    except MemoryNotFoundError:
        if place == FIRST:
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
    *,
    done: int | None = None,
    **progress: Any,
) -> None:
    """Keep rows as a piece of the file, with where to go on; `done` counts in what is
    told, if not the rows."""
    data = b"".join(orjson.dumps(each) + b"\n" for each in rows)
    size = row.size + len(data)
    if size > settings.CONFIGURATION.archive_bytes:
        raise refused(
            "The account", "it is too large for this; manage.py import_from takes any"
        )
    before, pages = (row.progress.get(name, 0) for name in ("done", "pages"))
    row.size = size
    row.progress = {
        **row.progress, **progress, "phase": READING, "pages": pages + 1,
        "done": before + (len(rows) if done is None else done),
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
