"""Who said it, and under which name."""

from __future__ import annotations


def test_a_message_name_is_the_speaker(extract):
    (fact,) = extract(("user", "I play chess", "Ana")).facts
    assert (fact.text, fact.speaker, fact.subject) == ("Ana plays chess", "Ana", "Ana")


def test_a_name_learned_in_the_conversation_is_used(texts):
    assert texts("I play chess.", recent=("Hi, I'm Ana.",)) == ["Ana plays chess"]


def test_a_learned_name_does_not_change_the_slot_key(slots):
    assert slots("I'm Ana.", "I live in Rome.") == [
        ("User", "name", "Ana", False),
        ("User", "home", "Rome", False),
    ]


def test_an_adjective_is_not_a_name(slots):
    assert slots("I'm Portuguese") == [("User", "nationality", "Portuguese", False)]


def test_names_maps_a_handle_to_a_shown_name(texts):
    assert texts(("user", "I play chess", "u_17"), names={"u_17": "Ana"}) == [
        "Ana plays chess"
    ]


def test_labels_inside_a_message_are_speakers(extract):
    facts = extract("Maria: I love sailing.\nJohn: I prefer climbing.").facts
    assert [(f.text, f.speaker) for f in facts] == [
        ("Maria loves sailing", "Maria"),
        ("John prefers climbing", "John"),
    ]


def test_an_assistants_guess_is_not_a_fact(texts):
    assert texts(
        "I ate tofu.", ("assistant", "It sounds like you are vegan! Try tempeh.")
    ) == ["User ate tofu"]


def test_an_assistants_echo_is_not_a_second_fact(extract):
    result = extract(
        "I love hiking in Norway.", ("assistant", "My notes say hiking in Norway.")
    )
    assert len(result.facts) == 1
    assert result.dropped == {"assistant_restatement": 1}


def test_an_assistants_commitment_is_kept_as_the_assistants(extract):
    (fact,) = extract(
        "Book it.", ("assistant", "I've booked a table for four at Luigi's.")
    ).facts
    assert fact.text == "Assistant has booked a table for four at Luigi's"
    assert fact.attributed_to == "assistant"


def test_an_assistant_alone_is_read(extract):
    (fact,) = extract(("assistant", "The user prefers short answers.")).facts
    assert (fact.text, fact.attributed_to) == (
        "User prefers short answers",
        "assistant",
    )


def test_recent_messages_give_no_facts(extract):
    assert extract("Thanks!", recent=("I play chess.",)).facts == ()
