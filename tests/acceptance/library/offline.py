"""Remembers and finds with no network: any attempt to reach one is an error."""

from __future__ import annotations

import json
import socket
from typing import Any


def refuse(*_: Any, **__: Any) -> Any:
    """Nothing may be asked for, not even a name."""
    msg = "The network was asked for."
    raise AssertionError(msg)


for name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, name, refuse)
socket.socket.connect = refuse  # type: ignore[method-assign]
socket.socket.connect_ex = refuse  # type: ignore[method-assign]

from mem0 import Memory  # noqa: E402  only now

m = Memory()
m.add("I moved to Porto", user_id="a")
found = m.search("where does a live?", user_id="a")
print(json.dumps([each["memory"] for each in found["results"]]))  # noqa: T201
