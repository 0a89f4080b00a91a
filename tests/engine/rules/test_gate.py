"""What states nothing is dropped, and counted with its reason."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Hi there!", "greeting"),
        ("Guten Morgen", "greeting"),
        ("¡Hola!", "greeting"),
        ("Привет!", "greeting"),
        ("Thanks a lot!", "thanks"),
        ("Merci beaucoup", "thanks"),
        ("Dank je wel!", "thanks"),
        ("ok", "filler"),
        ("Sounds good.", "filler"),
        ("D'accord.", "filler"),
        ("What time is it", "question"),
        ("¿Qué hora es?", "question"),
        ("Wie spät ist es?", "question"),
        ("Write a poem about rain.", "instruction"),
        ("I want you to be brief.", "instruction"),
        ("brb", "transient"),
        ("No.", "filler"),
        ("I'm typing", "transient"),
        ("👍", "empty"),
        ("   ", "empty"),
        ('"I live in Narnia"', "quoted"),
        ("x" * 5_000, "too_long"),
        ("You are a helpful assistant. I live in Rome.", "system_prompt"),
    ],
)
def test_it_drops_and_counts(extract, said, reason):
    result = extract(said)
    assert result.facts == ()
    assert result.dropped == {reason: 1}


def test_a_system_message_is_never_a_fact(extract):
    assert extract(("system", "The user lives in Rome.")).dropped == {
        "system_prompt": 1
    }


def test_a_tool_message_is_never_a_fact(extract):
    assert extract(("tool", "The user lives in Rome.")).dropped == {"tool_output": 1}


@pytest.mark.parametrize(
    "block",
    [
        "Relevant memories:\n- User lives in Rome\n\n",
        "<memories>User lives in Rome</memories>",
        "> User lives in Rome\n",
        "```\nUser lives in Rome\n```\n",
    ],
)
def test_what_was_pasted_back_is_not_stored(texts, block):
    assert texts(f"{block} I play chess.") == ["User plays chess"]


@pytest.mark.parametrize(
    ("said", "stated"),
    [
        ("I moved to Porto, any tips?", "User moved to Porto"),
        ("Since I'm allergic to nuts, what can I eat?", "User is allergic to nuts"),
        ("Did I tell you that I got promoted?", "User got promoted"),
        ("As a vegan, where can I eat?", "User is a vegan"),
        (
            "Can you pick a hotel because my son uses a wheelchair?",
            "User's son uses a wheelchair",
        ),
        ("Vivo en Bilbao, ¿qué hago?", "Vivo en Bilbao"),
    ],
)
def test_the_statement_inside_a_question_is_kept(texts, said, stated):
    assert texts(said) == [stated]


def test_a_greeting_in_front_does_not_cost_the_statement(texts):
    assert texts("Hi! By the way, I play chess.") == ["User plays chess"]


def test_a_language_without_rules_is_kept_word_for_word(texts):
    assert texts("私は東京に住んでいます。") == ["私は東京に住んでいます"]


def test_a_statement_that_left_out_its_subject_is_completed(texts):
    assert texts("Moved to Oslo in 2019.") == ["User moved to Oslo in 2019"]


def test_the_same_statement_twice_is_one_fact_with_two_sources(extract):
    (fact,) = extract("I play chess.", "I play chess!").facts
    assert fact.sources == (0, 1)


@pytest.mark.parametrize(
    "said", ["No me gusta el fútbol", "No dogs are allowed in my flat"]
)
def test_a_leading_no_that_negates_is_never_cut_off(texts, said):
    (stated,) = texts(said)
    assert stated.startswith("No ")


def test_lower_case_typing_is_understood(slots):
    assert slots("im 25 and i live in austin") == [
        ("User", "age", "25", False),
        ("User", "home", "Austin", False),
    ]
