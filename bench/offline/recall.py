"""Evidence recall of the ranking on LoCoMo, in memory, in seconds.

    python -m bench.offline.recall DATA [--mode turns|observations]

recall@k is the mean share of a question's evidence among the first k rows. Exchanges
with run ids and single turns without give the same rows: a session is an episode in
both, by its run or by the gap in time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bench.offline.conversations import CATEGORIES, load
from bench.offline.scopes import Answers, ask, scope_of
from mem0.memory.context import speaker_of
from mem0.memory.ranking import (
    ARMS,
    WEIGHTS,
    Floats,
    Hit,
    Pool,
    Weights,
    asked,
    pool_size,
    rank,
    score_rows,
)
from mem0.memory.types import Candidate, Record, Scope

KS = (1, 5, 10, 20, 50)


def records_of(answers: Answers) -> list[Record]:
    """The rows as the engine sees them; the id is the position."""
    return [
        Record(
            str(i),
            message.content,
            Scope(user_id="u"),
            message.said_at,
            message.said_at,
            speaker=speaker_of(message),
        )
        for i, message in enumerate(answers.scope.messages)
    ]


def hits_of(
    answers: Answers, question: int, records: Sequence[Record], weights: Weights
) -> list[Hit]:
    """One question, answered as a store and `rank` answer it."""
    arms = {name: values[question] for name, values in answers.arms.items()}
    total, stats = score_rows(arms, weights)
    best = np.argsort(-total, kind="stable")[: pool_size(max(KS))]
    candidates = [
        Candidate(records[i], {name: float(v[i]) for name, v in arms.items()})
        for i in best
    ]
    pool = Pool(candidates, stats, len(records), answers.masses[question])
    text = answers.scope.conversation.questions[question].text
    return rank(pool, asked(text), weights=weights)


def recalls(answers: Answers, weights: Weights = WEIGHTS) -> Floats:
    """recall@k of every question, questions × `KS`."""
    records = records_of(answers)
    rows = []
    for question, wanted in enumerate(answers.scope.evidence):
        found = [
            int(hit.record.id) in wanted
            for hit in hits_of(answers, question, records, weights)
        ]
        rows.append([sum(found[:k]) / len(wanted) for k in KS])
    return np.array(rows)


def line(name: str, rows: Floats) -> str:
    values = "  ".join(f"{value:.3f}" for value in rows.mean(axis=0))
    return f"{name:34s} {len(rows):5d}  {values}"


def prepared(path: str, mode: str = "turns") -> list[Answers]:
    """All conversations of a file, asked all their questions."""
    return [ask(scope_of(conversation)) for conversation in load(path, mode)]


def without(name: str) -> Weights:
    """The weights with one arm, or one nudge, switched off."""
    changed: dict[str, Any] = {name: 0.0}
    if name in ARMS:
        changed = {name: replace(WEIGHTS.arms()[name], weight=0.0)}
    return replace(WEIGHTS, **changed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--mode", choices=("turns", "observations"), default="turns")
    options = parser.parse_args()
    answers = prepared(options.data, options.mode)
    print(f"{'':41s}" + "  ".join(f"@{k:<4d}" for k in KS))
    each = [recalls(a) for a in answers]
    print(line("all", np.concatenate(each)))
    for a, rows in zip(answers, each, strict=True):
        print(line(a.scope.conversation.id, rows))
    kinds = np.array(
        [q.category for a in answers for q in a.scope.conversation.questions]
    )
    for kind, name in CATEGORIES.items():
        print(line(name, np.concatenate(each)[kinds == kind]))
    for arm in (
        *WEIGHTS.arms(),
        "speaker",
        "length",
        "share",
        "context_share",
        "cosine",
    ):
        rows = np.concatenate([recalls(a, without(arm)) for a in answers])
        print(line(f"without {arm}", rows))


if __name__ == "__main__":
    main()
