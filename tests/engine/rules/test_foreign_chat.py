"""Spanish, French, German, Portuguese, Italian, Dutch and Russian as people type it.

No accents, no capitals, slang, several clauses in a sentence; most of it is no news.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

SAID = json.loads(
    Path(__file__).with_name("foreign_chat.json").read_text(encoding="utf-8")
)
DATED = [
    ("j'ai plaqué mon taf vendredi", "2023-05-05"),
    ("lundi je commence chez Airbus", "2023-05-08"),
    ("on se marie samedi prochain", "2023-05-13"),
    ("nos casamos el sábado que viene", "2023-05-13"),
    ("a gente vai casar sabado que vem", "2023-05-13"),
    ("pedi demissão na sexta", "2023-05-05"),
    ("sexta eu começo no Nubank", "2023-05-12"),
    ("ci siamo lasciati a marzo", "2023-03-01"),
    ("venerdi inizio da Eni", "2023-05-12"),
    ("we zijn in maart uit elkaar gegaan", "2023-03-01"),
    ("vrijdag begin ik bij ASML", "2023-05-12"),
    ("hab am freitag gekündigt", "2023-05-05"),
    ("le week-end dernier on était à Annecy", "2023-05-06"),
]


@pytest.mark.parametrize(("said", "expected"), SAID["stated"])
def test_what_is_typed_in_a_hurry_fills_its_slots(slots, said, expected):
    assert [list(slot) for slot in slots(said)] == expected


@pytest.mark.parametrize("said", SAID["nothing"])
def test_what_is_over_tomorrow_is_not_kept(texts, said):
    assert texts(said) == []


@pytest.mark.parametrize(("asked", "said", "stated"), SAID["answered"])
def test_an_answer_becomes_a_statement_of_its_own(texts, asked, said, stated):
    assert texts(("assistant", asked), ("user", said)) == [stated]


@pytest.mark.parametrize(("said", "day"), DATED)
def test_a_day_is_past_or_ahead_as_the_verb_says(extract, said, day):
    (fact,) = extract(said).facts
    assert fact.event_start == dt.datetime.fromisoformat(f"{day}T00:00:00+00:00")


@pytest.mark.parametrize(
    "said",
    [
        "el mes que viene nos mudamos a Sevilla",
        "lundi prochain je commence chez Airbus",
        "on se marie samedi prochain",
        "sábado que vem a gente se muda pra Recife",
    ],
)
def test_what_is_announced_does_not_hold_yet(slots, said):
    assert slots(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "vivo en un piso compartido",
        "ich wohne in einer WG",
        "j'habite dans une maison",
        "moro num apartamento",
        "vivo en las nubes",
        "bin bei Oma",
        "trabajo en equipo",
        "ik ben Nederlander",
        "sono Italiano",
    ],
)
def test_what_only_looks_like_a_slot_fills_none(slots, said):
    assert slots(said) == []


def test_nobody_else_is_taken_for_the_first_word_of_a_half(extract):
    facts = extract("Soy de Zaragoza pero llevo 5 años viviendo en Valencia.").facts
    assert [fact.subject for fact in facts] == ["User", "User"]
