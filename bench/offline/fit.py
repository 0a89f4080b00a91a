"""Fits the ranking's weights, leaving one conversation out at a time.

    python -m bench.offline.fit DATA

Coordinate ascent over a coarse grid, so that a weight is moved only for a gain that a
grid step shows. What counts is recall@10 + recall@20 + 0.3 · recall@5. The weights of
each fold, and the recall of the left out conversations, are printed; the product takes
round numbers near what the folds agree on.
"""

from __future__ import annotations

import argparse

import numpy as np

from bench.offline.recall import KS, line, prepared, records_of
from bench.offline.scopes import Answers
from mem0.memory.ranking import ARMS, WEIGHTS, Floats, asked, evidence_parts

GRID = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0)
NAMES = (*ARMS, "share", "context_share", "cosine", "speaker", "length")
_GAIN = 1e-4


def features(answers: Answers) -> Floats:
    """One layer a name of `NAMES`, each questions × rows, before the weights."""
    arms = WEIGHTS.arms()
    layers = []
    for name in ARMS:
        values = answers.arms[name]
        spread = np.maximum(values.std(axis=1, keepdims=True), arms[name].floor)
        z = (values - values.mean(axis=1, keepdims=True)) / spread
        layers.append(z * values.shape[1] / (values.shape[1] + WEIGHTS.shrink))
    shape = answers.arms["dense"].shape
    others = np.zeros((5, *shape))
    records = records_of(answers)
    for q, question in enumerate(answers.scope.conversation.questions):
        query, mass = asked(question.text), answers.masses[q]
        for r, record in enumerate(records):
            raw = {name: float(answers.arms[name][q, r]) for name in ARMS}
            others[:, q, r] = evidence_parts(raw, record, mass, query)
    return np.concatenate([np.array(layers), others])


def recall_of(layers: Floats, answers: Answers, weights: Floats) -> Floats:
    order = np.argsort(-np.tensordot(weights, layers, 1), axis=1, kind="stable")
    rows = []
    for found, wanted in zip(order, answers.scope.evidence, strict=True):
        hit = np.isin(found[: max(KS)], list(wanted))
        rows.append([hit[:k].sum() / len(wanted) for k in KS])
    return np.array(rows)


def worth(sets: list[tuple[Floats, Answers]], weights: Floats) -> float:
    rows = np.concatenate([recall_of(f, a, weights) for f, a in sets]).mean(axis=0)
    return float(rows[2] + rows[3] + 0.3 * rows[1])


def fitted(sets: list[tuple[Floats, Answers]], start: Floats) -> Floats:
    """The best weights two rounds of coordinate ascent find from a start."""
    weights, best = start.copy(), worth(sets, start)
    for _ in range(2):
        for i in range(len(weights)):
            for value in GRID:
                changed = weights.copy()
                changed[i] = value
                gained = worth(sets, changed)
                if gained > best + _GAIN:
                    weights, best = changed, gained
    return weights


def start() -> Floats:
    arms = [arm.weight for arm in WEIGHTS.arms().values()]
    return np.array(arms + [getattr(WEIGHTS, name) for name in NAMES[len(ARMS) :]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    sets = [(features(a), a) for a in prepared(parser.parse_args().data)]
    print(f"{'':41s}" + "  ".join(f"@{k:<4d}" for k in KS))
    print(
        line("as they are", np.concatenate([recall_of(f, a, start()) for f, a in sets]))
    )
    left_out = []
    for i, (layers, answers) in enumerate(sets):
        weights = fitted(sets[:i] + sets[i + 1 :], start())
        left_out.append(recall_of(layers, answers, weights))
        print(dict(zip(NAMES, weights.tolist(), strict=True)))
    print(line("left out", np.concatenate(left_out)))


if __name__ == "__main__":
    main()
