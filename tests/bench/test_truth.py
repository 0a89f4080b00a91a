"""The truth benchmark runs over the wire and tells right from wrong."""

from __future__ import annotations

import httpx
import pytest

from bench.truth import run
from bench.truth.dialogues import parsed
from bench.truth.extraction import dialogues
from bench.truth.judging import Judge
from bench.truth.observing import Observed
from tests.client.transports import HOST, DjangoTransport


@pytest.fixture
def api(acme):
    headers = {"Authorization": f"Token {acme.key}"}
    with httpx.Client(
        base_url=HOST, headers=headers, transport=DjangoTransport()
    ) as client:
        yield client


def test_there_are_enough_dialogues_and_both_halves_have_every_kind():
    halves = [list(dialogues(half)) for half in ("tuning", "judging")]
    assert sum(map(len, halves)) >= 300
    kinds = [{dialogue.kind for dialogue in half} for half in halves]
    assert kinds[0] == kinds[1]
    assert {d.language for half in halves for d in half} >= {"en", "es", "fr", "de", "pt"}  # fmt: skip


def test_it_lives_through_dialogues_and_leaves_nothing(acme, api):
    chosen = [
        next(d for d in dialogues("tuning") if d.kind == kind)
        for kind in ("update", "out_of_order", "junk", "time", "dates")
    ]
    kinds, languages, misses = run.judged(api, chosen, keep=False)
    assert set(kinds) == {"update", "out_of_order", "junk", "time", "dates"}
    total = sum(kinds.values(), start=type(kinds["update"])())
    assert total == sum(languages.values(), start=type(total)())
    assert total["recall of"] > 4
    assert run.table(kinds, total).splitlines()[-1].startswith("all")
    assert all(isinstance(miss, str) for miss in misses)
    left = acme.post("/v3/memories/", {"filters": {"user_id": "*"}}).json()
    assert left["count"] == 0


DIALOGUE = parsed(
    {
        "id": "x",
        "kind": "update",
        "messages": [
            {"user": "I live in Oslo."},
            {"user": "I moved to Faro.", "day": 9},
        ],
        "expect": [
            {"has": ["Oslo"], "slot": "User|home|Oslo"},
            {"has": ["Faro"], "slot": "User|home|Faro", "start": "2023-05-17",
             "end": "2023-05-17"},
        ],
        "only": True,
        "ask": [{"q": "Where do I live?", "first": ["Faro"], "stale": ["Oslo"]}],
    },
    "test",
)  # fmt: skip


def memory(number, text, state="current", **more):
    return {
        "id": str(number),
        "memory": text,
        "state": state,
        "created_at": "2023-05-08T12:00:00+00:00",
        "actor": None,
        "attributed_to": "user",
        "event_start": None,
        "event_end": None,
        **more,
    }


OSLO = memory(1, "User lives in Oslo", "superseded")
FARO = memory(
    2,
    "User moved to Faro",
    event_start="2023-05-17T00:00:00+00:00",
    event_end="2023-05-18T00:00:00+00:00",
)


def wrong(memories, answer):
    judge = Judge(DIALOGUE, Observed(memories, [answer]))
    scores = judge.judge()
    return {name for name in run.NAMES if scores[name] < scores[f"{name} of"]}


@pytest.mark.parametrize(
    ("memories", "answer", "measures"),
    [
        ([OSLO, FARO], [FARO, OSLO], set()),
        ([FARO], [FARO], {"recall"}),
        ([OSLO, FARO], [OSLO, FARO], {"first"}),
        ([{**OSLO, "state": "current"}, FARO], [FARO], {"stale"}),
        ([OSLO, FARO, memory(3, "User says hello")], [FARO], {"precision"}),
        ([OSLO, {**FARO, "attributed_to": "assistant"}], [FARO], {"attribution"}),
        ([OSLO, {**FARO, "event_end": None}], [FARO], {"dates"}),
        ([OSLO, {**FARO, "state": "superseded"}], [FARO], {"state"}),
    ],
)
def test_each_kind_of_mistake_is_counted_where_it_belongs(memories, answer, measures):
    assert wrong(memories, answer) == measures


def test_a_missed_bar_is_named():
    judge = Judge(DIALOGUE, Observed([FARO], [[FARO]]))
    assert run.below(judge.judge()) == ["recall 50.0% < 95%"]
