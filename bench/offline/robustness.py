"""What recall and scores do where the tuning data is not like the world.

    python -m bench.offline.robustness DATA

Memories stored in random order (so that windows hold strangers), small scopes, and how
far apart the scores of evidence and of other rows are.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import replace

import numpy as np

from bench.offline.conversations import Conversation, load
from bench.offline.recall import hits_of, line, recalls, records_of
from bench.offline.scopes import Answers, Scope, ask, scope_of
from mem0.memory.ranking import WEIGHTS, passes

SIZES = (1, 3, 5, 10, 20)


def shuffled(conversations: list[Conversation]) -> list[Answers]:
    rng = random.Random(7)
    scopes = []
    for conversation in conversations:
        order = list(range(len(conversation.messages)))
        rng.shuffle(order)
        scopes.append(scope_of(conversation, order=order))
    return [ask(scope) for scope in scopes]


def small(conversation: Conversation, size: int, rng: random.Random) -> Answers:
    """One question of a conversation over one row that answers it and some that do not."""
    question = rng.choice([q for q in conversation.questions if q.category == 4])
    others = [
        i for i in range(len(conversation.messages)) if i not in question.evidence
    ]
    kept = [min(question.evidence), *rng.sample(others, size - 1)]
    kept.sort()
    cut = Conversation(
        conversation.id,
        [conversation.messages[i] for i in kept],
        [
            type(question)(
                question.text, 4, frozenset({kept.index(min(question.evidence))})
            )
        ],
    )
    return ask(scope_of(cut))


def small_scopes(conversations: list[Conversation]) -> None:
    rng = random.Random(7)
    print("rows  first  score of evidence (10/50/90 %)  of others (50/90/99 %)")
    for size in SIZES:
        first, good, bad = [], [], []
        for _ in range(150):
            answers = small(rng.choice(conversations), size, rng)
            hits = hits_of(answers, 0, records_of(answers), WEIGHTS)
            wanted = [int(h.record.id) in answers.scope.evidence[0] for h in hits]
            first.append(wanted[0])
            good += [h.score for h, w in zip(hits, wanted, strict=True) if w]
            bad += [h.score for h, w in zip(hits, wanted, strict=True) if not w]
        low = np.percentile(bad or [0], (50, 90, 99)).round(2)
        print(
            f"{size:4d}  {np.mean(first):.3f}",
            np.percentile(good, (10, 50, 90)).round(2),
            low,
        )


def scores(answers: list[Answers]) -> None:
    """Where scores lie, and what a threshold costs of the evidence among the first 10."""
    top, good, bad, kept = [], [], [], Counter[float]()
    for a in answers:
        records = records_of(a)
        for q, wanted in enumerate(a.scope.evidence):
            hits = hits_of(a, q, records, WEIGHTS)
            found = [h for h in hits[:10] if int(h.record.id) in wanted]
            top.append(hits[0].score)
            good += [h.score for h in found]
            bad += [h.score for h in hits[50:]]
            for threshold in (0.1, 0.3, 0.6):
                kept[threshold] += sum(passes(h, threshold) for h in found)
    for name, values in (("first", top), ("evidence@10", good), ("rows 51 …", bad)):
        print(
            f"{name:12s}", np.percentile(values, (5, 10, 25, 50, 75, 90, 95)).round(3)
        )
    print({t: round(n / len(good), 3) for t, n in kept.items()}, "of evidence@10 kept")


def foreign(scopes: list[Scope]) -> None:
    """The best score for questions that another conversation answers."""
    best = []
    for scope, other in zip(scopes, scopes[1:] + scopes[:1], strict=True):
        mixed = Conversation("", scope.messages, other.conversation.questions)
        answers = ask(replace(scope, conversation=mixed))
        records = records_of(answers)
        best += [
            hits_of(answers, q, records, WEIGHTS)[0].score
            for q in range(len(mixed.questions))
        ]
    print("foreign question, first", np.percentile(best, (10, 25, 50, 75, 90)).round(3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    path = parser.parse_args().data
    conversations = load(path)
    scopes = [scope_of(c) for c in conversations]
    answers = [ask(scope) for scope in scopes]
    print(line("in order", np.concatenate([recalls(a) for a in answers])))
    scores(answers)
    foreign(scopes)
    print(
        line(
            "random order",
            np.concatenate([recalls(a) for a in shuffled(conversations)]),
        )
    )
    small_scopes(conversations)


if __name__ == "__main__":
    main()
