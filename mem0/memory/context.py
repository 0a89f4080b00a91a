"""What a memory is indexed by: what it says, and where it was said.

A message is embedded and analysed once, as a `Part` that is stored with it; the
context of a memory is arithmetic over the parts around its sources. So a later message
completes the windows of the few before it without embedding anything again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mem0.embeddings.base import MIN_NORM
from mem0.memory import lexical
from mem0.memory.types import Index, Message, Vector

EPISODE_GAP = dt.timedelta(hours=1)
"""Without a run, messages further apart than this are not one conversation."""
WINDOW = 2
"""Messages on either side of a source that belong to its context."""

_PREFIX = re.compile(r"\s*([^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}):\s+\S")
_MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One message, or one fact, as the index sees it; stored with the message.

    `vector` is the unit-length embedding of its `own_text`, `terms` are the counts of
    `message_terms`. Both are enough to build every context the message is part of.
    """

    vector: Vector
    terms: Mapping[int, float]


def speaker_of(message: Message) -> str | None:
    """Who said it: the message's name, or the "Name: " its content begins with."""
    if message.name:
        return message.name
    found = _PREFIX.match(message.content)
    if found is None or len(found[1]) > _MAX_NAME or not found[1][0].isupper():
        return None
    return found[1]


def own_text(message: Message) -> str:
    """What is embedded and analysed for a message: "Name: content", the name once."""
    speaker = speaker_of(message)
    return _spoken(message.content, speaker)


def fact_text(text: str, speaker: str | None) -> str:
    """What is embedded and analysed for an extracted fact, with who it is from."""
    if speaker and speaker.casefold() in text.casefold():
        return text
    return _spoken(text, speaker)


def _spoken(text: str, speaker: str | None) -> str:
    if not speaker or text.lstrip().startswith(f"{speaker}:"):
        return text
    return f"{speaker}: {text}"


def text_terms(
    text: str, said_at: dt.datetime, language: str | None = None
) -> Counter[int]:
    """Counts of the terms of a text and of the date it was said on (in UTC)."""
    return lexical.analyze(text, language) + lexical.date_terms(
        said_at.astimezone(dt.UTC)
    )


def message_terms(message: Message, language: str | None = None) -> Counter[int]:
    """The `terms` of a message's `Part`."""
    return text_terms(own_text(message), message.said_at, language)


def continues(earlier: dt.datetime, later: dt.datetime) -> bool:
    """Whether two neighbouring messages without a run are one episode, in any order."""
    return abs(later - earlier) <= EPISODE_GAP


def window(sources: Sequence[int], length: int, radius: int = WINDOW) -> list[int]:
    """Positions in an episode of `length` messages that are the context of `sources`.

    Ascending and without repetition; positions outside the episode are left out.
    """
    near = {
        position
        for source in sources
        for position in range(source - radius, source + radius + 1)
    }
    return sorted(p for p in near if 0 <= p < length)


def completed(first: int, count: int, length: int, radius: int = WINDOW) -> list[int]:
    """Positions whose window changes when `count` messages arrive at `first`.

    `length` counts the episode with the new messages, which are left out themselves. A
    memory is indexed again if one of its sources stands at one of the positions.
    """
    new = range(first, first + count)
    return [p for p in window(new, length, radius) if p not in new]


def build_index(model: str, own: Part, context: Sequence[Part]) -> Index:
    """How a memory is found. `context` are the parts of its `window`, its sources too.

    A message that is itself the memory is its own source: its part is in `context`. A
    fact's part is not; an empty context stands for the own part alone.
    """
    members = context or (own,)
    return Index(
        model=model,
        embedding=own.vector,
        lexical=lexical.document_weights(own.terms),
        context_embedding=context_vector([part.vector for part in members]),
        context_lexical=context_weights([part.terms for part in members]),
    )


def context_vector(vectors: Sequence[Vector]) -> list[float]:
    """The direction of the mean of unit vectors; the first one if they cancel out."""
    rows = np.asarray(vectors, np.float32)
    mean = rows.mean(axis=0)
    norm = float(np.linalg.norm(mean))
    chosen = mean / norm if norm >= MIN_NORM else rows[0]
    return [float(value) for value in chosen]


def context_weights(terms: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """BM25's document half of the terms of all parts together."""
    counts: Counter[int] = Counter()
    for part in terms:
        counts.update({term: int(count) for term, count in part.items()})
    return lexical.document_weights(counts, lexical.CONTEXT_LENGTH)
