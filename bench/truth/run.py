"""Lives the dialogues through a running server and judges what it remembers, kind by kind.

    python -m bench.truth.run --host http://127.0.0.1:8000 --api-key KEY --half tuning

| column | of what | bar |
|---|---|---|
| recall | true statements that are stored | 95 % |
| precision | memories that somebody expected | 95 % |
| refused | messages without a statement, of which nothing is stored | 95 % |
| attribution | facts with the right speaker and the right person | 95 % |
| dates | relative dates resolved to the right days | 90 % |
| state | facts with the state they should have | 95 % |
| stale | replaced or ended facts that are not current | 95 % |
| first | questions about now whose first hit is the current fact | 90 % |
| past | questions about before whose first hit is what held then | |

Rules are tuned on the tuning half (`--half tuning --misses`) and judged on the other. No
language model is needed; with one configured in the server it is the model that is judged.
"""

from __future__ import annotations

import argparse
import sys
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import httpx

from bench.truth.dialogues import Dialogue
from bench.truth.extraction import dialogues
from bench.truth.judging import Judge, Scores
from bench.truth.observing import forget, observe

BARS = {
    "recall": 0.95,
    "precision": 0.95,
    "refused": 0.95,
    "attribution": 0.95,
    "dates": 0.9,
    "state": 0.95,
    "stale": 0.95,
    "first": 0.9,
}
NAMES = (*BARS, "past")


def judged(
    api: httpx.Client, chosen: Sequence[Dialogue], *, keep: bool
) -> tuple[dict[str, Scores], dict[str, Scores], list[str]]:
    """Scores by kind and by language, and what went wrong."""
    run = uuid.uuid4().hex[:8]
    kinds: dict[str, Scores] = defaultdict(Counter)
    languages: dict[str, Scores] = defaultdict(Counter)
    misses: list[str] = []
    for dialogue in chosen:
        judge = Judge(dialogue, observe(api, dialogue, run))
        scores = judge.judge()
        kinds[dialogue.kind].update(scores)
        languages[dialogue.language].update(scores)
        misses += judge.misses
        if not keep:
            forget(api, dialogue, run)
    return kinds, languages, misses


def table(rows: Mapping[str, Scores], total: Scores) -> str:
    """Rows down, measures across, as "right/all share"."""
    lines = [f"{'':<18}" + "".join(f"{name:>15}" for name in NAMES)]
    lines += [_line(name, rows[name]) for name in sorted(rows)]
    return "\n".join([*lines, _line("all", total)])


def _line(name: str, scores: Scores) -> str:
    return f"{name:<18}" + "".join(f"{_cell(scores, each):>15}" for each in NAMES)


def _cell(scores: Scores, name: str) -> str:
    whole = scores[f"{name} of"]
    return f"{scores[name]}/{whole} {scores[name] / whole:.1%}" if whole else "-"


def below(total: Scores) -> list[str]:
    """The measures that miss their bar."""
    return [
        f"{name} {total[name] / total[f'{name} of']:.1%} < {bar:.0%}"
        for name, bar in BARS.items()
        if total[f"{name} of"] and total[name] / total[f"{name} of"] < bar
    ]


def main() -> int:
    """Say, look, print; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="http://127.0.0.1:8000")
    parser.add_argument("--api-key", required=True)
    parser.add_argument(
        "--half", choices=("tuning", "judging", "both"), default="tuning"
    )
    parser.add_argument("--kind", help="only dialogues of this kind")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    parser.add_argument("--keep", action="store_true", help="leave the memories there")
    given = parser.parse_args()
    chosen = [d for d in dialogues(given.half) if given.kind in (None, d.kind)]
    headers = {"Authorization": f"Token {given.api_key}"}
    with httpx.Client(base_url=given.host, headers=headers, timeout=60) as api:
        kinds, languages, misses = judged(api, chosen, keep=given.keep)
    if given.misses:
        print("\n".join(misses))
    total: Scores = Counter()
    for scores in kinds.values():
        total.update(scores)
    print(f"{len(chosen)} dialogues, half: {given.half}")
    print(table(kinds, total))
    print(table(languages, total))
    missed = below(total)
    print(
        "every bar is reached" if not missed else "below the bar: " + "; ".join(missed)
    )
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
