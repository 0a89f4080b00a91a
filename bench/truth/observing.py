"""A dialogue as the platform lives through it: adds over HTTP, then what is there.

Each dialogue is a user of its own. What was said on one day is one add, at the time of
its first message; days come in the order of the dialogue, which may not be that of time.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from bench.truth.dialogues import BASE, Dialogue, Turn

Memory = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Observed:
    """All memories of a dialogue, and the answer to each of its questions."""

    memories: Sequence[Memory]
    answers: Sequence[Sequence[Memory]]


def observe(api: httpx.Client, dialogue: Dialogue, run: str) -> Observed:
    """Say it all, then look."""
    user = f"truth-{run}-{dialogue.id}"[:255]
    for _, group in itertools.groupby(dialogue.turns, key=lambda t: t.said_at.date()):
        _say(api, list(group), dialogue, user)
    answers = [_search(api, user, dialogue, ask) for ask in dialogue.ask]
    return Observed(_memories(api, user), answers)


def forget(api: httpx.Client, dialogue: Dialogue, run: str) -> None:
    """Delete what the dialogue left."""
    user = f"truth-{run}-{dialogue.id}"[:255]
    api.delete("/v1/memories/", params={"user_id": user}).raise_for_status()


def last_day(dialogue: Dialogue) -> dt.datetime:
    """The day after everything was said: when the questions are asked."""
    said = max(turn.said_at for turn in dialogue.turns)
    return said + dt.timedelta(days=1)


def _say(
    api: httpx.Client, turns: Sequence[Turn], dialogue: Dialogue, user: str
) -> None:
    body = {
        "messages": [
            {
                "role": t.role,
                "content": t.content,
                **({"name": t.name} if t.name else {}),
            }
            for t in turns
        ],
        "user_id": user,
        "timestamp": int(turns[0].said_at.timestamp()),
        "timezone": dialogue.timezone,
        "async_mode": False,
    }
    api.post("/v3/memories/add/", json=body).raise_for_status()


def _search(api: httpx.Client, user: str, dialogue: Dialogue, ask: Any) -> list[Memory]:
    body = {
        "query": ask["q"],
        "filters": {"user_id": user},
        "top_k": 5,
        "threshold": 0,
        "reference_date": last_day(dialogue).isoformat(),
    }
    if "as_of" in ask:
        body["as_of"] = (BASE + dt.timedelta(days=ask["as_of"])).isoformat()
    answer = api.post("/v3/memories/search/", json=body)
    answer.raise_for_status()
    hits: list[Memory] = answer.json()["results"]
    return hits


def _memories(api: httpx.Client, user: str) -> list[Memory]:
    body = {
        "filters": {"user_id": user},
        "show_expired": True,
        "include_merged": True,
        "page_size": 200,
    }
    answer = api.post("/v3/memories/", json=body)
    answer.raise_for_status()
    found: list[Memory] = answer.json()["results"]
    return found
