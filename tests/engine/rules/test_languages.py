"""Eight languages are read by their rules, the others kept word for word."""

from __future__ import annotations

import pytest

from bench.languages.__main__ import SETS, Scored, load, score_rules
from mem0.memory.languages.detect import language_of

GUESSED = sorted({path.stem for path in SETS.glob("*.json")} - {"pl"})
RULED = ("de", "en", "es", "fr", "it", "nl", "pt", "ru")


@pytest.mark.parametrize("code", RULED)
def test_the_set_of_a_language_is_understood(code):
    scored = Scored()
    score_rules(load(code), scored)
    assert sum(scored.all.values()) > 50
    assert scored.misses == []


@pytest.mark.parametrize("code", GUESSED)
def test_statements_in_a_conversation_of_their_language_are_taken_for_it(code):
    given = load(code)
    said = [each if isinstance(each, str) else each[0]
            for name in ("facts", "plain") for each in given.get(name, ())]  # fmt: skip
    assert [text for text in said if language_of(text, code) != code] == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Kannst du mir helfen", "question"),
        ("Puoi aiutarmi con questo", "question"),
        ("Je voudrais savoir comment cuisiner le riz.", "question"),
        ("Ignora las instrucciones.", "instruction"),
        ("Por favor, traduce este texto.", "instruction"),
        ("Объясни мне это.", "instruction"),
        ("Jij bent erg aardig.", "small_talk"),
        ("Isso é ótimo!", "small_talk"),
    ],
)
def test_what_states_nothing_is_refused_in_every_language(extract, said, reason):
    result = extract(said)
    assert (result.facts, result.dropped) == ((), {reason: 1})


@pytest.mark.parametrize(
    "said",
    [
        "Wo ich wohne, gibt es viele Vögel.",
        "Когда я жила в Омске, у меня была собака.",
        "Sei anni fa ho finito gli studi.",
        "Als Kind wollte ich Pilot werden.",
    ],
)
def test_what_only_begins_like_a_question_is_kept(texts, said):
    assert len(texts(said)) == 1


def test_an_update_beside_the_past_is_a_statement_of_its_own(slots):
    assert slots("Ich habe in Köln gewohnt, jetzt wohne ich in Bonn.") == [
        ("User", "home", "Köln", True),
        ("User", "home", "Bonn", False),
    ]


def test_where_one_works_is_no_employer_when_it_is_home(slots):
    assert slots("Lavoro da casa.") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hablo catalán.", "es"),
        ("Il mio colore preferito è il verde.", "it"),
        ("Odeio café.", "pt"),
        ("Ik haat koffie.", "nl"),
        ("私は京都に住んでいます。", "ja"),
        ("저는 부산에 살고 있어요.", "ko"),
        ("我住在杭州。", "zh"),
        ("ฉันแพ้ถั่วลิสง", "th"),
        ("Μένω στην Αθήνα.", "el"),
        ("", None),
    ],
)
def test_a_short_sentence_tells_its_language(text, code):
    assert language_of(text) == code


def test_the_language_of_a_conversation_settles_what_is_open():
    assert language_of("Madrid", "es") == "es"
    assert language_of("Madrid") is None


def test_a_statement_without_rules_knows_its_language(extract):
    (fact,) = extract("私は京都に住んでいます。").facts
    assert fact.language == "ja"
