"""What the extractor remembers while it reads one conversation, message by message."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field

from mem0.memory.rules.normalize import normalized
from mem0.memory.rules.speakers import Person
from mem0.memory.rules.subjects import About
from mem0.memory.types import Fact

ECHO = 0.6
"""Share of an assistant sentence's words that makes it an echo of the user's."""


@dataclass
class Conversation:
    """Facts found so far and what later sentences refer back to."""

    facts: list[Fact] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    last_slot: dict[str, Fact] = field(default_factory=dict)
    """Speaker key → the fact a correction would correct."""
    person: About | None = None
    """Who "he" or "she" would be."""
    language: str | None = None
    said: list[frozenset[str]] = field(default_factory=list)
    """Stems of what users stated."""
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    """Normalised text and side → place in `facts`, for exact repeats."""
    asked: str | None = None
    """The question the assistant asked last."""
    alone: bool = False
    """Whether only the assistant speaks."""

    def keep(self, fact: Fact, speaker: Person) -> None:
        """Add a fact; the same text again only adds its source."""
        key = normalized(fact.text)
        if fact.attribute is not None:
            self.last_slot[speaker.key] = fact
        place = self.places.get((key, fact.attributed_to))
        if place is None:
            self.places[key, fact.attributed_to] = len(self.facts)
            self.facts.append(fact)
            return
        known = self.facts[place]
        sources = tuple(dict.fromkeys(known.sources + fact.sources))
        self.facts[place] = dataclasses.replace(known, sources=sources)

    def forget_facts(self) -> None:
        """Keep what can be referred back to, not what was found."""
        self.facts.clear()
        self.places.clear()
        self.dropped.clear()

    def correct(self, speaker: Person, value: str, source: int) -> bool:
        """Replace the value of the speaker's last slot; False when there is none."""
        last = self.last_slot.get(speaker.key)
        if last is None or not last.value or last.value not in last.text:
            return False
        text = last.text.replace(last.value, value)
        sources = tuple(dict.fromkeys((*last.sources, source)))
        corrected = dataclasses.replace(
            last, text=text, value=value, sources=sources, rule="correction"
        )
        if last in self.facts:
            self.facts.remove(last)
            self.places = {
                (normalized(f.text), f.attributed_to): i
                for i, f in enumerate(self.facts)
            }
        elif not last.single_valued:
            closing = dataclasses.replace(
                last, closes=True, sources=(source,), rule="correction"
            )
            self.keep(closing, speaker)
            corrected = dataclasses.replace(corrected, sources=(source,))
        self.keep(
            dataclasses.replace(corrected, sources=_positive(corrected.sources)),
            speaker,
        )
        return True

    def echoes(self, stems: frozenset[str]) -> bool:
        """Whether an assistant's sentence repeats what a user said."""
        return any(
            len(stems & said) >= ECHO * len(stems) for said in self.said if stems
        )


def _positive(sources: tuple[int, ...]) -> tuple[int, ...]:
    """Without messages that were only read as context, which have no index."""
    return tuple(source for source in sources if source >= 0)
