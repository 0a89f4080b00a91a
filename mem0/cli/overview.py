"""The commands about the connection and what the project holds."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mem0.cli import exits, session, settings
from mem0.cli.exits import UsageError
from mem0.cli.options import given

ENTITIES = [("Type", "type"), ("Name", "name"), ("Memories", "total_memories")]
EVENTS = [
    ("When", "created_at"),
    ("Type", "event_type"),
    ("Status", "status"),
    ("Id", "id"),
]


def init(
    context: typer.Context,
    check: Annotated[bool, typer.Option(help="Try the key before it is saved.")] = True,
) -> None:
    """Save host and API key for the next time; asks for what is not given."""
    from mem0.cli.remote import Remote  # noqa: PLC0415  httpx, on use

    now = session.of(context)
    account = settings.Account(
        now.host or _asked("Host, such as https://memory.example.com", "--host"),
        now.api_key or _asked("API key", "--api-key", hidden=True),
    )
    remote = Remote(account, now.timeout)
    answer = remote.ping() if check else {"host": remote.client.host}
    remote.close()
    file = settings.save(account)
    if now.output.as_json:
        now.output.data({**answer, "file": str(file)})
    else:
        now.output.line(f"Saved in {file}.")


def ping(context: typer.Context) -> None:
    """Try host and key, and show whose key it is."""
    now = session.of(context)
    with now.backend() as backend:
        now.output.pairs(backend.ping())


def entities(context: typer.Context) -> None:
    """List users, agents, apps and runs that have memories."""
    now = session.of(context)
    with now.backend() as backend:
        now.output.rows(backend.entities(), ENTITIES)


def events(
    context: typer.Context,
    event_id: Annotated[
        str | None, typer.Argument(help="One event; without it, the newest.")
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for the event to end.")
    ] = 0.0,
    event_type: Annotated[
        str | None, typer.Option("--type", help="ADD, SEARCH, DELETE …")
    ] = None,
    status: Annotated[
        str | None, typer.Option(help="PENDING, RUNNING, SUCCEEDED or FAILED.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
) -> None:
    """Show what the project did, or what became of one event."""
    now = session.of(context)
    with now.backend() as backend:
        if event_id is None:
            options = given(event_type=event_type, status=status)
            now.output.rows(backend.events(options, limit), EVENTS)
            return
        event = backend.event(event_id, wait)
    now.output.pairs(event)
    if event.get("status") == "FAILED":
        raise typer.Exit(exits.FAILED)


def _asked(question: str, option: str, *, hidden: bool = False) -> str:
    if not sys.stdin.isatty():
        msg = f"Pass {option}, or its environment variable: nobody is there to ask."
        raise UsageError(msg)
    said: str = typer.prompt(question, hide_input=hidden, err=True)
    return said.strip()
