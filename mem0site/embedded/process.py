"""How every child is started and how the traces of earlier ones are found. Children
get their own session, so that Ctrl-C reaches the supervisor alone, and a leash, so
that they do not outlive a supervisor that was killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from mem0site.embedded.account import Account

LEASH = Path(__file__).with_name("leash.py")
PROC = Path("/proc")


def leashed(
    command: Sequence[str | Path], account: Account | None, number: signal.Signals
) -> list[str]:
    """The command line that runs `command` as `account` until its parent ends."""
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    head = [sys.executable, "-I", "-S", str(LEASH), os.getpid(), int(number), uid, gid]
    return [str(part) for part in [*head, *command]]


def spawn(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str],
    output: IO[bytes],
    account: Account | None = None,
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        leashed(command, account, on_parent_death),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended and was not collected does not."""
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return not PROC.joinpath("self").exists() and _answers(pid)
    return state not in "ZX"


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def wait_until(done: Callable[[], bool], seconds: float, every: float = 0.05) -> bool:
    """Poll `done` for at most `seconds`; True as soon as it holds."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True
