"""The commands about single memories."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Annotated, Any

import typer

from mem0.cli import exits, inputs, session
from mem0.cli.exits import UsageError
from mem0.cli.options import (
    AsOf,
    Filters,
    Ids,
    KnownAt,
    Metadata,
    Timestamp,
    Yes,
    by_ids,
    given,
)

FOUND = [("Score", "score"), ("Memory", "memory"), ("Who", "who"), ("Id", "id")]
LISTED = [("Memory", "memory"), ("Who", "who"), ("Since", "created_at"), ("Id", "id")]
ADDED = [("Event", "event"), ("Memory", "memory"), ("Id", "id")]
CHANGED = [
    ("When", "created_at"),
    ("Event", "event"),
    ("Before", "old_memory"),
    ("After", "new_memory"),
]
NEVER = "never"

Id = Annotated[str, typer.Argument(help="The id of a memory.")]


@by_ids
def add(
    context: typer.Context,
    ids: Ids,
    text: Annotated[
        list[str] | None, typer.Argument(help="What was said; none, or -, is a pipe.")
    ] = None,
    messages: Annotated[
        Path | None,
        typer.Option(help="A JSON file of messages instead of a text; - is a pipe."),
    ] = None,
    metadata: Metadata = None,
    infer: Annotated[
        bool, typer.Option(help="Extract facts, or keep every word.")
    ] = True,
    timestamp: Timestamp = None,
    expires: Annotated[
        str | None, typer.Option(help="The last day it is shown, YYYY-MM-DD.")
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for the result; 0 for none.")
    ] = 60.0,
) -> None:
    """Remember something that was said."""
    now = session.of(context)
    if messages is not None and text:
        msg = "Give a text or --messages, not both."
        raise UsageError(msg)
    said: list[Any] = (
        inputs.conversation(messages)
        if messages is not None
        else [{"role": "user", "content": inputs.text(text, "text")}]
    )
    options = given(
        **ids,
        metadata=inputs.json_object(metadata, "--metadata"),
        timestamp=timestamp,
        expiration_date=expires,
    )
    with now.backend() as backend, now.output.busy("Remembering …"):
        answer = backend.add(said, {**options, "infer": infer}, wait)
    _tell(now, answer)


@by_ids
def search(
    context: typer.Context,
    ids: Ids,
    query: Annotated[
        list[str] | None, typer.Argument(help="A question; none, or -, is a pipe.")
    ] = None,
    filters: Filters = None,
    top_k: Annotated[
        int, typer.Option("--top-k", "-k", min=1, help="How many at most.")
    ] = 10,
    threshold: Annotated[
        float | None, typer.Option(min=0, max=1, help="The least score of a hit.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> None:
    """Find memories that answer a question, best first."""
    now = session.of(context)
    options = given(
        **ids,
        filters=inputs.json_object(filters, "--filter"),
        top_k=top_k,
        threshold=threshold,
        as_of=as_of,
        known_at=known_at,
    )
    with now.backend() as backend:
        found = backend.search(inputs.text(query, "question"), options)
    now.output.rows(found, FOUND)


@by_ids
def list_(
    context: typer.Context,
    ids: Ids,
    filters: Filters = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
    everything: Annotated[
        bool, typer.Option("--all", help="All of them, whatever --limit says.")
    ] = False,
    expired: Annotated[bool, typer.Option(help="Also what has expired.")] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> None:
    """List memories, newest first."""
    now = session.of(context)
    options = given(
        **ids,
        filters=inputs.json_object(filters, "--filter"),
        show_expired=expired or None,
        as_of=as_of,
        known_at=known_at,
    )
    with now.backend() as backend:
        rows = backend.walk(options)
        found = list(rows if everything else itertools.islice(rows, limit))
    now.output.rows(found, LISTED)


def get(context: typer.Context, memory_id: Id) -> None:
    """Show one memory."""
    now = session.of(context)
    with now.backend() as backend:
        now.output.pairs(backend.get(memory_id))


def update(
    context: typer.Context,
    memory_id: Id,
    text: Annotated[
        list[str] | None, typer.Argument(help="The new text; - is a pipe.")
    ] = None,
    metadata: Metadata = None,
    timestamp: Timestamp = None,
    expires: Annotated[
        str | None, typer.Option(help="The last day it is shown, or never.")
    ] = None,
) -> None:
    """Change a memory: its text, metadata, time or last day."""
    now = session.of(context)
    changes = given(
        text=inputs.text(text, "text") if text else None,
        metadata=inputs.json_object(metadata, "--metadata"),
        timestamp=timestamp,
    )
    if expires is not None:
        changes["expiration_date"] = None if expires == NEVER else expires
    if not changes:
        msg = "Give a new text, --metadata, --timestamp or --expires."
        raise UsageError(msg)
    with now.backend() as backend:
        now.output.pairs(backend.update(memory_id, changes))


def delete(
    context: typer.Context,
    memory_ids: Annotated[list[str], typer.Argument(help="Ids of memories.")],
    linked: Annotated[
        bool, typer.Option("--linked", help="Also the memories they replaced.")
    ] = False,
) -> None:
    """Delete memories by their ids."""
    now = session.of(context)
    with now.backend() as backend:
        for memory_id in memory_ids:
            now.output.said(backend.delete(memory_id, linked=linked))


@by_ids
def delete_all(
    context: typer.Context,
    ids: Ids,
    everything: Annotated[
        bool, typer.Option("--everything", help="All memories of everybody.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Delete all memories of somebody, or of everybody."""
    now = session.of(context)
    if bool(ids) == everything:
        msg = "Say whose memories to delete, or --everything."
        raise UsageError(msg)
    with now.backend() as backend:
        whose = "of everybody" if everything else f"of {', '.join(ids.values())}"
        session.confirm(f"Delete {backend.count(ids)} memories {whose}?", yes=yes)
        done = backend.delete_everything() if everything else backend.delete_all(ids)
    now.output.said(done)


def history(context: typer.Context, memory_id: Id) -> None:
    """Show every change of a memory, oldest first."""
    now = session.of(context)
    with now.backend() as backend:
        now.output.rows(backend.history(memory_id), CHANGED)


def _tell(now: session.Session, answer: dict[str, Any]) -> None:
    status = answer.get("status")
    results = answer.get("results") or []
    if now.output.as_json:
        now.output.data(answer)
    elif status == "FAILED":
        now.output.note(f"Error: {answer.get('error') or answer.get('message')}")
    elif status != "SUCCEEDED":
        event = answer.get("event_id")
        now.output.line(f"Queued. `mem0site events {event}` tells what becomes of it.")
    elif results:
        now.output.rows(results, ADDED)
    else:
        now.output.line("There was nothing new to remember.")
    if status == "FAILED":
        raise typer.Exit(exits.FAILED)
