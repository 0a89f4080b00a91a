"""A terminal with somebody at it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys

from tests.cli.conftest import ROOT

PATIENCE = 30.0  # seconds until a program that says nothing is given up


def typed(*arguments, answers=(), results=False):
    """The exit code of a command and all that the terminal showed.

    `answers` are pairs of a question and what is typed once it is shown. With
    `results`, standard output is a pipe and only the rest is shown.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "mem0", *arguments],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "120"},
        stdin=theirs,
        stdout=subprocess.DEVNULL if results else theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown, waiting = "", list(answers)
    try:
        while select.select([ours], [], [], PATIENCE)[0]:
            shown += os.read(ours, 10_000).decode(errors="replace")
            if waiting and waiting[0][0] in shown:
                os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
    except OSError:
        pass  # this is how a terminal says that the program has gone
    os.close(ours)  # whoever still waits for an answer is hung up on
    return process.wait(timeout=PATIENCE), shown
