"""LoCoMo conversations as messages, questions and evidence (Maharana et al. 2024).

The data is not part of the project; its path is given on the command line. A turn
becomes a message as a chat application would store it: "Name: text [caption]".
"""

from __future__ import annotations

import datetime as dt
import json
import pathlib
import re
from dataclasses import dataclass
from typing import Any

from mem0.memory.types import Message

CATEGORIES = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop"}
_FORMATS = ("%I:%M %p on %d %B, %Y", "%I:%M %p on %d %B %Y")


@dataclass(frozen=True)
class Question:
    text: str
    category: int
    evidence: frozenset[int]
    """Positions of the messages that answer it."""


@dataclass(frozen=True)
class Conversation:
    id: str
    messages: list[Message]
    questions: list[Question]


def load(path: str, mode: str = "turns") -> list[Conversation]:
    """All conversations of a file. `mode` is "turns" or "observations" (facts)."""
    samples = json.loads(pathlib.Path(path).read_text())
    return [_conversation(sample, mode) for sample in samples]


def _conversation(sample: dict[str, Any], mode: str) -> Conversation:
    messages: list[Message] = []
    turns: dict[str, set[int]] = {}
    for number in _sessions(sample["conversation"]):
        for text, ids in _items(sample, number, mode):
            for turn in ids:
                turns.setdefault(turn, set()).add(len(messages))
            messages.append(
                Message("user", text, _said_at(sample, number), episode_id=str(number))
            )
    questions = [
        Question(q["question"], q["category"], frozenset(positions))
        for q in sample["qa"]
        if q["category"] in CATEGORIES
        and (positions := _positions(q.get("evidence"), turns))
    ]
    return Conversation(sample["sample_id"], messages, questions)


def _sessions(conversation: dict[str, Any]) -> list[int]:
    found = (re.fullmatch(r"session_(\d+)", key) for key in conversation)
    return sorted(int(match[1]) for match in found if match)


def _items(
    sample: dict[str, Any], number: int, mode: str
) -> list[tuple[str, list[str]]]:
    if mode == "observations":
        facts = sample["observation"].get(f"session_{number}_observation", {})
        return [(f[0], _turn_ids(f[1])) for spoken in facts.values() for f in spoken]
    return [
        (_turn_text(turn), _turn_ids(turn["dia_id"]))
        for turn in sample["conversation"][f"session_{number}"]
    ]


def _turn_text(turn: dict[str, Any]) -> str:
    caption = f" [shared {turn['blip_caption']}]" if turn.get("blip_caption") else ""
    return f"{turn['speaker']}: {turn['text']}{caption}"


def _turn_ids(raw: str | list[str] | None) -> list[str]:
    joined = " ".join(raw) if isinstance(raw, list) else raw or ""
    return [f"{int(s)}:{int(t)}" for s, t in re.findall(r"D:?(\d+):(\d+)", joined)]


def _positions(raw: str | list[str] | None, turns: dict[str, set[int]]) -> set[int]:
    return {position for turn in _turn_ids(raw) for position in turns.get(turn, ())}


def _said_at(sample: dict[str, Any], number: int) -> dt.datetime:
    text = sample["conversation"][f"session_{number}_date_time"].strip()
    for form in _FORMATS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
    msg = f"session date not understood: {text!r}"
    raise ValueError(msg)
