"""Relations read from what memories say, without a model."""

from __future__ import annotations

import datetime as dt

import pytest

from mem0.memory import relations
from mem0.memory.decisions import Given, record_of
from mem0.memory.rules.extractor import RuleExtractor
from mem0.memory.types import Change, Instructions, Message, Record, Relation, Scope

NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
SCOPE = Scope(user_id="u-1", agent_id="helper")


def remembered(said, name=None, scope=SCOPE):
    messages = [Message("user", said, NOW, name=name, id="m")]
    found = RuleExtractor().extract(messages, instructions=Instructions())
    return [record_of(fact, messages, scope, Given(NOW)) for fact in found.facts]


def related(said, **kwargs):
    return {
        (each.source, each.relationship, each.target)
        for record in remembered(said, **kwargs)
        for each in relations.stated(record)
    }


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I moved to Porto", {("u-1", "lives_in", "Porto")}),
        (
            "I work at Acme as a data engineer",
            {("u-1", "works_at", "Acme"), ("u-1", "works_as", "data engineer")},
        ),
        (
            "My sister Maria lives in Lisbon and works for Google",
            {
                ("u-1", "sister", "Maria"),
                ("Maria", "lives_in", "Lisbon"),
                ("Maria", "works_at", "Google"),
            },
        ),
        (
            "My brother Tom is married to Julia",
            {("u-1", "brother", "Tom"), ("Tom", "married_to", "Julia")},
        ),
        ("Ana is my manager", {("u-1", "manager", "Ana")}),
        ("My boss is called Priya", {("u-1", "boss", "Priya")}),
        ("I have a dog named Rex", {("u-1", "has_pet", "Rex")}),
        (
            "We have two kids, Leo and Mia.",
            {("u-1", "child", "Leo"), ("u-1", "child", "Mia")},
        ),
        (
            "I play tennis with Carlos every Sunday",
            {("u-1", "has_hobby", "tennis"), ("u-1", "plays_with", "Carlos")},
        ),
        ("Alice met Bob in Paris", {("Alice", "knows", "Bob")}),
        ("Acme acquired Initech in 2020", {("Acme", "acquired", "Initech")}),
        ("I bought a Tesla yesterday", {("u-1", "drives", "Tesla")}),
        (
            "My favourite restaurant is Taberna",
            {("u-1", "favorite_restaurant", "Taberna")},
        ),
        (
            "Yo vivo en Madrid y trabajo en Telefónica",
            {("u-1", "lives_in", "Madrid"), ("u-1", "works_at", "Telefónica")},
        ),
        ("Ich wohne in Köln", {("u-1", "lives_in", "Köln")}),
    ],
)
def test_it_reads_who_stands_how_to_whom(said, expected):
    assert related(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "I no longer work at Acme",
        "I'd like to visit Japan",
        "I never met Bob",
        "I am 34 years old",
        "My phone number is +351 912 345 678",
        "I have two sisters",
    ],
)
def test_what_is_not_so_or_no_thing_is_no_relation(said):
    assert related(said) == set()


def test_a_speaker_with_a_name_is_called_by_it():
    assert related("I live in Porto", name="Ana") == {("Ana", "lives_in", "Porto")}


def test_a_speaker_without_one_is_whom_the_memory_is_filed_under():
    assert related("I live in Porto", scope=Scope(run_id="r-9")) == {
        ("r-9", "lives_in", "Porto")
    }


def record(text, **fields):
    return Record("m", text, SCOPE, NOW, NOW, **fields)


def test_what_a_model_found_is_taken_instead_of_the_text():
    said = record(
        "User lives in Porto", subject="User", attribute="home", value="Porto"
    )
    found = Relation("User", "resides_in", "Porto", "person", "place")
    assert relations.of(Change("ADD", said)) == relations.stated(said)
    (only,) = relations.of(Change("ADD", said, relations=(found,)))
    assert (only.source, only.relationship) == ("u-1", "resides_in")
    assert relations.of(Change("ADD", said, relations=())) == ()


@pytest.mark.parametrize(
    "relation",
    [
        Relation("", "knows", "Bob"),
        Relation("Ana", "", "Bob"),
        Relation("Ana", "knows", " .! "),
        Relation("Ana", "is", "ana"),
        Relation("Ana", "said", "x" * 101),
    ],
)
def test_empty_endless_and_circular_ones_are_left_out(relation):
    assert relations.resolved([relation], SCOPE) == ()


def test_each_relation_is_there_once_and_a_text_has_no_endless_number():
    again = [Relation("Ana", "knows", "Bob"), Relation("ANA", "knows", "bob")]
    assert relations.resolved(again, SCOPE) == (again[0],)
    many = [Relation("Ana", "knows", f"Bob {n}") for n in range(100)]
    assert len(relations.resolved(many, SCOPE)) == relations.MOST


@pytest.mark.parametrize(
    "text", ["", "x" * 100_000, "'s " * 30_000, "\x00\ud800 is A's"]
)
def test_any_text_is_read_in_bounded_time(text):
    assert isinstance(relations.stated(record(text)), tuple)


def test_a_question_mentions_names_and_phrases():
    names = relations.mentioned("Where does Maria Silva's brother live?")
    assert {"maria", "maria silva", "brother"} <= set(names)
    assert "where" not in names
    assert "u-1" in relations.mentioned("Where do I live?", ["u-1"])
    assert "u-1" not in relations.mentioned("Where is Porto?", ["u-1"])


def test_relationships_are_in_snake_case():
    assert relations.snake("Works at") == "works_at"
    assert relations.snake("IS_FRIEND-OF ") == "is_friend_of"
