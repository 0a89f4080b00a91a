"""How often any search could have the memory it is asked for among its first ten.

    python -m bench.ceiling --harness FOLDER --data locomo_public.json --memories 1000000

`scale_search.py` asks for a memory by half of its words. Where more than ten memories of
the same person have all these words, nothing tells which of them is meant: a search that
finds them all and puts them in any order has it among the first ten by chance. The folder
is the one of `scale_search.py`; its texts and questions are made here the same way.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

WORD = re.compile(r"[a-z0-9']+")
FIRST = 10


def main() -> None:
    """Prints the mean share for the first questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--harness", type=Path, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--memories", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, nargs="+", default=[100, 315, 1_000])
    given = parser.parse_args()
    sys.path.insert(0, str(given.harness))
    from benchlib import synth  # noqa: PLC0415  the folder is known only now

    users = max(10, given.memories // 100)
    memories = synth.memories(given.data, given.memories, users)
    # The same draw as in scale_search.py, which asks at most a thousand of them.
    drawing = random.Random(11)
    asked = drawing.sample(memories, min(2_000, given.memories))[:1_000]
    shares = chances(memories, asked)
    for count in given.questions:
        some = shares[:count]
        beyond = sum(share < 1 for share in some)
        print(
            f"{len(some)} questions: hit@{FIRST} at most {sum(some) / len(some):.3f}, "
            f"{beyond} of them fit more than {FIRST} memories"
        )


def chances(memories: list[Any], asked: list[Any]) -> list[float]:
    """For each question, the chance that a memory that fits it is the one meant."""
    people = {memory.user_id for memory in asked}
    holding: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for number, memory in enumerate(memories):
        if memory.user_id in people:
            for word in set(WORD.findall(memory.text.lower())):
                holding[memory.user_id, word].add(number)
    shares = []
    for memory in asked:
        words = set(WORD.findall(memory.query.lower()))
        fitting = set.intersection(*(holding[memory.user_id, word] for word in words))
        shares.append(min(1.0, FIRST / len(fitting)))
    return shares


if __name__ == "__main__":
    main()
