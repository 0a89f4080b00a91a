"""Memory for AI agents: the engine and the client of the platform.

The menu is read when it is asked for, so that `import mem0` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mem0.client.asynchronous import AsyncMemoryClient
    from mem0.client.main import MemoryClient
    from mem0.memory.main import AsyncMemory, Memory

__version__ = "0.1.0"
__all__ = [
    "AsyncMemory",
    "AsyncMemoryClient",
    "Memory",
    "MemoryClient",
    "__version__",
]

_HOMES = {
    "AsyncMemory": "mem0.memory.main",
    "AsyncMemoryClient": "mem0.client.asynchronous",
    "Memory": "mem0.memory.main",
    "MemoryClient": "mem0.client.main",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
