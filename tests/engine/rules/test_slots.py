"""Slots have the same names in every language and belong to who they are about."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "said",
    [
        "I live in Madrid",
        "Vivo en Madrid",
        "J'habite à Madrid",
        "Ich wohne in Madrid",
        "Moro em Madrid",
        "Abito a Madrid",
        "Ik woon in Madrid",
        "My new home is Madrid",
        "I moved from Rome to Madrid last week",
    ],
)
def test_a_home_is_the_same_slot_in_every_language(slots, said):
    assert slots(said) == [("User", "home", "Madrid", False)]


@pytest.mark.parametrize(
    "said",
    [
        "I don't work at Acme anymore",
        "I no longer work at Acme",
        "Ya no trabajo en Acme",
        "Je ne travaille plus chez Acme",
        "Ich arbeite nicht mehr bei Acme",
        "Já não trabalho na Acme",
        "I quit my job at Acme",
        "I used to work at Acme",
        "I was laid off from Acme",
    ],
)
def test_a_negation_closes_the_slot(slots, said):
    assert slots(said) == [("User", "employer", "Acme", True)]


@pytest.mark.parametrize(
    ("said", "attribute", "value"),
    [
        ("I'm 29", "age", "29"),
        ("I'm 29 years old and tired", "age", "29"),
        ("My favourite colour is dark green", "favorite:color", "dark green"),
        ("I'm engaged", "relationship_status", "engaged"),
        ("I've gone vegan", "diet", "vegan"),
        ("Soy vegetariana", "diet", "vegetarian"),
        ("My email is a.b@example.com.", "email", "a.b@example.com"),
        ("My time zone is Europe/Lisbon", "timezone", "Europe/Lisbon"),
        ("I work as a nurse", "role", "nurse"),
        ("I drive a Volvo", "car", "Volvo"),
        ("I'm severely allergic to latex", "allergy", "latex"),
        ("I have a dog named Rex", "pet", "Rex"),
        ("I hate crowds", "dislikes", "crowds"),
        ("I don't like crowds", "dislikes", "crowds"),
        ("I love old maps", "likes", "old maps"),
        ("My birthday is on 4 June", "birthday", "4 June"),
        ("Meine Lieblingsfarbe ist Blau", "favorite:color", "Blau"),
    ],
)
def test_it_recognises_the_slot(slots, said, attribute, value):
    assert slots(said) == [("User", attribute, value, False)]


def test_two_slots_in_one_sentence_become_two_facts(slots):
    assert slots("I live in Porto and work at Acme") == [
        ("User", "home", "Porto", False),
        ("User", "employer", "Acme", False),
    ]


def test_a_job_at_a_company_fills_employer_and_role(slots):
    assert slots("I work as a baker at Acme") == [
        ("User", "employer", "Acme", False),
        ("User", "role", "baker", False),
    ]


def test_each_item_of_a_list_becomes_a_fact(texts):
    assert texts("I'm allergic to nuts, eggs and soy") == [
        "User is allergic to nuts",
        "User is allergic to eggs",
        "User is allergic to soy",
    ]


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("My sister Marta lives in Rome", "Marta"),
        ("My brother lives in Rome", "User's brother"),
        ("Priya lives in Rome", "Priya"),
        ("Mi hermana Marta vive en Rome", "Marta"),
        ("Ma sœur Marta habite à Rome", "Marta"),
        ("Meine Schwester Marta wohnt in Rome", "Marta"),
    ],
)
def test_a_third_person_keeps_the_own_slot(slots, said, subject):
    assert slots(said) == [(subject, "home", "Rome", False)]


def test_she_is_the_person_named_before(texts, slots):
    said = "My sister Marta has a PhD. She lives in Rome."
    assert texts(said)[1] == "User's sister Marta lives in Rome"
    assert ("Marta", "home", "Rome", False) in slots(said)


@pytest.mark.parametrize(
    "said",
    [
        "I wish I lived in Rome",
        "I want to move to Rome",
        "I might move to Rome",
        "I moved to tears",
    ],
)
def test_a_wish_fills_no_slot(slots, said):
    assert slots(said) == []


def test_single_and_multi_valued_slots_are_told_apart(extract):
    home, allergy = extract("I live in Rome. I'm allergic to cats.").facts
    assert (home.single_valued, allergy.single_valued) == (True, False)
