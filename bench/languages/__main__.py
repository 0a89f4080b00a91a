"""Facts and recall by language, in process, without a language model.

    python -m bench.languages [--misses] [CODE …]

Each language has a small set of its own in `bench/languages/`: statements with the
slot they fill, about the speaker and about others, ends and updates, relative dates,
what is no statement, and questions whose answer is one of the statements. Languages
without rules have statements that must be kept word for word, and questions. The
statements are added to an empty store, the questions searched in it: recall@k is the
share of questions with the answer among the first k memories.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mem0 import Memory
from mem0.configs.base import MemoryConfig
from mem0.memory.rules import RuleExtractor
from mem0.memory.types import Fact, Instructions, Message

SETS = Path(__file__).parent
SAID_AT = dt.datetime(2023, 5, 8, 12, tzinfo=dt.UTC)
KS = (1, 3, 5)
MEASURES = ("kept", "slots", "ends", "dates", "clean", *(f"@{k}" for k in KS))


class Scored:
    """What of one language was right, and what was not."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.misses: list[str] = []

    def count(self, measure: str, *, right: bool, said: str) -> None:
        self.all[measure] += 1
        self.right[measure] += right
        if not right:
            self.misses.append(f"{measure}: {said}")

    def cell(self, measure: str) -> str:
        if not self.all[measure]:
            return "–"
        return f"{self.right[measure]}/{self.all[measure]}"


def load(code: str) -> dict[str, Any]:
    """The set of a language."""
    path = SETS / f"{code}.json"
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return given


def facts_of(said: str) -> tuple[Fact, ...]:
    message = Message("user", said, SAID_AT)
    return RuleExtractor().extract([message], instructions=Instructions()).facts


def score_rules(given: dict[str, Any], scored: Scored) -> None:
    for said, attribute, value in [*given["facts"], *given["updates"]]:
        _slot(scored, "slots", said, (None, attribute, value, False))
    for said, subject, attribute, value in given["third"]:
        _slot(scored, "slots", said, (subject, attribute, value, False))
    for said, attribute, value in given["closes"]:
        _slot(scored, "ends", said, (None, attribute, value, True))
    for said, start, end in given["dates"]:
        right = any(_period(fact) == (start, end) for fact in facts_of(said))
        scored.count("dates", right=right, said=said)
    for said in given["junk"]:
        scored.count("clean", right=not facts_of(said), said=said)


def _slot(
    scored: Scored, measure: str, said: str, wanted: tuple[str | None, str, str, bool]
) -> None:
    subject, attribute, value, closes = wanted
    found = facts_of(said)
    scored.count("kept", right=bool(found), said=said)
    right = any(
        fact.attribute == attribute
        and value.casefold() in (fact.value or "").casefold()
        and fact.closes == closes
        and (subject is None or fact.subject == subject)
        for fact in found
    )
    scored.count(measure, right=right, said=said)


def _period(fact: Fact) -> tuple[str, str] | None:
    if fact.event_start is None or fact.event_end is None:
        return None
    last = fact.event_end - dt.timedelta(seconds=1)
    return str(fact.event_start.date()), str(last.date())


def statements(given: dict[str, Any]) -> Iterator[str]:
    """What is true at one time: ends and updates are left out."""
    for name in ("facts", "third", "dates", "plain"):
        for each in given.get(name, ()):
            yield each if isinstance(each, str) else each[0]


def score_search(given: dict[str, Any], scored: Scored, folder: str) -> None:
    memory = Memory(MemoryConfig(history_db_path=f"{folder}/memory.db"))
    for said in statements(given):
        found = memory.add(said, user_id="u", timestamp=SAID_AT.isoformat())["results"]
        if "plain" in given:
            kept = any(said.rstrip(".。।") in each["memory"] for each in found)
            scored.count("kept", right=kept, said=said)
    for question, answer in given["ask"]:
        hits = memory.search(question, filters={"user_id": "u"}, top_k=max(KS))
        texts = [hit["memory"] for hit in hits["results"]]
        for k in KS:
            right = any(answer.casefold() in text.casefold() for text in texts[:k])
            scored.count(f"@{k}", right=right, said=f"{question} {texts[:1]}")
    memory.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="*", help="languages; all if none is given")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    codes = options.codes or [path.stem for path in sorted(SETS.glob("*.json"))]
    print(f"{'':4}" + "".join(f"{name:>8}" for name in MEASURES))
    for code in codes:
        scored = Scored()
        given = load(code)
        if "facts" in given:
            score_rules(given, scored)
        with tempfile.TemporaryDirectory() as folder:
            score_search(given, scored, folder)
        print(f"{code:4}" + "".join(f"{scored.cell(name):>8}" for name in MEASURES))
        if options.misses:
            print("\n".join(f"      {miss}" for miss in scored.misses))


if __name__ == "__main__":
    main()
