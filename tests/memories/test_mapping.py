from __future__ import annotations

import datetime as dt

import pytest

from mem0.memory.types import Record, Scope
from memories import schemas
from memories.mapping import lay_out

NOW = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


def records(*texts, **more):
    return [
        Record(str(number), text, Scope("alice"), NOW, NOW, **more)
        for number, text in enumerate(texts)
    ]


def one(node, *texts, name="it", **more):
    """What one property becomes, with these memories."""
    schema = schemas.read_schema({"properties": {name: node}})
    answer = lay_out(schema, records(*texts, **more))
    assert schemas.is_valid(schema, answer.data)
    return answer.data.get(name)


@pytest.mark.parametrize(
    ("node", "text", "value"),
    [
        ({"type": "integer", "title": "age"}, "She is 34 years old.", 34),
        ({"type": "number", "title": "rent"}, "The rent is 1,250.50 euros.", 1250.5),
        ({"type": "integer", "title": "rent"}, "The rent is 12.5 euros.", None),
        ({"type": "integer", "title": "rent"}, "No numbers in this rent.", None),
        ({"type": "boolean", "title": "car"}, "She owns a car.", True),
        ({"type": "boolean", "title": "car"}, "She doesn't own a car.", False),
        ({"enum": ["vegan", "vegetarian"]}, "She is vegetarian.", "vegetarian"),
        ({"enum": ["vegan", "vegetarian"]}, "She is not vegetarian.", None),
        (
            {"type": "string", "format": "date", "title": "meeting"},
            "The meeting was on 12 March 2024.",
            "2024-03-12",
        ),
        (
            {"type": "string", "format": "email"},
            "Write to a.b@example.org.",
            "a.b@example.org",
        ),
        (
            {"type": "string", "format": "uri"},
            "See https://example.org/a.",
            "https://example.org/a",
        ),
    ],
)
def test_values_are_read_out_of_sentences(node, text, value):
    assert one(node, text, "Something else entirely.") == value


def test_of_two_numbers_the_one_next_to_the_word_is_taken():
    text = "Her 2 dogs share a flat whose rent is 900 euros."
    assert one({"type": "integer", "title": "rent"}, text) == 900


def test_a_number_beyond_the_bounds_is_not_taken():
    node = {"type": "integer", "title": "age", "maximum": 120}
    assert one(node, "At age 34 she climbed 8000 metres.") == 34
    assert one(node, "Her age is 300.") is None


def test_the_newest_memory_wins():
    texts = ("The rent is 950 euros.", "The rent is 900 euros.")
    assert one({"type": "integer", "title": "rent"}, *texts) == 950


def test_tags_lead_to_memories_without_a_common_word():
    node = {"type": "array", "items": {"type": "string"}}
    found = one(node, "Sushi, always.", name="favourite_food", categories=("food",))
    assert found == ["Sushi, always."]


def test_a_filled_slot_speaks_for_itself():
    node = {"type": "string"}
    slot = {"attribute": "name", "value": "Ana Reis"}
    assert one(node, "My name is Ana Reis.", name="full_name", **slot) == "Ana Reis"


def test_a_property_that_asks_for_nothing_special_collects_all():
    node = {"type": "array", "items": {"type": "string"}}
    assert one(node, "One.", "Two.", name="memories") == ["One.", "Two."]


def test_a_list_is_no_longer_than_it_may_be():
    node = {"type": "array", "items": {"type": "string"}, "maxItems": 1}
    assert one(node, "One.", "Two.", name="memories") == ["One."]


def test_nested_objects_are_filled():
    node = {
        "type": "object",
        "properties": {
            "employer": {"type": "string", "description": "Company she works for"},
            "salary": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        },
        "required": ["salary"],
    }
    found = one(node, "She works for a company in Porto.", name="job")
    assert found == {"employer": "She works for a company in Porto.", "salary": None}


def test_what_is_required_and_unknown_is_empty_and_named():
    schema = schemas.read_schema(
        {
            "properties": {
                "spouse": {"type": "string"},
                "siblings": {"type": "integer"},
                "cars": {"type": "array", "items": {}},
                "pet": {"type": ["string", "null"]},
                "extra": {"type": "string"},
            },
            "required": ["spouse", "siblings", "cars", "pet", "unnamed"],
        }
    )
    answer = lay_out(schema, [])
    assert answer.data == {
        "spouse": "",
        "siblings": 0,
        "cars": [],
        "pet": None,
        "unnamed": None,
    }
    assert set(answer.unfilled) == {"spouse", "siblings", "cars", "pet", "unnamed"}
    assert answer.evidence == {}
    assert answer.valid


def test_an_answer_that_cannot_be_empty_says_it_is_not_valid():
    schema = schemas.read_schema(
        {
            "properties": {"name": {"type": "string", "minLength": 3}},
            "required": ["name"],
        }
    )
    assert not lay_out(schema, []).valid


def test_the_same_input_gives_the_same_answer():
    schema = schemas.read_schema(
        {
            "properties": {
                "home_city": {"type": "string"},
                "hobbies": {"type": "array", "items": {"type": "string"}},
            }
        }
    )
    given = records("I live in Porto.", "My hobby is chess.", "I love painting.")
    assert lay_out(schema, given) == lay_out(schema, given)
