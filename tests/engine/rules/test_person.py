"""The first person becomes the speaker, in correct English."""

from __future__ import annotations

import pytest

from mem0.memory.rules.person import rewrite


@pytest.mark.parametrize(
    ("said", "stated"),
    [
        ("I am tall", "Ana is tall"),
        ("I'm tall", "Ana is tall"),
        ("I have a cat", "Ana has a cat"),
        ("I've been ill", "Ana has been ill"),
        ("I was ill", "Ana was ill"),
        ("I like tea", "Ana likes tea"),
        ("I don't like tea", "Ana doesn't like tea"),
        ("I do not like tea", "Ana does not like tea"),
        ("I haven't been there", "Ana hasn't been there"),
        ("I'll call", "Ana will call"),
        ("I'd love to", "Ana would love to"),
        ("I'd been there", "Ana had been there"),
        ("I can't swim", "Ana can't swim"),
        ("I went home", "Ana went home"),
        ("I carry an umbrella", "Ana carries an umbrella"),
        ("I usually watch films", "Ana usually watches films"),
        ("I no longer smoke", "Ana no longer smokes"),
        ("I need rest", "Ana needs rest"),
        ("I cook and bake", "Ana cooks and bakes"),
        ("I want to cook and bake", "Ana wants to cook and bake"),
        ("my dog barks", "Ana's dog barks"),
        ("I love my dog", "Ana loves their dog"),
        ("I taught myself", "Ana taught themself"),
        ("my wife and I have a boat", "Ana's wife and Ana have a boat"),
        ("Bob gave me a book", "Bob gave Ana a book"),
        ("that book is mine", "that book is Ana's"),
        ("we have a boat", "Ana and others have a boat"),
        ('he said "I am lost"', 'he said "I am lost"'),
        ("World War I ended", "World War I ended"),
        ("kawa i ciastko", "kawa i ciastko"),
        ("I’m tall", "Ana is tall"),
    ],
)
def test_it_rewrites_the_first_person(said: str, stated: str) -> None:
    assert rewrite(said, "Ana") == stated


def test_it_rewrites_you_for_a_listener() -> None:
    assert (
        rewrite("I sent you your invoice", "Assistant", "Ana")
        == "Assistant sent Ana Ana's invoice"
    )


def test_it_writes_the_possessive_of_a_name_that_ends_in_s() -> None:
    assert rewrite("my car", "James") == "James' car"
