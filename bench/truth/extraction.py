"""Scores the extractor without a language model, in process, kind by kind.

    python -m bench.truth.extraction --half tuning [--misses]

Recall: expected facts found. Junk: facts found that nobody expected, of the
dialogues that say what is all there is. Attribution, slots and dates are scored
on the expected facts that were found.
"""

from __future__ import annotations

import argparse
import datetime as dt
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bench.truth.dialogues import Dialogue, handwritten
from bench.truth.generator import generated
from mem0.memory.rules import RuleExtractor
from mem0.memory.types import Fact, Instructions, Message

Scores = Counter[str]


def extracted(dialogue: Dialogue) -> list[Fact]:
    """Facts as they would be learned: one call for each day of the dialogue."""
    extractor, instructions = RuleExtractor(), Instructions(timezone=dialogue.timezone)
    facts: list[Fact] = []
    before: list[Message] = []
    days: dict[dt.date, list[Message]] = defaultdict(list)
    for turn in dialogue.turns:
        message = Message(turn.role, turn.content, turn.said_at, turn.name)
        days[turn.said_at.date()].append(message)
    for messages in days.values():
        result = extractor.extract(
            messages, recent=before[-6:], instructions=instructions
        )
        facts += result.facts
        before += messages
    return facts


def is_about(fact: Fact, expected: Mapping[str, Any]) -> bool:
    """Whether a fact's text has the words, and its slot the value, expected of it."""
    text = fact.text.casefold()
    return all(word.casefold() in text for word in expected.get("has", ()))


def slot_agrees(fact: Fact, expected: Mapping[str, Any]) -> bool:
    if "slot" in expected:
        same = fact.closes == expected.get("closes", False)
        return same and slot(fact) == str(expected["slot"])
    if "attribute" in expected and fact.attribute != expected["attribute"]:
        return False
    if expected.get("closes") and not fact.closes:
        return False
    return "subject" not in expected or fact.subject == expected["subject"]


def slot(fact: Fact) -> str:
    return f"{fact.subject}|{fact.attribute}|{fact.value}"


def dates_agree(fact: Fact, expected: Mapping[str, Any], zone: str) -> bool:
    if expected["start"] is None:
        return fact.event_start is None
    if fact.event_start is None or fact.event_end is None:
        return False
    tz = zoneinfo.ZoneInfo(zone)
    last = fact.event_end - dt.timedelta(seconds=1)
    found = (fact.event_start.astimezone(tz).date(), last.astimezone(tz).date())
    return [str(day) for day in found] == [expected["start"], expected["end"]]


def attribution_agrees(fact: Fact, expected: Mapping[str, Any]) -> bool:
    named = "speaker" not in expected or fact.speaker == expected["speaker"]
    return bool(named and fact.attributed_to == expected.get("by", "user"))


def score(dialogue: Dialogue, misses: list[str]) -> Scores:
    """Counts of one dialogue; what went wrong is described in `misses`."""
    facts = extracted(dialogue)
    scores: Scores = Counter()
    found: set[int] = set()
    for expected in dialogue.expect:
        places = [i for i, fact in enumerate(facts) if is_about(fact, expected)]
        found.update(places)
        best = [facts[i] for i in places]
        _score_expected(dialogue, expected, best, scores, misses)
    _score_unexpected(dialogue, facts, found, scores, misses)
    if any(dialogue.id in miss for miss in misses):
        misses += [
            f"      {fact.text!r} {slot(fact)} closes={fact.closes} {fact.speaker}"
            for fact in facts
        ]
    return scores


def _score_expected(
    dialogue: Dialogue,
    expected: Mapping[str, Any],
    facts: list[Fact],
    scores: Scores,
    misses: list[str],
) -> None:
    checks = {"recall": bool(facts)}
    if facts:
        checks["attribution"] = any(
            attribution_agrees(fact, expected) for fact in facts
        )
        if {"slot", "attribute", "subject"} & set(expected):
            checks["slots"] = any(slot_agrees(fact, expected) for fact in facts)
        if "start" in expected:
            checks["dates"] = any(
                dates_agree(fact, expected, dialogue.timezone) for fact in facts
            )
    for name, passed in checks.items():
        scores[f"{name} of"] += 1
        scores[name] += passed
        if not passed:
            misses.append(f"{dialogue.id}: {name} {dict(expected)}")


def _score_unexpected(
    dialogue: Dialogue,
    facts: list[Fact],
    found: set[int],
    scores: Scores,
    misses: list[str],
) -> None:
    for place, fact in enumerate(facts):
        text = fact.text.casefold()
        forbidden = any(
            all(w.casefold() in text for w in words) for words in dialogue.forbid
        )
        forbidden = forbidden or slot(fact) in dialogue.forbid_slots
        junk = forbidden or (dialogue.only and place not in found)
        scores["clean of"] += 1
        scores["clean"] += not junk
        if junk:
            misses.append(f"{dialogue.id}: junk {fact.text!r}")


def dialogues(half: str) -> Iterable[Dialogue]:
    everything = [*handwritten(), *generated()]
    return [d for d in everything if half in {d.half, "both"}]


def table(by_kind: Mapping[str, Scores]) -> str:
    """A text table: kinds down, measures across, as "right/all"."""
    names = ("recall", "clean", "attribution", "slots", "dates")
    total: Scores = Counter()
    lines = [f"{'kind':<18}" + "".join(f"{name:>16}" for name in names)]
    for kind, scores in sorted(by_kind.items()):
        total.update(scores)
        lines.append(f"{kind:<18}" + "".join(f"{_cell(scores, n):>16}" for n in names))
    lines.append(f"{'all':<18}" + "".join(f"{_cell(total, n):>16}" for n in names))
    return "\n".join(lines)


def _cell(scores: Scores, name: str) -> str:
    whole = scores[f"{name} of"]
    return f"{scores[name]}/{whole} {scores[name] / whole:.0%}" if whole else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--half", choices=("tuning", "judging", "both"), default="tuning"
    )
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    by_kind: dict[str, Scores] = defaultdict(Counter)
    misses: list[str] = []
    for dialogue in dialogues(options.half):
        by_kind[dialogue.kind].update(score(dialogue, misses))
    if options.misses:
        print("\n".join(misses))
    print(table(by_kind))


if __name__ == "__main__":
    main()
