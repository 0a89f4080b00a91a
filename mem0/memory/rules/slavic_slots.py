"""Slots of Russian statements."""

from __future__ import annotations

from mem0.memory.rules.phrasebook import Phrases, V

RUSSIAN = Phrases(
    lead="я|сейчас|теперь|уже|и|но",
    possessive="мой|моя|мои|наш|наша",
    negation=r"\b(?:больше не|не)\b",
    joint="и|но",
    first=(
        ("name", rf"меня зовут {V}"),
        ("age", r"мне (?P<v>\d{1,3}) (?:лет|год)"),
        ("home", rf"(?:живу|переехал|переехала) в {V}"),
        ("employer", rf"работаю в {V}"),
        ("allergy", rf"(?:у меня )?аллергия на {V}"),
        ("likes", rf"(?:люблю|обожаю) {V}"),
    ),
    ended=(),
    third=(("home", rf"живёт в {V}"), ("employer", rf"работает в {V}")),
)
