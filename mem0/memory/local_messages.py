"""What was said, in its threads and episodes, in SQLite.

A thread is everything said under the same ids, an episode one conversation in it;
both are ordered by the time of speaking, then by id.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mem0.ids import uuid7
from mem0.memory import context, local_rows as rows
from mem0.memory.context import WINDOW, Part
from mem0.memory.local_database import Database
from mem0.memory.store import Place, Placed
from mem0.memory.types import Message, Scope

_NEIGHBOUR = "SELECT id, embedding, terms, said_at, episode_id FROM memory_message"


class Messages:
    """The messages of one file, those embedded with `model` as neighbours."""

    def __init__(self, database: Database, model: str) -> None:
        self.database, self.model = database, model

    def add(self, messages: Sequence[tuple[Message, Part]], scope: Scope) -> None:
        """Keep messages with what the index needs of them."""
        self.database.run_many(
            "INSERT INTO memory_message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    message.id,
                    thread(scope),
                    message.episode_id,
                    message.role,
                    message.name,
                    message.content,
                    rows.micros(message.said_at),
                    self.model,
                    rows.dense(part.vector),
                    rows.sparse(part.terms),
                )
                for message, part in messages
            ],
        )

    def recent(self, scope: Scope, before: dt.datetime, limit: int) -> list[Message]:
        """The last messages said at or before a time, oldest first."""
        sql = (
            "SELECT role, content, said_at, name, id, episode_id FROM memory_message "
            "WHERE thread = ? AND said_at <= ? ORDER BY said_at DESC, id DESC LIMIT ?"
        )
        found = self.database.all(sql, [thread(scope), rows.micros(before), limit])
        return [
            Message(role, content, rows.from_micros(said_at), name, key, episode)
            for role, content, said_at, name, key, episode in reversed(found)
        ]

    def place(self, scope: Scope, said_at: dt.datetime, radius: int) -> Place:
        """Where messages said at this time belong."""
        before = self._beside(scope, "<=", "DESC", said_at, radius)[::-1]
        after = self._beside(scope, ">", "ASC", said_at, radius)
        if scope.run_id is not None:
            episode = thread(scope)
        elif before and context.continues(before[-1][1], said_at):
            episode = before[-1][2]
        elif after and context.continues(said_at, after[0][1]):
            episode = after[0][2]
        else:
            episode = str(uuid7())
        return Place(
            episode,
            [placed for placed, _, own in before if own == episode],
            [placed for placed, _, own in after if own == episode],
        )

    def around(
        self, message_ids: Iterable[str], radius: int
    ) -> Mapping[str, Sequence[Placed]]:
        """Each message that exists with its neighbours in the episode, in order."""
        return {
            message_id: window
            for message_id in message_ids
            if (window := self._window(message_id, radius))
        }

    def drop_orphans(self, message_ids: Iterable[str]) -> Sequence[str]:
        """Delete those no memory comes from any more; who stood next to them."""
        sql = "SELECT 1 FROM memory_source WHERE message_id = ? LIMIT 1"
        gone = [key for key in message_ids if not self.database.all(sql, [key])]
        beside = {
            placed.message_id
            for window in self.around(gone, WINDOW).values()
            for placed in window
        }
        delete = "DELETE FROM memory_message WHERE id = ?"
        self.database.run_many(delete, [(key,) for key in gone])
        return sorted(beside - set(gone))

    def forget(self, ids: Mapping[str, str]) -> None:
        """Delete what was said in every thread that has all of these ids."""
        threads = self.database.all("SELECT DISTINCT thread FROM memory_message")
        self.database.run_many(
            "DELETE FROM memory_message WHERE thread = ?",
            [(name,) for (name,) in threads if ids.items() <= json.loads(name).items()],
        )

    def _window(self, message_id: str, radius: int) -> list[Placed]:
        sql = (
            "SELECT model, thread, episode_id, said_at, id FROM memory_message "
            "WHERE id = ? AND model = ?"
        )
        found = self.database.all(sql, [message_id, self.model])
        if not found:
            return []
        same = "WHERE model = ? AND thread = ? AND episode_id = ? AND (said_at, id)"
        before = self.database.all(
            f"{_NEIGHBOUR} {same} <= (?, ?) ORDER BY said_at DESC, id DESC LIMIT ?",
            [*found[0], radius + 1],
        )
        after = self.database.all(
            f"{_NEIGHBOUR} {same} > (?, ?) ORDER BY said_at, id LIMIT ?",
            [*found[0], radius],
        )
        return [_placed(row) for row in (*reversed(before), *after)]

    def _beside(
        self, scope: Scope, side: str, order: str, said_at: dt.datetime, limit: int
    ) -> list[tuple[Placed, dt.datetime, str]]:
        sql = (
            f"{_NEIGHBOUR} WHERE model = ? AND thread = ? AND said_at {side} ? "
            f"ORDER BY said_at {order}, id {order} LIMIT ?"
        )
        key = [self.model, thread(scope), rows.micros(said_at), limit]
        found = self.database.all(sql, key)
        return [(_placed(row), rows.from_micros(row[3]), row[4]) for row in found]


def _placed(row: tuple[Any, ...]) -> Placed:
    return Placed(row[0], rows.part(row[1], row[2]))


def thread(scope: Scope) -> str:
    """The thread of a scope: the same ids give the same thread."""
    return json.dumps(scope.ids(), sort_keys=True)
