"""The options that several commands share, with their help."""

from __future__ import annotations

from typing import Annotated, Any

import typer

WHOSE = "Whose memories"

UserId = Annotated[
    str | None, typer.Option("--user-id", "-u", help="A user.", rich_help_panel=WHOSE)
]
AgentId = Annotated[
    str | None, typer.Option("--agent-id", help="An agent.", rich_help_panel=WHOSE)
]
AppId = Annotated[
    str | None, typer.Option("--app-id", help="An app.", rich_help_panel=WHOSE)
]
RunId = Annotated[
    str | None,
    typer.Option("--run-id", help="A run (session).", rich_help_panel=WHOSE),
]
Filters = Annotated[
    str | None,
    typer.Option("--filter", help="A filter as JSON.", rich_help_panel=WHOSE),
]
Metadata = Annotated[
    str | None, typer.Option("--metadata", "-m", help="A JSON object of your own.")
]
Timestamp = Annotated[
    str | None, typer.Option("--timestamp", help="When it was said, ISO 8601.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="What held at this time, ISO 8601.")
]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", help="What was known at this time.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def given(**options: Any) -> dict[str, Any]:
    """The options that were given."""
    return {name: value for name, value in options.items() if value is not None}
