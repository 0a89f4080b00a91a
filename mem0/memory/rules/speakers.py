"""Who speaks: from the message, from a "Name:" label, or from an introduction.

The name a statement is written with may be learned in the conversation; the key
its slots are filed under is not, because the next conversation may not repeat the
introduction: it is the message's name, or "User" and "Assistant".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mem0.memory.rules.english_words import DIETS, NATIONALITIES, PROFESSIONS
from mem0.memory.rules.wordlist import words
from mem0.memory.types import Message, Speaker as Side

NAME = r"[A-ZÀ-ÞА-Я][\w'’-]*\w(?:\s[A-ZÀ-ÞА-Я][\w'’-]*\w)?"
INTRODUCED = re.compile(
    rf"(?:\b(?i:my (?:full |first )?name is|my name['’]s|call me|me llamo|mi nombre es|je m['’]appelle|mon nom est|ich hei(?:ß|ss)e|mein name ist|"
    rf"chamo-me|me chamo|meu nome é|mi chiamo|il mio nome è|ik heet|mijn naam is|меня зовут)\s+)(?P<name>{NAME})(?!['’]s)"
)
I_AM = re.compile(
    rf"(?:^|[.!,]\s|\b(?i:hi|hello|hey),?\s)(?i:i['’]m|i am|im|this is)\s+(?P<name>{NAME})(?=\s*(?:[.,!;]|$| and | from | here\b| but ))"
)
LABEL = re.compile(
    r"^(?P<name>[A-ZÀ-Þ][\w'’.-]{1,24}(?: [A-ZÀ-Þ][\w'’.-]{1,24})?)\s?:\s+(?=\S)"
)
NOT_LABELS = words(
    """
    note notes update reminder ps edit fyi re subject question answer example
    warning error info todo task goal name location address email phone age
    birthday summary context title date time preferences preference hobbies diet
    job role system human ai bot assistant user research finding result output
    input step tip important remember actually sorry correction honestly ps btw memory memories facts fact http https about hello hi
    thanks background profile bio likes dislikes
    """
)
PERSONAL = re.compile(r"\b(?:I|I['’]\w+|i['’]m|[Mm]y|[Ww]e|me|[Oo]ur|you|your)\b")
NOT_NAMES = re.compile(
    rf"^(?:{NATIONALITIES}|{DIETS}|{PROFESSIONS}|Muslim|Christian|Jewish|Hindu|Buddhist|Catholic|Monday|Sorry|Happy|Very|Not|Just|So|The|My|Your|From|Single|Married|Allergic|Tamil|Punjabi|Gujarati|Telugu|Kurdish|Arab|Hispanic|Sikh|Atheist|Agnostic|Black|White|Mixed|Protestant|Orthodox|Libra|Virgo|Scorpio|Gemini|Taurus|Aries|Pisces|Aquarius|Capricorn|Sagittarius|[EI][NS][FT][JP]|European|African|Asian|Latino|Latina)\b",
    re.IGNORECASE,
)
SIDES: Mapping[str, Side] = {
    "assistant": "assistant",
    "ai": "assistant",
    "model": "assistant",
    "bot": "assistant",
    "agent": "assistant",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker: the side of the conversation, the name in texts, the slot key."""

    side: Side
    name: str
    key: str
    named: bool

    @property
    def speaker(self) -> str | None:
        return self.name if self.named else None


def side_of(role: str) -> Side | None:
    """The side a role speaks for; None for roles that state no facts."""
    lower = role.lower()
    if lower in {"system", "developer", "tool", "function"}:
        return None
    return SIDES.get(lower, "user")


def person_of(
    message: Message, learned: str | None, names: Mapping[str, str]
) -> Person:
    """The speaker of a message; `names` maps a message's name or role to a shown name."""
    side = side_of(message.role) or "user"
    given = (message.name or "").strip()
    if given:
        return Person(
            side, names.get(given, given), names.get(given, given), named=True
        )
    default = "Assistant" if side == "assistant" else "User"
    if message.role in names:
        return Person(side, names[message.role], default, named=True)
    if side == "user" and learned:
        return Person(side, learned, default, named=True)
    return Person(side, default, default, named=False)


def learned_name(messages: Sequence[Message]) -> str | None:
    """The name the unnamed user gave last."""
    found = None
    for message in messages:
        if side_of(message.role) == "user" and not message.name:
            found = introduced(message.content[:4_000]) or found
    return found


def introduced(text: str) -> str | None:
    """The name a text introduces its speaker with."""
    match = INTRODUCED.search(text) or I_AM.search(text)
    if match is None or NOT_NAMES.match(match["name"]):
        return None
    return str(match["name"])


def labelled(sentence: str, labels: int) -> tuple[str, str] | None:
    """The label and the rest of "Maria: I love sailing"; `labels` seen so far."""
    match = LABEL.match(sentence)
    if match is None or match["name"].split()[0].lower() in NOT_LABELS:
        return None
    rest = sentence[match.end() :]
    return (match["name"], rest) if labels or PERSONAL.search(rest[:200]) else None


SELF_LABELS: Mapping[str, Side] = {
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "ai": "assistant",
}
TRANSCRIPT = re.compile(
    r"^(?P<role>user|human|assistant|ai)\s?:\s+(?=\S)", re.IGNORECASE
)


def transcribed(sentence: str) -> tuple[Side, str] | None:
    """The side and the rest of "User: I love sailing" in a pasted transcript."""
    match = TRANSCRIPT.match(sentence)
    return (
        (SELF_LABELS[match["role"].lower()], sentence[match.end() :]) if match else None
    )
