"""Memories as the field mapping reads them: what each says, in terms, and how well
it fits a property of a schema."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mem0.memory import lexical
from mem0.memory.types import Record

OWN, TAG, DESCRIBED, AROUND = 3.0, 2.0, 1.0, 0.3
"""Weight of a word of the property's name, of a tag, of its description, and of the
properties around it."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\W]+")
_VAGUE = """user users person people customer client someone list all any each every
field value values string text number date object array memory memories fact facts note
notes information info detail details data item items entry entries known mention
mentioned describe description related current about summary overview profile export
extracted content statement statements"""
VAGUE = frozenset(lexical.analyze(_VAGUE, "en"))
"""Terms that say nothing of what a property holds."""
_NEGATED = re.compile(
    r"\b(?:not|no|never|none|without|stopped|quit|cannot)\b|n['’]t\b", re.I
)


_S_OF_A_VERB = re.compile(r"\b(\w+ve)s\b", re.IGNORECASE)
_SPOKEN = """
age: years old born
allergies: allergic
birthday: born
city location residence address home: live moved
diet food meals: eat vegetarian vegan
employer company occupation profession job career: work
education school degree university: study studied graduated
family relatives: wife husband son daughter mother father brother sister
hobbies interests likes: enjoy love like play
dislikes: dislike hate
language languages: speak
pets: dog cat
preferences preference favorites favourites: prefer favorite favourite like love
spouse partner: wife husband married
"""
"""What is asked for in the words of a form: in the words people speak of it."""


def terms_of(text: str) -> frozenset[int]:
    """The stems of a text; "lives" may be the plural of life or a form of live."""
    return frozenset(lexical.analyze(_S_OF_A_VERB.sub(r"\g<0> \1", text), "en"))


def _spoken() -> dict[int, frozenset[int]]:
    heard: dict[int, frozenset[int]] = {}
    for line in _SPOKEN.strip().splitlines():
        formal, _, informal = line.partition(": ")
        for term in terms_of(formal):
            heard[term] = heard.get(term, frozenset()) | terms_of(informal)
    return heard


SPOKEN = _spoken()


def spaced(name: str) -> str:
    """`favouriteFood_list` as words."""
    return _CAMEL.sub(" ", name)


@dataclass(frozen=True, slots=True)
class Note:
    """One memory with the terms it can be found by."""

    id: str
    text: str
    said_at: dt.datetime
    event_start: dt.datetime | None
    categories: tuple[str, ...]
    value: str | None
    terms: frozenset[int]
    words: frozenset[int]
    """`terms` with those of its tags."""
    slot: frozenset[int]

    @classmethod
    def of(cls, record: Record) -> Note:
        """The note of a memory."""
        categories = record.categories or ()
        terms = terms_of(record.text)
        return cls(
            record.id,
            record.text,
            record.created_at,
            record.event_start,
            categories,
            record.value,
            terms,
            terms | terms_of(spaced(" ".join(categories))),
            terms_of(spaced(record.attribute or "")),
        )

    @property
    def negated(self) -> bool:
        """Whether it says that something is not so."""
        return bool(_NEGATED.search(self.text))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a property asks for: terms with weights, and those of its surroundings."""

    own: Mapping[int, float]
    around: frozenset[int] = frozenset()

    @classmethod
    def of(cls, name: str, node: Mapping[str, Any], around: Iterable[int]) -> Wanted:
        """What the name, the title, the description and the options of a property say."""
        options = [str(each) for each in node.get("enum", []) if each is not None]
        described = terms_of(str(node.get("description", "")))
        named = terms_of(f"{spaced(name)} {node.get('title', '')}")
        spoken = {other for term in named for other in SPOKEN.get(term, ())}
        weights = dict.fromkeys((described | spoken) - VAGUE, DESCRIBED)
        weights |= dict.fromkeys(terms_of(" ".join(options)) - VAGUE, TAG)
        weights |= dict.fromkeys(named - VAGUE, OWN)
        return cls(weights, frozenset(around) - frozenset(weights))

    @property
    def everything(self) -> bool:
        """Whether it asks for nothing in particular."""
        return not self.own


@dataclass(slots=True)
class Notes:
    """The memories of one answer, newest first, with how rare each term is in them."""

    all: Sequence[Note]
    seen: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for note in self.all:
            self.seen.update(note.words | note.slot)

    def fitting(
        self, wanted: Wanted, among: Sequence[Note], *, share: float
    ) -> list[Note]:
        """Those that fit at least `share` as well as the best, best and newest first."""
        if wanted.everything:
            return list(among)
        scored = self._scored(wanted, among)
        scored.sort(key=lambda pair: -pair[0])
        floor = share * scored[0][0] if scored else 0.0
        return [note for score, note in scored if score >= floor]

    def _scored(
        self, wanted: Wanted, among: Sequence[Note]
    ) -> list[tuple[float, Note]]:
        """How well each memory fits, of those with a word of the property's own."""
        own = {
            term: weight * self._rarity(term)
            for term, weight in wanted.own.items()
            if self.seen[term]
        }
        near = {term: AROUND * self._rarity(term) for term in wanted.around}
        scored = []
        for note in among if own else ():
            score = sum(own[term] for term in own.keys() & note.words)
            # A slot says what the memory is about, a word may do so.
            score += 2 * sum(own[term] for term in own.keys() & note.slot)
            if score:
                score += sum(near[term] for term in near.keys() & note.words)
                scored.append((score, note))
        return scored

    def _rarity(self, term: int) -> float:
        return math.log(1 + (len(self.all) + 1) / (self.seen[term] + 1)) + 0.1
