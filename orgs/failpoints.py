"""Places in the code where a test may have the process die, or fail.

What survives a kill is only known where the kill can be put: between a commit and the
message about it, between an answer and its acknowledgement. A place has a name and
costs one look into an empty dictionary; which places are armed is a setting that a
server refuses outside DEBUG unless it is told twice.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

from django.conf import settings

NAMES = frozenset(
    {
        "web.committed",  # what was accepted is committed, the broker not told
        "web.answered",  # the request has acted, its answer is not kept for a repetition
        "job.claimed",
        "job.thinking",  # before the model is asked
        "job.thought",  # the model has answered, nothing is written
        "job.committing",  # everything is written, nothing is committed
        "job.committed",  # before the project's next job is told
        "job.ending",  # before the message is acknowledged
        "relay.marked",  # the rows say that the broker was told
        "relay.published",  # the broker was told of the first of them
        "beat.sent",  # the scheduler has sent a task and not noted it
        "write.begun",  # messages are kept, memories are not
        "write.changed",  # memories are changed, their history is not
        "write.recorded",  # history is written, counts and outboxes are not
        "write.ending",  # everything but the rows of deleted memories
        "delivery.claimed",
        "delivery.sent",  # the endpoint has it, the record does not say so
        "delivery.recorded",
        "index.claimed",
        "index.written",  # the vector store has it, the outbox does not know
        "mirror.claimed",
        "mirror.written",  # the graph store has it, the outbox does not know
    }
)

_reached: Counter[str] = Counter()


class FailpointError(Exception):
    """A test asked for this failure."""


def parse(text: str) -> dict[str, tuple[str, int]]:
    """`name=kill`, `name=raise` or `name=kill@3` (the third time this process comes
    by), comma separated. Raises `ValueError` for what is none."""
    armed: dict[str, tuple[str, int]] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, rest = part.partition("=")
        action, _, turn = rest.partition("@")
        if name not in NAMES or action not in ("kill", "raise"):
            msg = f"{part!r} is no failpoint: NAME=kill or NAME=raise, NAME one of "
            raise ValueError(msg + ", ".join(sorted(NAMES)))
        armed[name] = action, int(turn or 1)
    return armed


def reached(name: str) -> None:
    """Die or fail here if that was asked for."""
    armed: dict[str, tuple[str, int]] = settings.FAILPOINTS
    if name not in armed:
        return
    action, turn = armed[name]
    _reached[name] += 1
    if _reached[name] != turn:
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise FailpointError(name)
