"""Become a command that ends when its parent ends. Run as a script, between fork and
exec: it drops to another account first (the kernel forgets a parent-death signal when
the account changes) and imports nothing of the project, because a forked copy of a
threaded parent could not safely do either.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def follow_parent(parent: int, number: int) -> bool:
    """Ask the kernel for signal `number` when the parent's thread ends.

    False when the parent is gone already. Linux only; elsewhere it does nothing.
    """
    if sys.platform != "linux":
        return True
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    return os.getppid() == parent


def drop_to(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main(arguments: list[str]) -> None:
    parent, number, uid, gid = (int(value) for value in arguments[:4])
    command = arguments[4:]
    try:
        if uid >= 0:
            drop_to(uid, gid)
        if follow_parent(parent, number):
            os.execv(command[0], command)  # noqa: S606
    except OSError as error:
        sys.exit(f"FATAL: {command[0]} cannot be started: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
