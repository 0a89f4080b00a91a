"""A correction replaces the value said just before."""

from __future__ import annotations


def test_it_corrects_within_one_conversation(extract):
    (fact,) = extract("My favorite city is Rome.", "Sorry, I meant Florence.").facts
    assert (fact.text, fact.value) == ("User's favorite city is Florence", "Florence")
    assert fact.sources == (0, 1)


def test_it_corrects_what_was_said_before(extract):
    (fact,) = extract(
        "Actually it's Florence.", recent=("My favorite city is Rome.",)
    ).facts
    assert (fact.attribute, fact.value, fact.sources) == (
        "favorite:city",
        "Florence",
        (0,),
    )


def test_a_corrected_item_of_a_multi_valued_slot_is_closed(extract):
    closed, new = extract("I meant soy.", recent=("I'm allergic to nuts.",)).facts
    assert (closed.value, closed.closes, new.value, new.closes) == (
        "nuts",
        True,
        "soy",
        False,
    )


def test_a_correction_of_nothing_is_harmless(extract):
    assert all(fact.attribute is None for fact in extract("Actually, it's late.").facts)
