"""No text makes the extractor raise, and sources always name a given message."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings, strategies as st

from mem0.memory.rules import RuleExtractor, normalized, same_statement
from mem0.memory.types import Instructions, Message

NOW = dt.datetime(2024, 2, 29, 23, 30, tzinfo=dt.UTC)
PIECES = st.sampled_from(
    [
        "I",
        "my",
        "we",
        "you",
        "I'm",
        "I've",
        ".",
        ",",
        ";",
        "?",
        "!",
        '"',
        "'",
        "“",
        "”",
        "`",
        "```",
        ">",
        "-",
        "\n",
        "<",
        ">",
        "<memories>",
        ":",
        "Ana",
        "live",
        "in",
        "Porto",
        "work",
        "at",
        "and",
        "but",
        "to",
        "yesterday",
        "last",
        "next",
        "week",
        "in",
        "2",
        "999",
        "years",
        "ago",
        "on",
        "Friday",
        "31",
        "February",
        "2023-02-30",
        "00/00/2000",
        "no",
        "longer",
        "not",
        "vivo",
        "en",
        "je",
        "n'habite",
        "plus",
        "ich",
        "habe",
        "私",
        "は",
        "Привет",
        "?",
        "¿",
        "Actually",
        "it's",
        "meant",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["user", "assistant", "system", "x"]), TEXTS),
        max_size=4,
    ),
    TEXTS,
)
def test_it_never_raises(said, wish):
    messages = [Message(role, text, NOW) for role, text in said]
    wanted = Instructions(excludes=wish, custom_instructions=wish, timezone=wish[:20])
    result = RuleExtractor().extract(messages, instructions=wanted)
    for fact in result.facts:
        assert fact.text
        assert all(0 <= source < len(messages) for source in fact.sources)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_sameness_never_raises_and_is_symmetric(a, b):
    assert same_statement(a, b) == same_statement(b, a)
    assert normalized(normalized(a)) == normalized(a)


@pytest.mark.parametrize(
    "piece",
    [
        "I ",
        "a",
        "I live in ",
        "<memory ",
        "last ",
        ", ",
        '"',
        "and I ",
        "- a\n",
        "Hi! ",
        "。",
        "x.y.",
        " ",
        "in 2 ",
        "I said: ",
        "¿",
    ],
)
def test_a_long_hostile_message_is_read_to_the_end(piece):
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    result = RuleExtractor().extract(
        [Message("user", text, NOW)], instructions=Instructions()
    )
    assert len(result.facts) < 100
