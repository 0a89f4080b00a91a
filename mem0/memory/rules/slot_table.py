"""Rows of the tables that read slots: an attribute and how it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mem0.memory.rules.english_words import PETS

PROPER = r"(?P<v>(?-i:[A-ZÀ-Þ0-9]).*)"
PLACE = r"(?:the )?(?P<v>(?-i:[A-ZÀ-Þ]).*)"
ANY = r"(?P<v>.+)"
PET = rf"(?:{PETS})"


@dataclass(frozen=True, slots=True)
class Rule:
    attribute: str
    pattern: re.Pattern[str]
    closes: bool = False
    denied: bool = False
    """Only what is denied fills the slot: "is with Jake" says little."""


def rules(
    attribute: str, *patterns: str, closes: bool = False, denied: bool = False
) -> list[Rule]:
    return [
        Rule(attribute, re.compile(rf"^(?:{p})", re.IGNORECASE), closes, denied)
        for p in patterns
    ]
