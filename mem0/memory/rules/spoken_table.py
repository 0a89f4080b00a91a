"""The shape of a language's chat spelling."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language.

    `respell`: expression → what the rules read instead, in order. `since`: how long
    something has held; `adverbs`: words between verb and complement: both are read
    over. `fillers` open a sentence without saying anything; `asides` do so too, but are
    words of sentences as well, and need a comma; `endings` close one after a comma.
    """

    respell: tuple[tuple[str, str], ...]
    since: str
    adverbs: str
    fillers: str
    asides: str
    endings: str
