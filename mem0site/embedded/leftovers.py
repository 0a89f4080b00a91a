"""Server processes that an earlier start left in a data folder, and ending them. A
process id in a file proves nothing (ids are reused), so a process counts only when its
working folder is the data folder, as that of every PostgreSQL process is.
"""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from mem0site.embedded.process import PROC, is_alive, send, wait_until


def servers_in(data: Path) -> list[int]:
    """Ids of the live PostgreSQL processes that serve `data`, smallest first."""
    if PROC.joinpath("self").exists():
        return sorted(pid for pid in _all_pids() if _works_in(pid, data))
    return _by_command_line(data)


def _all_pids() -> list[int]:
    return [int(name) for name in os.listdir(PROC) if name.isdigit()]


def _works_in(pid: int, data: Path) -> bool:
    try:
        folder = (PROC / str(pid) / "cwd").readlink()
        program = (PROC / str(pid) / "exe").readlink()
    except OSError:
        return False
    return folder == data and program.name.startswith("postgres") and is_alive(pid)


def _by_command_line(data: Path) -> list[int]:
    """For systems without /proc: the postmaster names its folder in its arguments."""
    command = ["/bin/ps", "-axo", "pid=,command="]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = listing.stdout.splitlines()
    return [int(line.split()[0]) for line in lines if f" -D {data} " in f"{line} "]


def clear(data: Path) -> None:
    """End what still runs in `data`, gently first, and drop the stale lock file.

    The caller holds the folder's lock, so no other supervisor owns these processes.
    """
    postmaster = recorded_postmaster(data)
    if postmaster in servers_in(data):
        send(postmaster, signal.SIGINT)
        wait_until(lambda: not is_alive(postmaster), 20)
    wait_until(lambda: not servers_in(data), 3)
    for number, patience in ((signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        for pid in servers_in(data):
            send(pid, number)
        wait_until(lambda: not servers_in(data), patience)
    (data / "postmaster.pid").unlink(missing_ok=True)


def recorded_postmaster(data: Path) -> int:
    """The id in postmaster.pid; 0 when there is none or it is damaged."""
    try:
        return int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0
