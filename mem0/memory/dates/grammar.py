"""The shape of a language's words for time.

A grammar is data: names, numbers and the few regular expressions in which a
language combines them. It is apart from the finder so that a language is added
by writing a table, not code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's words for time. Keys are lower case.

    `ago`, `ahead`, `date`, `month_year`, `on` and `in_month` are templates; a
    `{num}`, `{unit}`, `{month}`, `{weekday}`, `{day}`, `{year}` in them becomes a
    named group.
    """

    code: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    seasons: Mapping[str, int]
    """Season word → its first month."""
    numbers: Mapping[str, int]
    offsets: Mapping[str, tuple[int, str]]
    """Phrase → days from today and the part of the day ("" for the whole)."""
    directions: Mapping[str, int]
    """Word → -1 (last), 0 (this), 1 (next)."""
    lead: str
    """Articles and prepositions a phrase may start with and that the wording replaces."""
    keep: str
    """Words before a date that stay and make its preposition superfluous."""
    ago: tuple[str, ...]
    ahead: tuple[str, ...]
    date: tuple[str, ...]
    month_year: tuple[str, ...]
    on: tuple[str, ...]
    in_month: tuple[str, ...]
    in_year: str
    past: str
    """Signs of a statement about the past."""
    future: str
    recurring: str
    """Signs that a date without a year is a yearly or weekly one."""
    wording: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Precision → preposition and form; forms use {d}, {month}, {y}, {season}."""
    direction_first: bool = False
    day_of_month: tuple[str, ...] = ()
    """Templates with a `{day}` alone: "on the 5th"."""
    coming: bool = False
    """"Next Saturday" is the coming one ("samedi prochain"), not that of next week."""


def inflected(groups: Mapping[str, int]) -> dict[str, int]:
    """A table from "name name2" → number, split into one entry a word."""
    return {word: value for words, value in groups.items() for word in words.split()}


def numbered(words: str, start: int) -> dict[str, int]:
    """Words in order, numbered from `start`; "a|b" are two names of one number."""
    return {
        name.replace("_", " "): number
        for number, names in enumerate(words.split(), start)
        for name in names.split("|")
    }


def units(words: Mapping[str, str]) -> dict[str, str]:
    """A table from unit → "word word", turned around; "_" stands for a space."""
    return {
        word.replace("_", " "): unit
        for unit, text in words.items()
        for word in text.split()
    }
