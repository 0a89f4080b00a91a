"""Lets no new connection into this process, and leaves those alone that are there.

Linux has no way to end listening without resetting those who were let in and not yet
taken. But a socket may have a filter (`man 7 socket`, SO_ATTACH_FILTER), and the one
here drops the packet that opens a connection: its sender tries again after a second.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress

REFUSE = signal.SIGUSR1
"""What tells a worker to let nobody in any more."""

SO_ATTACH_FILTER = 26
# Classic BPF, as <linux/filter.h> has it; a packet begins with its TCP header, whose
# byte 13 holds the flags. Code, jump if true, jump if false, operand.
FILTER = (
    (0x30, 0, 0, 13),  # load the byte
    (0x45, 0, 1, 0x02),  # is SYN among them?
    (0x06, 0, 0, 0),  # then keep nothing of the packet
    (0x06, 0, 0, 0xFFFFFFFF),  # else all
)


def refuse_when_told() -> None:
    """Called in the main thread of a worker."""
    signal.signal(REFUSE, lambda *_: refuse())


def refuse() -> None:
    """From now on. Where it cannot be done, newcomers are let in until the end."""
    if sys.platform != "linux":
        return
    code = b"".join(struct.pack("HBBI", *line) for line in FILTER)
    kept = ctypes.create_string_buffer(code)
    program = struct.pack("HP", len(FILTER), ctypes.addressof(kept))
    for listening in _listening():
        with suppress(OSError):
            listening.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)


def _listening() -> Iterator[socket.socket]:
    """The sockets of this process that wait for TCP connections."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError), socket.socket(fileno=os.dup(int(name))) as found:
            is_tcp = found.family in {socket.AF_INET, socket.AF_INET6}
            if is_tcp and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield found
