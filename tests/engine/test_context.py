from __future__ import annotations

import datetime as dt
import math

import pytest

from mem0.memory import context, lexical
from mem0.memory.context import Part
from mem0.memory.types import Message

NOON = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)


def said(content: str, name: str | None = None) -> Message:
    return Message("user", content, NOON, name=name)


@pytest.mark.parametrize(
    ("message", "speaker"),
    [
        (said("I like tea", "Ana"), "Ana"),
        (said("Ana: I like tea"), "Ana"),
        (said("Ana Maria López: I like tea"), "Ana Maria López"),
        (said("I like tea"), None),
        (said("remember: buy tea"), None),
        (said("at 10:30 we met"), None),
        (said("Ana:"), None),
    ],
)
def test_the_speaker_is_the_name_or_the_prefix(message, speaker):
    assert context.speaker_of(message) == speaker


def test_the_speaker_is_indexed_once():
    assert context.own_text(said("I like tea", "Ana")) == "Ana: I like tea"
    assert context.own_text(said("Ana: I like tea", "Ana")) == "Ana: I like tea"
    assert context.own_text(said("I like tea")) == "I like tea"


def test_a_fact_carries_its_speaker_unless_it_names_them():
    assert context.fact_text("Likes tea", "Ana") == "Ana: Likes tea"
    assert context.fact_text("Ana likes tea", "Ana") == "Ana likes tea"
    assert context.fact_text("Likes tea", None) == "Likes tea"


def test_a_message_is_found_by_speaker_word_and_date():
    terms = context.message_terms(said("I like tea", "Ana"))
    assert set(lexical.analyze("Ana tea 1 March 2024")) <= set(terms)


def test_the_date_is_read_in_utc():
    east = dt.timezone(dt.timedelta(hours=9))
    early = dt.datetime(2024, 3, 1, 2, tzinfo=east)
    terms = context.text_terms("tea", early)
    assert set(lexical.analyze("29 February 2024")) <= set(terms)


def test_an_hour_of_silence_ends_an_episode():
    assert context.continues(NOON, NOON + context.EPISODE_GAP)
    assert context.continues(NOON, NOON)
    late = NOON + context.EPISODE_GAP + dt.timedelta(seconds=1)
    assert not context.continues(NOON, late)
    assert not context.continues(late, NOON)


@pytest.mark.parametrize(
    ("sources", "length", "expected"),
    [
        ([5], 10, [3, 4, 5, 6, 7]),
        ([0], 10, [0, 1, 2]),
        ([9], 10, [7, 8, 9]),
        ([0], 1, [0]),
        ([2, 4], 10, [0, 1, 2, 3, 4, 5, 6]),
        ([0, 9], 10, [0, 1, 2, 7, 8, 9]),
        ([], 10, []),
    ],
)
def test_a_window_stays_inside_its_episode(sources, length, expected):
    assert context.window(sources, length) == expected


@pytest.mark.parametrize(
    ("first", "count", "length", "expected"),
    [
        (5, 1, 6, [3, 4]),
        (5, 2, 7, [3, 4]),
        (0, 3, 3, []),
        (1, 1, 2, [0]),
        (5, 1, 10, [3, 4, 6, 7]),
    ],
)
def test_a_later_message_completes_the_windows_next_to_it(
    first, count, length, expected
):
    assert context.completed(first, count, length) == expected


def test_windows_change_only_where_completed_says():
    def windows(length: int) -> dict[int, list[int]]:
        return {p: context.window([p], length) for p in range(length)}

    before, after = windows(6), windows(8)
    changed = [p for p in before if before[p] != after[p]]
    assert changed == context.completed(6, 2, 8)


def test_the_context_vector_is_the_mean_direction():
    assert context.context_vector([[1.0, 0.0], [0.0, 1.0]]) == pytest.approx(
        [math.sqrt(0.5)] * 2
    )


def test_vectors_that_cancel_out_leave_the_first():
    assert context.context_vector([[1.0, 0.0], [-1.0, 0.0]]) == [1.0, 0.0]


def test_the_context_counts_the_terms_of_all_parts():
    weights = context.context_weights([{1: 1, 2: 1}, {1: 2}])
    assert weights == lexical.document_weights({1: 3, 2: 1}, lexical.CONTEXT_LENGTH)


def test_a_memory_is_found_by_its_own_text_and_by_its_neighbours():
    own, after = Part([1.0, 0.0], {1: 1}), Part([0.0, 1.0], {2: 1})
    index = context.build_index("m", own, [own, after])
    assert index.embedding == [1.0, 0.0]
    assert set(index.lexical) == {1}
    assert set(index.context_lexical) == {1, 2}
    assert index.context_embedding[1] > 0.5
    assert index.model == "m"


def test_a_memory_without_neighbours_is_its_own_context():
    own = Part([1.0, 0.0], {1: 1})
    index = context.build_index("m", own, [])
    assert index.context_embedding == index.embedding
    assert set(index.context_lexical) == {1}
