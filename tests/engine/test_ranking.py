from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from mem0.memory.ranking import (
    ARMS,
    WEIGHTS,
    Asked,
    Hit,
    Moments,
    Pool,
    asked,
    passes,
    pool_size,
    rank,
    score_rows,
    session_prior,
    sql_weights,
)
from mem0.memory.types import Candidate, Record, Scope

DAY = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
CLEAR = {"dense": 0.6, "context_dense": 0.6, "lexical": 9.0, "context_lexical": 9.0}
WEAK = {"dense": 0.12, "context_dense": 0.15, "lexical": 0.0, "context_lexical": 0.5}
STATS = {
    "dense": Moments(0.1, 0.1),
    "context_dense": Moments(0.15, 0.1),
    "lexical": Moments(0.5, 1.2),
    "context_lexical": Moments(1.0, 1.5),
    "session": Moments(2.0, 1.2),
}


def record(name: str, **changes) -> Record:
    text = "A sentence of an ordinary length about something that has happened to us."
    return replace(Record(name, text, Scope(user_id="u"), DAY, DAY), **changes)


def candidate(name: str, arms: dict[str, float] = CLEAR, **changes) -> Candidate:
    return Candidate(record(name, **changes), {"session": arms["lexical"], **arms})


def order(*rows: Candidate, query: Asked | None = None, size: int = 500, **options):
    pool = Pool(rows, STATS, size, 10.0)
    return rank(pool, query or Asked(), **options)


def ids(hits: list[Hit]) -> list[str]:
    return [hit.record.id for hit in hits]


@pytest.mark.parametrize("size", [1, 3, 20, 500, 20_000])
def test_a_clear_hit_scores_high_and_a_stranger_low_in_any_scope(size):
    clear, stranger = order(candidate("stranger", WEAK), candidate("clear"), size=size)
    assert ids([clear, stranger]) == ["clear", "stranger"]
    assert clear.score > 0.6
    assert 0 < stranger.score < 0.3


def test_a_single_row_is_judged_by_what_holds_in_any_scope():
    flat = {name: Moments(CLEAR.get(name, 9.0), 0.0) for name in ARMS}
    (hit,) = rank(Pool([candidate("only")], flat, 1, 10.0), Asked())
    assert hit.score > 0.6
    empty = {name: Moments(0.0, 0.0) for name in ARMS}
    nothing = candidate("only", dict.fromkeys(CLEAR, 0.0))
    (hit,) = rank(Pool([nothing], empty, 1, 10.0), Asked())
    assert hit.score < 0.3


def test_scores_stay_in_bounds_and_in_order():
    rng = np.random.default_rng(3)
    rows = [
        candidate(
            str(i),
            {n: float(v) for n, v in zip(CLEAR, rng.normal(0, 9, 4), strict=True)},
        )
        for i in range(50)
    ]
    hits = order(*rows, decay={str(i): 1.5 for i in range(0, 50, 2)})
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    told = [pair for hit in hits for pair in hit.breakdown.items()]
    assert all(0 <= value <= 1 for name, value in told if name != "decay")


def test_an_empty_pool_has_no_hits():
    assert order() == []


def test_a_query_without_words_of_weight_is_ranked_by_meaning():
    far = CLEAR | {"dense": 0.1, "context_dense": 0.1}
    pool = Pool([candidate("far", far), candidate("near")], STATS, 500, 0.0)
    assert ids(rank(pool, Asked())) == ["near", "far"]


@pytest.mark.parametrize(
    "text", ["What did Caroline say?", "what did caroline say", "Ask Caro"]
)
def test_the_person_named_in_the_query_comes_first(text):
    hits = order(
        candidate("a", speaker="Melanie"),
        candidate("b", speaker="Caroline Smith"),
        query=asked(text),
    )
    assert ids(hits) == ["b", "a"]
    assert hits[0].breakdown["entity"] == 1.0


def test_a_memory_about_the_person_counts_like_one_by_them():
    hits = order(
        candidate("a"), candidate("b", subject="Ana"), query=asked("where is Ana?")
    )
    assert ids(hits) == ["b", "a"]


def test_a_small_word_is_no_short_name():
    hits = order(
        candidate("a", speaker="Arthur"), candidate("b"), query=asked("what art is it")
    )
    assert {hit.breakdown["entity"] for hit in hits} == {0.0}


def test_time_nudges_and_never_filters():
    march = (DAY, DAY + dt.timedelta(days=31))
    hits = order(
        candidate("never", created_at=DAY - dt.timedelta(days=90)),
        candidate("said then", created_at=DAY + dt.timedelta(days=2)),
        candidate(
            "about then", created_at=DAY + dt.timedelta(days=90), event_start=DAY
        ),
        query=Asked(window=march),
    )
    assert ids(hits) == ["about then", "said then", "never"]


