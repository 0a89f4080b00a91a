"""Fits and checks the estimate of whether the store knows the answer.

    python -m bench.offline.answerability DATA

Answerable are the questions with evidence; not answerable are the adversarial ones
(asked of the wrong person, or of what never happened), questions of other conversations,
and answerable ones after their evidence was taken away. Every question is also asked of
small scopes. One conversation at a time is left out; the coefficients of all are printed
for `mem0/memory/answerability.py`.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bench.offline.conversations import Conversation, Question, load
from bench.offline.recall import records_of
from bench.offline.scopes import Answers, ask, scope_of
from mem0.memory import answerability, ranking
from mem0.memory.finding import Found, Wanted
from mem0.memory.ranking import Floats, Pool
from mem0.memory.types import Candidate, Query

ADVERSARIAL = 5
SMALL = (1, 3, 10, 40)
"""Rows of the small scopes."""
KINDS = ("answered", "adversarial", "foreign", "taken away")


@dataclass(frozen=True)
class Sample:
    kind: str
    size: int
    values: Floats


def adversarial(path: str) -> dict[str, list[Question]]:
    """The questions of each conversation that it only seems to answer."""
    samples = json.loads(pathlib.Path(path).read_text())
    return {
        sample["sample_id"]: [
            Question(q["question"], ADVERSARIAL, frozenset({0}))
            for q in sample["qa"]
            if q["category"] == ADVERSARIAL
        ]
        for sample in samples
    }


def found_of(answers: Answers, question: int) -> Found:
    """One question, answered as the engine answers it."""
    records = records_of(answers)
    arms = {name: values[question] for name, values in answers.arms.items()}
    total, stats = ranking.score_rows(arms)
    best = np.argsort(-total, kind="stable")[: ranking.POOL]
    pool = Pool(
        [
            Candidate(records[i], {name: float(v[i]) for name, v in arms.items()})
            for i in best
        ],
        stats,
        len(records),
        answers.masses[question],
    )
    text = answers.scope.conversation.questions[question].text
    asked = ranking.asked(text)
    hits = ranking.rank(pool, asked)
    query = Query(text, "", (), {}, None, ranking.POOL)
    return Found(hits[:10], hits, pool, query, asked, Wanted())


def samples_of(
    conversation: Conversation, questions: list[Question], kind: str
) -> Iterator[Sample]:
    if not questions:
        return
    asked = [replace(question, evidence=frozenset()) for question in questions]
    scope = scope_of(replace(conversation, questions=asked))
    answers = ask(scope)
    for number in range(len(questions)):
        found = found_of(answers, number)
        values = np.array(answerability.features(found))
        yield Sample(kind, len(scope.messages), values)


def small(
    conversation: Conversation, question: Question, kind: str, rng: random.Random
) -> Iterator[Sample]:
    """The same question of a few rows, with its evidence if it is answered."""
    size = rng.choice(SMALL)
    kept = sorted(question.evidence) if kind == "answered" else []
    others = [
        i for i in range(len(conversation.messages)) if i not in question.evidence
    ]
    kept = sorted({*kept, *rng.sample(others, max(0, size - len(kept)))})
    cut = replace(
        conversation,
        messages=[conversation.messages[i] for i in kept],
        questions=[question],
    )
    yield from samples_of(cut, cut.questions, kind)


def prepared(path: str) -> list[list[Sample]]:
    """The samples of each conversation."""
    conversations = load(path)
    hard = adversarial(path)
    rng = random.Random(7)
    sets = []
    for place, conversation in enumerate(conversations):
        foreign = conversations[(place + 1) % len(conversations)].questions
        asked = {
            "answered": conversation.questions,
            "adversarial": hard[conversation.id],
            "foreign": rng.sample(foreign, 60),
        }
        own: list[Sample] = []
        for kind, questions in asked.items():
            own += samples_of(conversation, questions, kind)
            for question in rng.sample(questions, min(40, len(questions))):
                own += small(conversation, question, kind, rng)
        for question in rng.sample(conversation.questions, 40):
            own += small(conversation, question, "taken away", rng)
        sets.append(own)
    return sets


def fitted(samples: list[Sample]) -> Floats:
    """Bias and coefficients: a ridge logistic regression by Newton's steps.

    Kinds weigh the same, so that the estimate does not lean on how many there are.
    """
    x = np.array([[1.0, *sample.values] for sample in samples])
    y = np.array([float(sample.kind == "answered") for sample in samples])
    counts = {kind: sum(s.kind == kind for s in samples) for kind in KINDS}
    share = {"answered": 0.5, **dict.fromkeys(KINDS[1:], 0.5 / 3)}
    w = np.array([share[s.kind] / counts[s.kind] for s in samples]) * len(samples)
    ridge = np.diag([0.0, *[1.0] * len(answerability.NAMES)])
    beta = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (w * (y - p)) - ridge @ beta
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + ridge
        beta += np.linalg.solve(hessian, gradient)
    return beta


def chance(beta: Floats, samples: list[Sample]) -> Floats:
    x = np.array([[1.0, *sample.values] for sample in samples])
    result: Floats = 1 / (1 + np.exp(-x @ beta))
    return result


def area(positive: Floats, negative: Floats) -> float:
    """How often an answered question is estimated higher than one that is not."""
    higher = (positive[:, None] > negative[None, :]).mean()
    equal = (positive[:, None] == negative[None, :]).mean()
    return float(higher + equal / 2)


def report(samples: list[Sample], chances: Floats) -> None:
    kinds = np.array([sample.kind for sample in samples])
    good = chances[kinds == "answered"]
    print(f"{'':14}{'n':>6}{'mean':>8}{'< 0.3':>8}{'> 0.7':>8}{'AUC':>8}")
    for kind in KINDS:
        own = chances[kinds == kind]
        auc = "" if kind == "answered" else f"{area(good, own):8.3f}"
        low, high = (own < 0.3).mean(), (own > 0.7).mean()
        print(f"{kind:14}{len(own):6}{own.mean():8.3f}{low:8.3f}{high:8.3f}{auc}")
    print(f"{'all others':14}{'':30}{area(good, chances[kinds != 'answered']):8.3f}")
    print("estimate, and how often it was right (kinds weighed as in the fit):")
    weights = np.where(kinds == "answered", 0.5 / (kinds == "answered").sum(), 0.0)
    for kind in KINDS[1:]:
        weights[kinds == kind] = 0.5 / 3 / (kinds == kind).sum()
    for low in np.arange(0, 1, 0.2):
        inside = (chances >= low) & (chances < low + 0.2)
        if inside.any():
            told = np.average(chances[inside], weights=weights[inside])
            true = np.average(kinds[inside] == "answered", weights=weights[inside])
            print(f"  {low:.1f}–{low + 0.2:.1f}: told {told:.2f}, true {true:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    sets = prepared(parser.parse_args().data)
    every = [sample for own in sets for sample in own]
    left = [
        chance(fitted([s for other in sets if other is not own for s in other]), own)
        for own in sets
    ]
    print("each conversation, estimated by a fit on the others:")
    report(every, np.concatenate(left))
    beta = fitted(every)
    print("BIAS =", round(float(beta[0]), 2))
    print("COEFFICIENTS =", tuple(round(float(value), 2) for value in beta[1:]))


if __name__ == "__main__":
    main()
