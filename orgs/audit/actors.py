"""Who is acting: a person, a key, the staff, or the platform by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is to be named in the log. Neither an address of a mail nor a secret.

    `kind` is `user`, `staff` (a person in the admin site), `key`, `anonymous` or
    `system`; `id` that of the account or the key, `label` the key's first and last
    characters or the name of a command.
    """

    kind: str
    id: UUID | None = None
    label: str = ""
    ip: str = ""
    request_id: str = ""


SYSTEM = Actor("system")

_asked: ContextVar[Callable[[], Actor] | None] = ContextVar("actor", default=None)


def current() -> Actor:
    """Who is acting in this thread; nobody said so: the platform itself."""
    asked = _asked.get()
    return SYSTEM if asked is None else asked()


@contextlib.contextmanager
def acting(actor: Actor | Callable[[], Actor]) -> Iterator[None]:
    """Until it ends, what is recorded was done by this one. A function is asked each
    time, because who sends a request is known only while it is answered."""
    token = _asked.set((lambda: actor) if isinstance(actor, Actor) else actor)
    try:
        yield
    finally:
        _asked.reset(token)
