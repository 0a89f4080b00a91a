"""What an application sends back: memories it was given, and texts it always sends.

Both come in as if somebody had said them, and stored again they would confirm
themselves for ever. A `Witness` knows what a search returned lately and what was sent
in earlier sessions; here what is merely repeated is cut out of the messages.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from mem0.memory.rules.normalize import normalized
from mem0.memory.rules.segments import BULLET, split, without_recalled
from mem0.memory.types import Message, Record, Scope

REMEMBERED = dt.timedelta(hours=6)
"""How long after a search its memories are expected to come back."""
RETURNED = 200
"""Memories remembered as returned, of one person."""
SESSIONS = 3
"""The session in which a line said word for word before becomes boilerplate."""
LONG_LINE = 80
"""Characters from which nobody types a line twice the same."""
LONG_ECHO = 12
"""Words from which the same holds for a whole memory."""
MOST_LINES = 50
"""Long lines of one add that are looked up."""
MOST_KEPT = 10_000

DECORATION = re.compile(
    r"^(?:[\[(][^\])]{1,40}[\])]\s*|\d{4}-\d{2}-\d{2}[T\d:.Z+ -]{0,22}[:,–-]?\s+|"
    r"(?:memory|fact|memories)\s*(?:\d{1,3})?\s*[:.)-]\s+)+|"
    r"\s*\((?:score|relevance|similarity|date)?[:= ]*[\d.:TZ+-]{1,30}\)\s*$",
    re.IGNORECASE,
)
"""What applications put around a memory: numbers, dates, scores."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A memory that went out: its text and whose statement it is, if that is known."""

    text: str
    speaker: str | None = None


class Witness(Protocol):
    """Remembers what went out and what came in before."""

    def note(self, records: Sequence[Record]) -> None:
        """A search returned these."""
        ...

    def returned(self, scope: Scope) -> Sequence[Returned]:
        """What searches about the same somebody returned lately."""
        ...

    def repeated(
        self, scope: Scope, session: str, lines: Sequence[str]
    ) -> Collection[str]:
        """Those of the lines that were sent in `SESSIONS` sessions, this one included.

        Takes note of them; the same session again changes nothing.
        """
        ...


def person(scope: Scope) -> str:
    """Who is spoken with: the user, else the agent, else whatever is named."""
    if scope.user_id or scope.agent_id:
        return f"user={scope.user_id}" if scope.user_id else f"agent={scope.agent_id}"
    return "\0".join(f"{name}={value}" for name, value in scope.ids().items())


def session_of(scope: Scope, said_at: dt.datetime) -> str:
    """The run, or without one the day."""
    return scope.run_id or said_at.date().isoformat()


def without_echoes(
    messages: Sequence[Message],
    scope: Scope,
    witness: Witness,
    dropped: Counter[str],
) -> list[Message]:
    """The messages without what only repeats; those that said nothing else are gone."""
    if not messages:
        return []
    cut = [replace(m, content=without_recalled(m.content, dropped)) for m in messages]
    known = {normalized(each.text): each for each in witness.returned(scope)}
    if known:
        cut = [
            replace(m, content=_without_known(m, known, dropped))
            for m in cut
            if m.content.strip()
        ]
    said = [
        (m, [line for line in m.content.split("\n") if _is_long(line)]) for m in cut
    ]
    lines = list(dict.fromkeys(normalized(line) for _, each in said for line in each))
    stale: Collection[str] = ()
    if lines:
        session = session_of(scope, messages[0].said_at)
        stale = witness.repeated(scope, session, lines[:MOST_LINES])
    if stale:
        cut = [replace(m, content=_without(m.content, stale, dropped)) for m in cut]
    return [message for message in cut if message.content.strip()]


def _is_long(line: str) -> bool:
    return len(line) >= LONG_LINE


def _without(content: str, stale: Collection[str], dropped: Counter[str]) -> str:
    kept = []
    for line in content.split("\n"):
        if _is_long(line) and normalized(line) in stale:
            dropped["boilerplate"] += 1
        else:
            kept.append(line)
    return "\n".join(kept)


def _without_known(
    message: Message, known: Mapping[str, Returned], dropped: Counter[str]
) -> str:
    """The content without memories that were handed out, unless they were just said.

    One short sentence in somebody's own words may well be said again: that confirms
    it. Several memories at once, or one in words nobody uses of themselves, may not.
    """
    pieces = [
        (line, _pieces(line, known) if line.strip() else [line])
        for line in message.content.split("\n")
    ]
    echoes = [
        known[key]
        for _, parts in pieces
        for part in parts
        if (key := _bare(part)) in known
    ]
    sure = len(echoes) > 1 or any(_is_worded_by_us(each, message) for each in echoes)
    if not sure:
        return message.content
    dropped["recalled"] += len(echoes)
    kept = [
        line
        if len(parts) == 1 and _bare(parts[0]) not in known
        else " ".join(part for part in parts if _bare(part) not in known)
        for line, parts in pieces
    ]
    return "\n".join(kept)


def _pieces(line: str, known: Collection[str]) -> list[str]:
    return [line] if _bare(line) in known else split(line)


def _bare(piece: str) -> str:
    """A piece of a message as the key of the memory it may be."""
    plain = BULLET.sub("", piece.strip(), count=1)
    return normalized(DECORATION.sub("", plain).strip(" \"'“”«»"))


def _is_worded_by_us(record: Returned, message: Message) -> bool:
    """Whether the text names its speaker, as extraction words it, or is long."""
    first = normalized(record.text)
    names = {"user", "the user", normalized(record.speaker or "user")}
    if message.name and normalized(message.name) not in names:
        names.discard(normalized(record.speaker or ""))
    named = any(first.startswith((f"{name} ", f"{name}'s ")) for name in names)
    return named or len(first.split()) >= LONG_ECHO


class RecentWitness:
    """A witness of what this process did; it forgets with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._returned: OrderedDict[str, deque[tuple[dt.datetime, Returned]]] = (
            OrderedDict()
        )
        self._sessions: OrderedDict[tuple[str, str], set[str]] = OrderedDict()

    def note(self, records: Sequence[Record]) -> None:
        """A search returned these."""
        now = dt.datetime.now(dt.UTC)
        with self._lock:
            for record in records:
                kept = self._returned.setdefault(
                    person(record.scope), deque(maxlen=RETURNED)
                )
                kept.append((now, Returned(record.text, record.speaker)))
            _trim(self._returned)

    def returned(self, scope: Scope) -> Sequence[Returned]:
        """What searches about the same somebody returned lately."""
        since = dt.datetime.now(dt.UTC) - REMEMBERED
        with self._lock:
            kept = self._returned.get(person(scope), ())
            return [each for at, each in kept if at > since]

    def repeated(
        self, scope: Scope, session: str, lines: Sequence[str]
    ) -> Collection[str]:
        """Those of the lines that were sent in `SESSIONS` sessions."""
        stale = set()
        with self._lock:
            for line in lines:
                sessions = self._sessions.setdefault((person(scope), line), set())
                if len(sessions) < SESSIONS:
                    sessions.add(session)
                if len(sessions) >= SESSIONS:
                    stale.add(line)
            _trim(self._sessions)
        return stale


def _trim(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
