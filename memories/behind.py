"""Writes that a request need not wait for: what was read, and what a search returned.

A request appends to a list of its process, whose thread writes what has gathered a
moment later (`orgs.gathering`): all of one project and kind at once, in a transaction
that does not wait for the disk. A graceful stop writes the rest; a process that is killed
loses the last moment of it. Nothing whose loss would be noticed by a client may come here.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from orgs.gathering import Gatherer
from orgs.tenancy import tenant

MOST = 20_000
"""Writes that wait at most, while the database is away; the oldest are given up."""

Write = Callable[[Sequence[Any]], None]
"""Writes items of one kind, inside the transaction of their project. If their order
matters to others who write the same rows, it puts them in order."""
Left = tuple[UUID, Write, Any]


class Behind(Gatherer[Left]):
    """What requests of this process left behind and nobody has written yet."""

    def __init__(self) -> None:
        super().__init__(_carry_out, "writes behind requests", "default", MOST)

    def add(self, project_id: UUID, write: Write, item: Any) -> None:
        """Give the item to `write` soon, with the others of its project and kind."""
        self.record((project_id, write, item))
        if settings.USAGE_FLUSH_SECONDS is None:  # nothing is written by itself
            self._flush_quietly()

    def _apart(self, taken: Sequence[Left]) -> list[list[Left]]:
        """A transaction has one project."""
        found: dict[tuple[UUID, Write], list[Left]] = defaultdict(list)
        for left in taken:
            found[left[:2]].append(left)
        return list(found.values())


def _carry_out(batch: Sequence[Left]) -> None:
    project_id, write, _ = batch[0]
    with tenant(project_id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        write([item for _, _, item in batch])


BEHIND = Behind()
"""The process's own."""
os.register_at_fork(after_in_child=BEHIND.begin)
