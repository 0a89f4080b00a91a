"""What a language model proposes to remember, judged one by one.

A statement without support in its sources, with an invented name or number, or that
looks like a command is dropped and counted by its reason.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, Field

from mem0.memory import prompts
from mem0.memory.bearing import bears_on
from mem0.memory.relating import ProposedRelation, believed
from mem0.memory.rules.normalize import normalized
from mem0.memory.support import Evidence
from mem0.memory.suspicion import is_override, is_suspicious
from mem0.memory.types import (
    Doubt,
    Fact,
    Instructions,
    Message,
    Record,
    Relation,
    Speaker,
)

MAX_SUPERSEDED = 5
"""One statement ends few others; more at once is a command to forget."""

MAX_SLOT = 200
"""Characters of a subject, attribute, value or category; longer ones are no slot."""

SPOKEN_ROLES = ("user", "assistant")
SUSPICIONS = frozenset({"suspicious", "suspicious_source"})
"""Refusals that a person may overrule: the words were said, but they look like an attack."""


class ProposedFact(BaseModel):
    """One fact as the model answers it. What `prompts.SYSTEM` says of each field."""

    text: str
    sources: list[int]
    attributed_to: Literal["user", "assistant"] = "user"
    speaker: str | None = None
    language: str | None = None
    event_start: str | None = None
    event_end: str | None = None
    categories: list[str] = Field(default_factory=list)
    subject: str | None = None
    attribute: str | None = None
    value: str | None = None
    single_valued: bool = False
    closes: bool = False
    supersedes: list[int] = Field(default_factory=list)
    confidence: float = 1.0


class RelatedFact(ProposedFact):
    """One fact with its relations, where those are asked for."""

    relations: list[ProposedRelation] = Field(default_factory=list)


class Check:
    """Judges the proposals of one extraction and counts what it refuses."""

    def __init__(
        self,
        messages: Sequence[Message],
        known: Sequence[Record],
        recent: Sequence[Message],
        instructions: Instructions,
        zone: dt.tzinfo,
    ) -> None:
        self.messages = messages
        self.known = known
        self.zone = zone
        self.dropped: Counter[str] = Counter()
        self.doubts: list[Doubt] = []
        self.translating = not instructions.multilingual
        self.trusting = instructions.gate == "keep-everything"
        names = (
            () if instructions.categorize_later else prompts.categories(instructions)
        )
        self._categories = {name.casefold(): name for name in names}
        self._known_texts = {normalized(record.text) for record in known}
        self._context = [message.content for message in recent]
        said = [*messages, *recent]
        self._evidence = Evidence(
            [*(m.content for m in said), *(record.text for record in known)],
            speakers={message.name for message in said if message.name},
            years={message.said_at.astimezone(zone).year for message in said},
        )

    def facts(self, proposals: Iterable[ProposedFact]) -> tuple[Fact, ...]:
        """The accepted facts; of two with the same words the first, completed."""
        found: dict[str, Fact] = {}
        for fact in filter(None, map(self._fact, proposals)):
            key = normalized(fact.text)
            if key in found:
                self.dropped["duplicate"] += 1
                fact = _joined(found[key], fact)  # noqa: PLW2901
            found[key] = fact
        return tuple(found.values())

    def _fact(self, proposal: ProposedFact) -> Fact | None:
        text = clean(proposal.text)
        reason = self._refusal(text, proposal)
        if reason in SUSPICIONS and self.trusting:
            reason = None
        if reason:
            self.dropped[reason] += 1
            if reason in SUSPICIONS:
                self.doubts.append(Doubt(self._built(text, proposal), reason))
            return None
        return self._built(text, proposal)

    def _built(self, text: str, proposal: ProposedFact) -> Fact:
        sources = tuple(dict.fromkeys(proposal.sources))
        start, end = self._period(proposal)
        fact = Fact(
            text=text,
            sources=sources,
            attributed_to=self._attribution(sources, proposal.attributed_to),
            speaker=self._speaker(sources, proposal.speaker),
            event_start=start,
            event_end=end,
            categories=self._named(proposal.categories),
            subject=_slot(proposal.subject),
            attribute=_slot(proposal.attribute),
            value=_slot(proposal.value),
            single_valued=proposal.single_valued,
            closes=proposal.closes,
            language=_language(proposal.language),
            confidence=min(max(proposal.confidence, 0.0), 1.0),
            relations=self._relations(text, proposal),
        )
        ended = self._superseded(fact, proposal.supersedes)
        said = [self.messages[index].content for index in sources]
        about = [i for i in ended if bears_on(fact, self.known[i], said)]
        unlike = [index for index in ended if index not in about]
        return replace(fact, supersedes=tuple(about), unlike=tuple(unlike))

    def _relations(
        self, text: str, proposal: ProposedFact
    ) -> tuple[Relation, ...] | None:
        """None where nobody asked for them."""
        if not isinstance(proposal, RelatedFact):
            return None
        return believed(proposal.relations, [text], self.dropped)

    def _refusal(self, text: str, proposal: ProposedFact) -> str | None:
        if not text:
            return "empty"
        if not proposal.sources:
            return "no_source"
        if not all(0 <= index < len(self.messages) for index in proposal.sources):
            return "source_out_of_range"
        if not any(self._role(index) in SPOKEN_ROLES for index in proposal.sources):
            return "not_said"  # by a system prompt or a tool
        if all(is_override(self.messages[index].content) for index in proposal.sources):
            return "suspicious_source"
        return self._objection(text, proposal)

    def _objection(self, text: str, proposal: ProposedFact) -> str | None:
        cited = self._cited(proposal.sources)
        if normalized(text) in self._known_texts:
            cited = [*cited, text]  # a restatement, in the words of the memory
        slots = (proposal.subject, proposal.attribute, proposal.value)
        if any(is_suspicious(slot) for slot in slots if slot):
            return "suspicious"
        language = _language(proposal.language)
        return self._evidence.objection(
            text, cited, language=language, translating=self.translating
        )

    def _cited(self, sources: Iterable[int]) -> list[str]:
        """The source messages, with what each of them answers."""
        indices = {near for index in sources for near in (index - 1, index)}
        texts = [self.messages[index].content for index in indices if index >= 0]
        return [*texts, *self._context]

    def _role(self, index: int) -> str:
        return self.messages[index].role

    def _attribution(self, sources: Iterable[int], claimed: Speaker) -> Speaker:
        """By who spoke; the claim decides only when both did."""
        roles = {self._role(index) for index in sources} & set(SPOKEN_ROLES)
        if len(roles) == 2:
            return claimed
        return "user" if "user" in roles else "assistant"

    def _speaker(self, sources: Iterable[int], claimed: str | None) -> str | None:
        """The name given with the sources; the model only chooses among several."""
        given = [self.messages[index].name for index in sources]
        names = [name for name in given if name]
        return claimed if claimed in names else next(iter(names), None)

    def _named(self, categories: Iterable[str]) -> tuple[str, ...] | None:
        found = (self._categories.get(name.strip().casefold()) for name in categories)
        return tuple(dict.fromkeys(name for name in found if name)) or None

    def _superseded(self, fact: Fact, indices: Sequence[int]) -> tuple[int, ...]:
        """The known memories this fact may end; the rest is counted and left alone."""
        wanted = list(dict.fromkeys(indices))
        if len(wanted) > MAX_SUPERSEDED:
            self.dropped["supersedes_too_many"] += 1
            return ()
        reasons = {index: self._keeps(fact, index) for index in wanted}
        self.dropped.update(reason for reason in reasons.values() if reason)
        return tuple(index for index, reason in reasons.items() if reason is None)

    def _keeps(self, fact: Fact, index: int) -> str | None:
        """Why this known memory stays as it is, or None."""
        if not 0 <= index < len(self.known):
            return "supersedes_out_of_range"
        record = self.known[index]
        if normalized(record.text) == normalized(fact.text):
            return "supersedes_itself"
        if fact.attributed_to == "assistant" and record.attributed_to == "user":
            return "supersedes_not_allowed"
        return None

    def _period(
        self, proposal: ProposedFact
    ) -> tuple[dt.datetime | None, dt.datetime | None]:
        start = _instant(proposal.event_start, self.zone)
        end = _instant(proposal.event_end, self.zone, end=True)
        if start and end and end < start:
            self.dropped["event_end_before_start"] += 1
            return start, None
        given = (proposal.event_start, proposal.event_end)
        if [bool(text) for text in given] != [bool(start), bool(end)]:
            self.dropped["event_time_invalid"] += 1
        return start, end


def clean(text: str) -> str:
    """One line without control characters and lone surrogates."""
    kept = (" " if mark.isspace() else mark for mark in text)
    bad = {"Cc", "Cs"}
    line = "".join(mark for mark in kept if unicodedata.category(mark) not in bad)
    return " ".join(line.split())


def _slot(text: str | None) -> str | None:
    value = clean(text or "")
    return value if value and len(value) <= MAX_SLOT else None


def _language(code: str | None) -> str | None:
    """The two or three letters of an ISO code, region and case aside."""
    found = re.match(r"([a-z]{2,3})\b", (code or "").strip().casefold())
    return found[1] if found else None


def _joined(first: Fact, again: Fact) -> Fact:
    sources = tuple(dict.fromkeys([*first.sources, *again.sources]))
    supersedes = tuple(dict.fromkeys([*first.supersedes, *again.supersedes]))
    unlike = dict.fromkeys([*first.unlike, *again.unlike])
    relations = first.relations
    if again.relations:
        relations = tuple(dict.fromkeys([*(first.relations or ()), *again.relations]))
    return replace(
        first,
        sources=sources,
        supersedes=supersedes,
        unlike=tuple(index for index in unlike if index not in supersedes),
        relations=relations,
    )


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def _instant(
    text: str | None, local: dt.tzinfo, *, end: bool = False
) -> dt.datetime | None:
    """ISO 8601 as an instant in UTC, None if it is none.

    A year, a month or a day is its first instant, or with `end` the first one after
    it. Without an offset the time is local.
    """
    try:
        moment = _moment((text or "").strip(), end=end)
        return (moment if moment.tzinfo else moment.replace(tzinfo=local)).astimezone(
            dt.UTC
        )
    except (ValueError, OverflowError):
        return None


def _moment(text: str, *, end: bool) -> dt.datetime:
    partial = _PARTIAL.fullmatch(text)
    if partial is None:
        return dt.datetime.fromisoformat(text)
    year, month, day = partial.groups()
    first = dt.datetime.fromisoformat(f"{year}-{month or '01'}-{day or '01'}")
    if not end:
        return first
    if day:
        return first + dt.timedelta(days=1)
    after = first.year * 12 + first.month - 1 + (1 if month else 12)
    return first.replace(year=after // 12, month=after % 12 + 1)
