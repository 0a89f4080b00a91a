from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from mem0.memory.rules import RuleExtractor
from mem0.memory.types import Extraction, Instructions, Message

MONDAY = dt.datetime(2023, 5, 8, 12, 0, tzinfo=dt.UTC)
Said = str | tuple[str, str] | tuple[str, str, str]
Extract = Callable[..., Extraction]


def message(said: Said) -> Message:
    """ "text", ("role", "text") or ("role", "text", "name")."""
    if isinstance(said, str):
        return Message("user", said, MONDAY)
    name = said[2] if len(said) == 3 else None
    return Message(said[0], said[1], MONDAY, name)


@pytest.fixture
def extract() -> Extract:
    def run(
        *said: Said,
        recent: tuple[Said, ...] = (),
        names: dict[str, str] | None = None,
        **wanted: Any,
    ) -> Extraction:
        return RuleExtractor().extract(
            [message(one) for one in said],
            recent=[message(one) for one in recent],
            instructions=Instructions(**wanted),
            names=names,
        )

    return run


@pytest.fixture
def texts(extract: Extract) -> Callable[..., list[str]]:
    def run(*said: Said, **more: Any) -> list[str]:
        return [fact.text for fact in extract(*said, **more).facts]

    return run


@pytest.fixture
def slots(extract: Extract) -> Callable[..., list[tuple[Any, ...]]]:
    """(subject, attribute, value, closes) of the facts that fill a slot."""

    def run(*said: Said, **more: Any) -> list[tuple[Any, ...]]:
        facts = extract(*said, **more).facts
        return [
            (f.subject, f.attribute, f.value, f.closes) for f in facts if f.attribute
        ]

    return run
