"""What is right and wrong about the state of a store after a dialogue.

Everything is read from the wire: the words, the state, the times and the speakers of
memories, and what searches answer. A measure is a pair of counters, `name` of `name of`.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bench.truth.dialogues import Dialogue
from bench.truth.observing import Memory, Observed
from mem0.memory.rules.slots import SINGLE_VALUED

Scores = Counter[str]
Expected = Mapping[str, Any]

STANDS = ("current", "disputed")


class Judge:
    """Scores of one dialogue; `misses` describes what went wrong."""

    def __init__(self, dialogue: Dialogue, observed: Observed) -> None:
        self.dialogue, self.observed = dialogue, observed
        self.scores: Scores = Counter()
        self.misses: list[str] = []
        self.expected = [e for e in dialogue.expect if not e.get("closes")]
        self.found = [_matching(observed.memories, e) for e in self.expected]

    def judge(self) -> Scores:
        """All measures."""
        for expected, found in zip(self.expected, self.found, strict=True):
            self._score("recall", bool(found), expected)
            if found:
                self._describe(expected, found)
        self._states()
        self._junk()
        self._wrong_people()
        for ask, answer in zip(self.dialogue.ask, self.observed.answers, strict=True):
            self._answered(ask, answer)
        return self.scores

    def _score(self, name: str, passed: bool, what: Any) -> None:
        self.scores[f"{name} of"] += 1
        self.scores[name] += passed
        if not passed:
            self.misses.append(f"{self.dialogue.id}: {name} {what}")

    def _describe(self, expected: Expected, found: Sequence[Memory]) -> None:
        by = any(_said_by(memory, expected) for memory in found)
        self._score("attribution", by, expected)
        if "start" in expected:
            zone = self.dialogue.timezone
            dated = any(_dated(memory, expected, zone) for memory in found)
            self._score("dates", dated, expected)

    def _states(self) -> None:
        """Of each slot the value said last is current and no other is."""
        ended = {
            str(e["slot"])
            for e in self.dialogue.expect
            if e.get("closes") and "slot" in e
        }
        for number, expected in enumerate(self.expected):
            found = self.found[number]
            if not found:
                continue
            wanted = expected.get("state") or self._wanted(number, ended)
            if wanted is None:
                continue
            if str(expected.get("slot")) in ended:
                said = self._said_at(expected).isoformat()
                found = [m for m in found if m["created_at"] < said]
            states = [memory["state"] for memory in found]
            if wanted == "stale":
                self._score("stale", not any(s in STANDS for s in states), expected)
            else:
                self._score("state", wanted in states, (expected, states))

    def _wanted(self, number: int, ended: set[str]) -> str | None:
        slot = self.expected[number].get("slot")
        if slot is None:
            return None
        subject, attribute, _ = str(slot).split("|", 2)
        if str(slot) in ended:
            return "stale"
        if attribute not in SINGLE_VALUED and not attribute.startswith("favorite:"):
            return "current"
        rivals = [
            other
            for other in self.expected
            if str(other.get("slot", "")).startswith(f"{subject}|{attribute}|")
        ]
        newest = max(rivals, key=self._said_at)
        return "current" if newest is self.expected[number] else "stale"

    def _said_at(self, expected: Expected) -> dt.datetime:
        """When the value was said last."""
        value = str(expected["slot"]).split("|", 2)[2].casefold()
        times = [
            turn.said_at
            for turn in self.dialogue.turns
            if value in turn.content.casefold()
        ]
        return max(times, default=self.dialogue.turns[0].said_at)

    def _junk(self) -> None:
        known = {memory["id"] for found in self.found for memory in found}
        ending = [e for e in self.dialogue.expect if e.get("closes")]
        known |= {m["id"] for e in ending for m in _matching(self.observed.memories, e)}
        for memory in self.observed.memories:
            words = memory["memory"].casefold()
            forbidden = any(
                all(word.casefold() in words for word in together)
                for together in self.dialogue.forbid
            )
            junk = forbidden or (self.dialogue.only and memory["id"] not in known)
            self._score("precision", not junk, memory["memory"])
        if self.dialogue.kind == "junk":
            silent = len(self.dialogue.turns) - len(self.dialogue.expect)
            stored = sum(m["id"] not in known for m in self.observed.memories)
            self.scores["refused of"] += max(silent, 0)
            self.scores["refused"] += max(silent - stored, 0)

    def _wrong_people(self) -> None:
        """What is said of somebody else is not stored as the user's."""
        for slot in self.dialogue.forbid_slots:
            value = slot.split("|", 2)[2].casefold()
            texts = [m["memory"] for m in self.observed.memories]
            wrong = [
                text
                for text in texts
                if value in text.casefold() and text.startswith("User ")
            ]
            self._score("attribution", not wrong, wrong)

    def _answered(self, ask: Expected, answer: Sequence[Memory]) -> None:
        first = answer[0]["memory"].casefold() if answer else ""
        right = all(word.casefold() in first for word in ask["first"])
        told = (ask["q"], [memory["memory"] for memory in answer[:3]])
        self._score("past" if self.dialogue.kind == "time" else "first", right, told)
        stale = [
            memory["memory"]
            for memory in answer
            if memory["state"] in STANDS
            and not any(
                w.casefold() in memory["memory"].casefold() for w in ask["first"]
            )
            and any(
                w.casefold() in memory["memory"].casefold()
                for w in ask.get("stale", ())
            )
        ]
        if ask.get("stale"):
            self._score("stale", not stale, told)


def _matching(memories: Sequence[Memory], expected: Expected) -> list[Memory]:
    wanted = [word.casefold() for word in expected.get("has", ())]
    return [
        memory
        for memory in memories
        if all(word in memory["memory"].casefold() for word in wanted)
    ]


def _said_by(memory: Memory, expected: Expected) -> bool:
    named = "speaker" not in expected or memory["actor"] == expected["speaker"]
    return bool(named and memory["attributed_to"] == expected.get("by", "user"))


def _dated(memory: Memory, expected: Expected, zone: str) -> bool:
    if expected["start"] is None:
        return memory["event_start"] is None
    if not memory["event_start"] or not memory["event_end"]:
        return False
    tz = zoneinfo.ZoneInfo(zone)
    began = dt.datetime.fromisoformat(memory["event_start"]).astimezone(tz)
    ended = dt.datetime.fromisoformat(memory["event_end"]) - dt.timedelta(seconds=1)
    found = [str(began.date()), str(ended.astimezone(tz).date())]
    return found == [expected["start"], expected["end"]]
