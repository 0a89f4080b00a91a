"""The shape of a language's slot expressions."""

from __future__ import annotations

from dataclasses import dataclass

Rows = tuple[tuple[str, str], ...]
"""Attribute → expression; its group "v" is the value."""
V = r"(?P<v>.+)"
PLACE = r"(?P<v>(?-i:[A-ZÀ-Þ]).*)"
KIND = r"(?P<kind>[\w-]+)"


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language. `first` and `ended` are about the speaker, `third` about others."""

    lead: str
    possessive: str
    negation: str
    joint: str
    first: Rows
    ended: Rows
    third: Rows