def test_the_end_of_a_time_window_is_outside():
    window = (DAY - dt.timedelta(days=1), DAY)
    (hit,) = order(candidate("a"), query=Asked(window=window))
    assert hit.breakdown["temporal"] == 0.0


def test_a_replaced_memory_stands_behind_all_that_replaced_it():
    hits = order(
        candidate("first", state="superseded", replaced_by="second"),
        candidate("second", WEAK, state="superseded", replaced_by="third"),
        candidate("third", WEAK | {"dense": 0.1}),
    )
    assert ids(hits) == ["third", "second", "first"]


def test_records_that_replace_each_other_do_not_hang():
    hits = order(candidate("a", replaced_by="b"), candidate("b", replaced_by="a"))
    assert len(hits) == 2


def test_what_no_longer_holds_stands_behind_what_does():
    hits = order(
        candidate("over", valid_to=DAY), candidate("holds"), query=Asked(now=DAY)
    )
    assert ids(hits) == ["holds", "over"]
    before = Asked(now=DAY - dt.timedelta(days=1))
    (hit,) = order(candidate("over", valid_to=DAY), query=before)
    assert hit.factor == 1.0


def test_feedback_and_decay_move_a_hit():
    hits = order(
        candidate("bad", feedback="VERY_NEGATIVE"),
        candidate("plain"),
        candidate("good", feedback="POSITIVE"),
        candidate("fresh"),
        decay={"fresh": 1.5},
    )
    assert ids(hits) == ["fresh", "good", "plain", "bad"]
    assert max(hit.score for hit in hits) <= 1


def test_a_threshold_is_read_before_decay():
    (hit,) = order(candidate("a"), decay={"a": 0.3})
    assert hit.score < 0.6
    assert passes(hit, 0.6)


def test_a_threshold_keeps_what_words_alone_make_certain():
    lexical_only = CLEAR | {"dense": 0.05, "context_dense": 0.05}
    hit, stranger = order(candidate("a", lexical_only), candidate("b", WEAK))
    assert hit.breakdown["semantic"] == 0.0
    assert passes(hit, 0.3)
    assert not passes(stranger, 0.3)
    assert passes(stranger, None)
    assert passes(stranger, 0.0)


def test_the_pool_does_not_shrink_with_the_answer():
    assert pool_size(1) == pool_size(10) >= 100
    assert pool_size(1000) >= 1000


def test_equal_rows_are_ordered_by_age_and_id():
    young = DAY + dt.timedelta(days=1)
    hits = order(candidate("b"), candidate("a"), candidate("c", created_at=young))
    assert ids(hits) == ["c", "a", "b"]


def test_the_session_prior_is_the_mean_of_the_three_best():
    lexical = np.array([4.0, 3.0, 2.0, 0.0, 6.0, 1.0])
    prior = session_prior(lexical, ["x", "x", "x", "x", "y", None])
    assert prior.tolist() == [3.0, 3.0, 3.0, 3.0, 6.0, 1.0]


def test_rows_are_scored_by_their_distance_from_the_scope():
    arms = {name: np.array([0.0, 2.0, 4.0]) for name in ARMS}
    total, stats = score_rows(arms)
    weight = sum(arm.weight for arm in WEIGHTS.arms().values())
    assert (stats["dense"].mean, stats["dense"].std) == pytest.approx(
        (2, (8 / 3) ** 0.5)
    )
    assert total.tolist() == pytest.approx([-weight * 1.5**0.5, 0.0, weight * 1.5**0.5])


def test_an_arm_that_tells_nothing_apart_stays_quiet():
    arms = {name: np.array([0.1, 0.1]) for name in ARMS}
    arms["dense"] = np.array([0.1, 0.1 + 1e-9])
    assert np.abs(score_rows(arms)[0]).max() < 1e-6


def test_a_store_and_rank_agree_on_the_order():
    rng = np.random.default_rng(5)
    arms = {name: rng.normal(1, 1, 400) for name in ARMS}
    total, stats = score_rows(arms)
    quiet = replace(WEIGHTS, share=0.0, context_share=0.0, cosine=0.0)
    rows = [
        Candidate(record(f"{i:03d}"), {n: float(v[i]) for n, v in arms.items()})
        for i in range(400)
    ]
    hits = rank(Pool(rows, stats, 400, 10.0), Asked(), weights=quiet)
    assert ids(hits) == [f"{i:03d}" for i in np.argsort(-total)]


def test_a_statement_gets_a_weight_and_a_floor_for_every_arm():
    assert set(sql_weights()) == {f"{p}_{a}" for p in ("w", "floor") for a in ARMS}
