"""Found first on the path of a Python program: nothing leaves the machine.

A connection to anywhere but loopback is refused before it is made, and its host is
written down in the file that OUTSIDE names. Programs that this one starts inherit it.
"""

from __future__ import annotations

import os
import sys
from typing import Any

INSIDE = {"localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1", None}


def refuse(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: look at every name that is looked up."""
    if event == "socket.getaddrinfo" and args[0] not in INSIDE:
        with open(os.environ["OUTSIDE"], "a") as strangers:
            strangers.write(f"{args[0]}\n")
        raise OSError(f"{args[0]} is outside this machine")


sys.addaudithook(refuse)
