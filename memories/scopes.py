"""A scope as the database knows it: what is locked for it, and its thread."""

from __future__ import annotations

import hashlib
from uuid import UUID

from mem0.memory.types import Scope


def lock_names(scope: Scope) -> list[str]:
    """Whom a write may concern: a user's and an agent's facts of one add are apart."""
    people = [
        f"{k}={v}" for k, v in scope.ids().items() if k in {"user_id", "agent_id"}
    ]
    return people or [f"{k}={v}" for k, v in scope.ids().items()]


def thread_id(scope: Scope) -> UUID:
    """The thread of a scope: the same ids give the same thread."""
    named = "\0".join(f"{name}={value}" for name, value in scope.ids().items())
    return UUID(bytes=hashlib.blake2b(named.encode(), digest_size=16).digest())
