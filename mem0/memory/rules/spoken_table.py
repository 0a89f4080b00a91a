"""The shape of a language's chat spelling."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language.

    `respell`: expression → what the rules read instead, in order. `since`: how long
    something has held; `adverbs`: words between verb and complement: both are read
    over. `fillers` open a sentence and `endings` close it without saying anything.
    """

    respell: tuple[tuple[str, str], ...]
    since: str
    adverbs: str
    fillers: str
    endings: str
