"""Composes dialogues of templates: the breadth of the set, where the data files are its depth.

Nothing is random: values are taken in turn, so an id always names the same dialogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from bench.truth import questions, templates as t
from bench.truth.dialogues import Dialogue, parsed

Raw = dict[str, Any]


def generated() -> Iterator[Dialogue]:
    """All composed dialogues."""
    makers = (
        updates(),
        favourites(),
        singles(),
        multis(),
        negations(),
        thirds(),
        restatements(),
        out_of_order(),
        junk(),
        guesses(),
        dates(),
        groups(),
        mixed(),
        contradictions(),
        attitudes(),
        earlier(),
    )
    for raw in chain.from_iterable(makers):
        yield parsed(raw, "generated")


def _pairs(attribute: str) -> list[tuple[str, str]]:
    values = t.VALUES[attribute]
    return [
        (value, values[(place + 2) % len(values)]) for place, value in enumerate(values)
    ]


def _slot(subject: str, attribute: str, value: str) -> str:
    return f"{subject}|{attribute}|{value}"


def _fact(attribute: str, value: str, **more: Any) -> Raw:
    return {"has": [value], "slot": _slot("User", attribute, value), **more}


def _dialogue(
    name: str, kind: str, language: str, messages: list[Raw], **more: Any
) -> Raw:
    return {
        "id": f"gen-{name}",
        "kind": kind,
        "language": language,
        "messages": messages,
        "only": True,
        **more,
    }


def _each() -> Iterator[tuple[str, str, str, str]]:
    for language in t.STATE:
        for attribute in t.VALUES:
            for old, new in _pairs(attribute):
                yield language, attribute, old, new


def updates() -> Iterator[Raw]:
    for language, attribute, old, new in _each():
        messages: list[Raw] = [
            {"user": t.STATE[language][attribute].format(old)},
            {"assistant": t.REPLIES[len(old) % len(t.REPLIES)]},
            {"user": t.UPDATE[language][attribute].format(new), "day": 40},
        ]
        ask = {"q": t.ASK[language][attribute], "first": [new], "stale": [old]}
        expect = [_fact(attribute, old), _fact(attribute, new)]
        yield _dialogue(
            f"update-{language}-{attribute}-{old}",
            "update",
            language,
            messages,
            expect=expect,
            ask=[ask],
        )


def out_of_order() -> Iterator[Raw]:
    for language, attribute, old, new in list(_each())[::3]:
        messages: list[Raw] = [
            {"user": t.STATE[language][attribute].format(new), "day": 50},
            {"user": t.STATE[language][attribute].format(old), "day": 0},
        ]
        ask = {"q": t.ASK[language][attribute], "first": [new], "stale": [old]}
        expect = [_fact(attribute, old), _fact(attribute, new)]
        yield _dialogue(
            f"order-{language}-{attribute}-{old}",
            "out_of_order",
            language,
            messages,
            expect=expect,
            ask=[ask],
        )


def negations() -> Iterator[Raw]:
    for language, attribute, old, _ in list(_each())[::2]:
        messages: list[Raw] = [
            {"user": t.STATE[language][attribute].format(old)},
            {"user": t.END[language][attribute].format(old), "day": 20},
        ]
        expect = [_fact(attribute, old), _fact(attribute, old, closes=True)]
        yield _dialogue(
            f"negation-{language}-{attribute}-{old}",
            "negation",
            language,
            messages,
            expect=expect,
        )


def thirds() -> Iterator[Raw]:
    for place, (language, attribute, old, new) in enumerate(list(_each())[1::2]):
        name = t.PEOPLE[place % len(t.PEOPLE)]
        messages: list[Raw] = [
            {"user": t.STATE[language][attribute].format(old)},
            {"user": t.THIRD[language][attribute].format(new, n=name), "day": 3},
        ]
        theirs = {"has": [name, new], "slot": _slot(name, attribute, new)}
        yield _dialogue(
            f"third-{language}-{attribute}-{old}",
            "third_person",
            language,
            messages,
            expect=[_fact(attribute, old), theirs],
            forbid_slots=[_slot("User", attribute, new)],
        )


def restatements() -> Iterator[Raw]:
    for language, attribute, old, _ in list(_each())[2::3]:
        sentence = t.STATE[language][attribute].format(old)
        messages: list[Raw] = [
            {"user": sentence},
            {"user": sentence.rstrip(".") + "!", "day": 2},
        ]
        yield _dialogue(
            f"restate-{language}-{attribute}-{old}",
            "restatement",
            language,
            messages,
            expect=[_fact(attribute, old)],
        )


def _changing(
    rows: tuple[tuple[str, str, str, str, str], ...], prefix: str
) -> Iterator[Raw]:
    for language, attribute, sentence, old, new in rows:
        messages: list[Raw] = [
            {"user": sentence.format(old)},
            {"user": sentence.format(new), "day": 9},
        ]
        expect = [_fact(prefix + attribute, old), _fact(prefix + attribute, new)]
        question = f"What is my favorite {attribute}?" if prefix else ""
        question = question or questions.SINGLE_ASK.get(attribute, "")
        asks = [{"q": question, "first": [new], "stale": [old]}]
        yield _dialogue(
            f"change-{language}-{prefix}{attribute}-{old}",
            "update",
            language,
            messages,
            expect=expect,
            ask=asks if question and language == "en" else [],
        )


def favourites() -> Iterator[Raw]:
    yield from _changing(t.FAVOURITES, "favorite:")


def singles() -> Iterator[Raw]:
    yield from _changing(t.SINGLE, "")


def multis() -> Iterator[Raw]:
    for language, attribute, sentence, values in t.MULTI:
        messages: list[Raw] = [
            {"user": sentence.format(v), "day": day} for day, v in enumerate(values)
        ]
        expect = [_fact(attribute, v.removeprefix("the ")) for v in values]
        yield _dialogue(
            f"multi-{language}-{attribute}", "slots", language, messages, expect=expect
        )


def junk() -> Iterator[Raw]:
    for language, lines in t.JUNK.items():
        for place, line in enumerate(lines):
            reply = t.REPLIES[place % len(t.REPLIES)]
            yield _dialogue(
                f"junk-{language}-{place}",
                "junk",
                language,
                [{"user": line}, {"assistant": reply}],
            )


def guesses() -> Iterator[Raw]:
    for place, (said, word, guess, wrong) in enumerate(t.GUESSES):
        yield _dialogue(
            f"guess-{place}",
            "assistant_guess",
            "en",
            [{"user": said}, {"assistant": guess}],
            expect=[{"has": [word]}],
            forbid=[[wrong]],
        )


def dates() -> Iterator[Raw]:
    for place, (language, sentence, word, phrase, start, end) in enumerate(t.DATES):
        expect: list[Mapping[str, Any]] = [{"has": [word], "start": start, "end": end}]
        yield _dialogue(
            f"date-{language}-{place}",
            "dates",
            language,
            [{"user": sentence.format(phrase)}],
            expect=expect,
        )


def groups() -> Iterator[Raw]:
    for place, (said, told) in enumerate(t.GROUP):
        people = [t.PEOPLE[(place + step) % len(t.PEOPLE)] for step in range(3)]
        things = [t.THINGS[(place + 2 * step) % len(t.THINGS)] for step in range(3)]
        pairs = list(zip(people, things, strict=True))
        messages: list[Raw] = [
            {"user": said.format(thing), "name": person} for person, thing in pairs
        ]
        expect = [{"has": [f"{p} {told.format(x)}"], "speaker": p} for p, x in pairs]
        yield _dialogue(f"group-{place}", "group", "en", messages, expect=expect)


def mixed() -> Iterator[Raw]:
    """A true statement between junk."""
    for place, (language, attribute, old, _) in enumerate(list(_each())[::4]):
        lines = t.JUNK[language]
        messages: list[Raw] = [
            {"user": lines[place % len(lines)]},
            {"assistant": t.REPLIES[place % len(t.REPLIES)]},
            {"user": t.STATE[language][attribute].format(old)},
            {"user": lines[(place + 1) % len(lines)]},
        ]
        yield _dialogue(
            f"mixed-{language}-{attribute}-{old}",
            "junk",
            language,
            messages,
            expect=[_fact(attribute, old)],
        )


def contradictions() -> Iterator[Raw]:
    """Two people differ about a third at once; who corrects themselves does not."""
    for place, (old, new) in enumerate(_pairs("home")):
        people = [t.PEOPLE[(place + step) % len(t.PEOPLE)] for step in range(3)]
        first, second, third = people
        messages: list[Raw] = [
            {"user": f"My brother {third} lives in {old}.", "name": first},
            {"user": f"My friend {third} lives in {new}.", "name": second},
        ]
        expect: list[Mapping[str, Any]] = [
            {"has": [third, old], "state": "disputed"},
            {"has": [third, new], "state": "disputed"},
        ]
        yield _dialogue(
            f"dispute-{old}", "contradiction", "en", messages, expect=expect
        )
    for language, attribute, old, new in list(_each())[1::5]:
        wrong = questions.WRONG[language]
        messages = [
            {"user": t.STATE[language][attribute].format(old)},
            {"user": f"{wrong} {t.STATE[language][attribute].format(new)}"},
        ]
        ask = {"q": t.ASK[language][attribute], "first": [new], "stale": [old]}
        yield _dialogue(
            f"correct-{language}-{attribute}-{old}",
            "contradiction",
            language,
            messages,
            expect=[_fact(attribute, new)],
            only=False,
            ask=[ask],
        )


def attitudes() -> Iterator[Raw]:
    """Nobody loves and hates the same thing: the later word counts."""
    for place, thing in enumerate(questions.ATTITUDES):
        pair = ("I love {}.", "I hate {} now.")
        said = pair if place % 2 == 0 else ("I hate {}.", "I love {} now.")
        verbs = ("love", "hate") if place % 2 == 0 else ("hate", "love")
        messages: list[Raw] = [
            {"user": said[0].format(thing)},
            {"user": said[1].format(thing), "day": 25},
        ]
        expect: list[Mapping[str, Any]] = [
            {"has": [verbs[0], thing], "state": "superseded"},
            {"has": [verbs[1], thing], "state": "current"},
        ]
        yield _dialogue(
            f"attitude-{thing}", "contradiction", "en", messages, expect=expect
        )


def earlier() -> Iterator[Raw]:
    """Questions about what held before, and what held at a day."""
    for language, attribute, old, new in list(_each())[::2]:
        messages: list[Raw] = [
            {"user": t.STATE[language][attribute].format(old)},
            {"user": t.UPDATE[language][attribute].format(new), "day": 40},
        ]
        question = questions.BEFORE[language][attribute].format(new)
        asks = [
            {"q": question, "first": [old], "stale": []},
            {"q": t.ASK[language][attribute], "first": [old], "as_of": 20},
        ]
        yield _dialogue(
            f"earlier-{language}-{attribute}-{old}",
            "time",
            language,
            messages,
            expect=[_fact(attribute, old), _fact(attribute, new)],
            ask=asks,
        )
