"""The options that several commands share, with their help."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

WHOSE = "Whose memories"
ID_FLAGS = {
    "user_id": ("A user.", "--user-id", "-u"),
    "agent_id": ("An agent.", "--agent-id"),
    "app_id": ("An app.", "--app-id"),
    "run_id": ("A run (session).", "--run-id"),
}
Ids = dict[str, str]
"""Those of the four ids that were given, by name."""
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


def by_ids(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command `(context, ids, …)` have the four ids as options.

    typer reads the options of a command from its signature, so they stand there, and
    the command gets those that were given as one mapping.
    """
    signature = inspect.signature(command, eval_str=True)
    context, _, *rest = signature.parameters.values()
    parameters = [context, *map(_id_option, ID_FLAGS), *rest]

    @wraps(command)
    def by_its_ids(context: typer.Context, **options: Any) -> None:
        ids = given(**{name: options.pop(name) for name in ID_FLAGS})
        command(context, ids, **options)

    by_its_ids.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # which `inspect` looks at
    by_its_ids.__annotations__ = {each.name: each.annotation for each in parameters}
    return by_its_ids


def _id_option(name: str) -> inspect.Parameter:
    help_, *flags = ID_FLAGS[name]
    option = typer.Option(*flags, help=help_, rich_help_panel=WHOSE)
    return inspect.Parameter(
        name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=None,
        annotation=Annotated[str | None, option],
    )


def given(**options: Any) -> dict[str, Any]:
    """Those of the options that are not None."""
    return {name: value for name, value in options.items() if value is not None}
