"""Runs the program and turns whatever happens into a line and a number."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from mem0.cli import exits
from mem0.cli.app import app
from mem0.cli.output import harmless
from mem0.exceptions import Mem0Error

FLAGS = {"--local", "--json", "--table"}
STDOUT = 1
VALUES = {"--host", "--api-key", "--database", "--timeout"}


def run(arguments: Sequence[str]) -> int:
    """The exit code of a command line."""
    try:
        code = app(hoisted(arguments), standalone_mode=False, prog_name="mem0site")
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        code = exits.INTERRUPTED
    except Mem0Error as failure:
        _complain(failure.message, failure.hint)
        return exits.code_of(failure)
    except TyperException as failure:
        if said := failure.format_message():
            _complain(said, "Try --help.")
        return exits.USAGE
    except (BrokenPipeError, SystemExit):  # which is what typer makes of the first
        # Whoever read the output has had enough; Python would complain at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)
        return 0
    if code == exits.INTERRUPTED:
        _complain("Stopped.")
    return code if isinstance(code, int) else 0


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The same words with the global options in front, where the parser wants them."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in FLAGS or (word.split("=")[0] in VALUES and "=" in word):
            front.append(word)
        elif word in VALUES:
            front += [word, *([] if (value := next(words, None)) is None else [value])]
        else:
            rest.append(word)
    return [*front, *rest]


def _complain(said: str, hint: str = "") -> None:
    whole = said if said.endswith((".", "!", "?")) else f"{said}."
    line = " ".join(harmless(f"{whole} {hint}").split())
    print(f"mem0site: {line}", file=sys.stderr)  # noqa: T201  what a program says
