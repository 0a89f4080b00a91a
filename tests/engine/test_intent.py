from __future__ import annotations

import pytest

from mem0.memory import intent


@pytest.mark.parametrize(
    ("query", "attribute"),
    [
        ("Where does she live now?", "home"),
        ("Where do I work?", "employer"),
        ("¿Dónde vive Ana?", "home"),
        ("Où est-ce que je travaille ?", "employer"),
        ("Wo wohnt er?", "home"),
        ("Onde mora a Ana?", "home"),
        ("How old is Tom?", "age"),
        ("What is her favourite colour?", "favorite:"),
        ("What does Ana do for a living?", "role"),
        ("What did we have for dinner?", None),
    ],
)
def test_the_slot_a_question_asks_for(query, attribute):
    assert intent.read(query).attribute == attribute


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("Where did she live before Porto?", {"porto"}),
        ("Where did I work before joining Initech?", {"initech"}),
        ("¿Dónde vivía antes de Kyoto?", {"kyoto"}),
        ("Où habitait-elle avant Lyon ?", {"lyon"}),
        ("Wo habe ich vor Hooli gearbeitet?", {"hooli"}),
        ("Onde trabalhava antes da Galp?", {"galp"}),
        ("What did she do before becoming a nurse?", {"becoming", "nurse"}),
    ],
)
def test_what_a_question_wants_the_time_before_of(query, anchor):
    found = intent.read(query)
    assert found.past
    assert found.anchor >= anchor - {"becoming"}


@pytest.mark.parametrize(
    "query",
    ["Where did he use to live? He used to travel.", "What was my previous job?",
     "Wo habe ich früher gewohnt?"],
)  # fmt: skip
def test_a_question_about_the_past_without_a_turn(query):
    found = intent.read(query)
    assert found.past
    assert not found.anchor


@pytest.mark.parametrize(
    "query", ["What changed last month?", "¿Qué ha cambiado?", "Was hat sich geändert?"]
)
def test_a_question_about_change(query):
    assert intent.read(query).changed


@pytest.mark.parametrize(
    "query", ["", "?", "olives", "What does she like?", "\U0001f600"]
)
def test_any_other_question_has_no_intent(query):
    assert intent.read(query) == intent.NONE


def test_only_the_beginning_of_a_long_query_is_read():
    assert intent.read("a" * 10_000 + " before Porto") == intent.NONE
