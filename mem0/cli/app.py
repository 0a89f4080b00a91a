"""The program: its global options and its commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mem0.cli import memories, overview, transfer
from mem0.cli.output import Output
from mem0.cli.session import Session

EPILOG = (
    "Global options may stand before or behind a command. Exit codes: 0 done, "
    "1 failed, 2 wrong usage or input, 3 key refused, 4 not found, 5 not reachable, "
    "6 limit of the plan, 7 done in part, 130 interrupted."
)

app = typer.Typer(
    name="mem0site",
    help="Memory for AI agents, on a platform or in this process.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from mem0 import __version__  # noqa: PLC0415  only where it is asked for

        typer.echo(f"mem0site {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option(envvar="MEM0_HOST", help="Address of the platform.")
    ] = None,
    api_key: Annotated[
        str | None,
        typer.Option(envvar="MEM0_API_KEY", show_envvar=True, help="Key of a project."),
    ] = None,
    local: Annotated[
        bool, typer.Option("--local", help="No platform: a SQLite file of your own.")
    ] = False,
    database: Annotated[
        Path | None, typer.Option(help="The file of --local.", show_default=False)
    ] = None,
    as_json: Annotated[
        bool | None,
        typer.Option(
            "--json/--table", help="JSON or tables; JSON where the output is a pipe."
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds for one request.")
    ] = 300.0,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Memory for AI agents, on a platform or in this process."""
    chosen = as_json if as_json is not None else not sys.stdout.isatty()
    context.obj = Session(
        host=host,
        api_key=api_key,
        local=local or database is not None,
        database=database,
        timeout=timeout,
        output=Output(chosen),
    )


app.command("init")(overview.init)
app.command("ping")(overview.ping)
app.command("add")(memories.add)
app.command("search")(memories.search)
app.command("list")(memories.list_)
app.command("get")(memories.get)
app.command("update")(memories.update)
app.command("delete")(memories.delete)
app.command("delete-all")(memories.delete_all)
app.command("history")(memories.history)
app.command("entities")(overview.entities)
app.command("events")(overview.events)
app.command("export")(transfer.export)
app.command("import")(transfer.import_)
