"""Who an English statement is about, once the speaker has a name.

"Ana's sister Marta has a PhD" is about Marta, "Ana's brother works …" about Ana's
brother, "Ana's favorite color is blue" about Ana. A fact about somebody else must
never fill a slot of the speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mem0.memory.rules.wordlist import words

RELATIONS = (
    "bf|gf|hubby|wifey|bff|sister|brother|mother|father|mom|mum|mommy|dad|daddy|wife|husband|partner|spouse|girlfriend|boyfriend|fiancé|fiancée|fiance|fiancee|"
    "son|daughter|child|kid|baby|cousin|uncle|aunt|nephew|niece|grandmother|grandfather|grandma|grandpa|granny|grandson|granddaughter|"
    "friend|roommate|flatmate|housemate|neighbor|neighbour|colleague|coworker|co-worker|boss|manager|teacher|professor|doctor|therapist|"
    "mother-in-law|father-in-law|sister-in-law|brother-in-law|son-in-law|daughter-in-law|stepmother|stepfather|stepsister|stepbrother|stepson|stepdaughter|"
    "ex|ex-wife|ex-husband|ex-girlfriend|ex-boyfriend|best friend|landlord|lawyer|trainer|mentor|assistant|secretary|client|buddy|pal|twin|sibling|"
    "parents|kids|children|sons|daughters|sisters|brothers|friends|cousins|grandparents|team|family"
)
FEMALE = words(
    """
    sister mother mom mum mommy wife girlfriend fiancée fiancee daughter aunt
    niece grandmother grandma granny granddaughter mother-in-law sister-in-law gf wifey
    daughter-in-law stepmother stepsister stepdaughter ex-wife ex-girlfriend
    """
)
MALE = words(
    """
    brother father dad daddy husband boyfriend fiancé fiance son uncle nephew
    bf hubby grandfather grandpa grandson father-in-law brother-in-law son-in-law
    stepfather stepbrother stepson ex-husband ex-boyfriend
    """
)
QUALIFIER = r"(?:(?:older|elder|younger|little|big|best|late|own|new|old|eldest|oldest|youngest|twin|half|step|ex|former|good|close|dear|first|second|middle|only)[- ]){0,2}"
NAME = r"[A-ZÀ-Þ][\w-]*\w(?:\s[A-ZÀ-Þ][\w-]+)?"
NOT_NAMES = words(
    """
    the a an this that these those there it its he she they his her their we our
    in on at for from and but so if when while after before since because as what
    where who how why yes no some all most many every each both today yesterday
    tomorrow last next one two three people everyone someone nobody nothing
    everything something meeting monday tuesday wednesday thursday friday saturday
    sunday
    """
)
FIRST = re.compile(
    rf"^(?P<relation>{QUALIFIER}(?:{RELATIONS}))(?:,? (?P<name>{NAME}),?)?(?P<owns>['’]s)?(?=\s|,|$)"
)
THIRD = re.compile(rf"^(?P<name>{NAME}?)(?P<owns>['’]s)?(?= [a-z])")
FRONTED = re.compile(
    r"(?:(?:before (?:that|then|this)|(?:in|on|at|since|for|after|over|during|as of|back in|every|once|most|these|right|outside|besides|apart from|thanks to|because of|with)\b[^;.!?]{0,70})"
    r"|(?:\w+ly|now|today|lately|nowadays|meanwhile|sometimes|often|also|then|still|previously|originally)\b){1,2}",
    re.IGNORECASE,
)
"""What may stand before the subject without changing whether the rest holds."""
UNREAL = re.compile(
    r"\b(?:dreams?|theory|ideal|fantasy|games?|novel|story|movie|book|who|which|that|when|if|is|are|was|were|had|did|would)\b",
    re.IGNORECASE,
)
PLURAL = words(
    """
    parents kids children sons daughters sisters brothers friends cousins
    grandparents team family
    """
)
MENTIONED = re.compile(
    rf"\b(?i:my|our) (?P<relation>{QUALIFIER}(?:{RELATIONS}))\b(?!['’]s)(?:(?:,| is| named| called)? (?P<name>{NAME}))?(?=\W|$)",
)
ASIDE = re.compile(r"^,? ?(?:who|whom|whose|which) [^,]{2,60}, ")
PAIR = re.compile(rf"^(?:{NAME}(?:['’]s? (?:{RELATIONS})(?: {NAME})?)?) and $")


@dataclass(frozen=True, slots=True)
class About:
    """A subject and what is said of it. A possession's predicate starts with "'s "."""

    subject: str
    predicate: str
    phrase: str
    """The words the subject was named with."""
    gender: str | None = None


def about(text: str, name: str, key: str) -> About | None:
    """The subject of a rewritten statement; `key` is the slot name of the speaker."""
    text = _unfronted(text, name)
    start = text.find(f" and {name} ", 0, 60)
    if start > 0 and PAIR.match(text[: start + 5]):
        return About(key, text[start + 6 + len(name) :], text[: start + 5 + len(name)])
    if text.startswith(name):
        return _speaker(text, name, key)
    match = THIRD.match(text)
    if match is None or match["name"].split()[0].lower() in NOT_NAMES:
        return None
    rest = text[match.end() :].strip()
    if match["owns"]:
        return _relative(rest, match["name"], match["name"])
    return About(match["name"], rest, match["name"])


def mentioned(text: str, name: str, key: str) -> About | None:
    """The relative a first-person clause brings in: "I'm bringing my sister Jo"."""
    match = MENTIONED.search(text[:300])
    if match is None:
        return None
    relation = match["relation"].lower()
    called = f" {match['name']}" if match["name"] else ""
    subject = match["name"] or f"{key}'s {relation}"
    phrase = f"{name}'s {match['relation']}{called}"
    return About(subject, "", phrase, _gender(relation))


def names_other(text: str, *, plural: bool) -> bool:
    """Whether "they" (`plural`), or "he" or "she", can be whom the clause names."""
    match = MENTIONED.search(text[:300])
    if match is not None:
        return (_gender(match["relation"].lower()) == "they") == plural
    third = None if plural else THIRD.match(text)
    return third is not None and third["name"].lower() not in NOT_NAMES


def _unfronted(text: str, name: str) -> str:
    """ "On weekends Ana plays tennis" from its subject on."""
    place = text.find(f" {name}", 0, 100)
    if place <= 0 or text[place + 1 + len(name) : place + 2 + len(name)] not in {
        " ",
        "'",
    }:
        return text
    head = text[:place].strip(" ,")
    if FRONTED.fullmatch(head) is None or UNREAL.search(
        head.lower().removeprefix("before that")
    ):
        return text
    return text[place + 1 :]


def _speaker(text: str, name: str, key: str) -> About | None:
    rest = text[len(name) :]
    if rest.startswith(" and others "):
        return About(key, rest[len(" and others ") :], f"{name} and others")
    if match := re.match(rf" and {NAME} ", rest):
        return About(key, rest[match.end() :], name + match[0].rstrip())
    if rest[:1] == " ":
        return About(key, rest[1:], name)
    owned = re.match(r"['’]s? ", rest)
    if owned is None:
        return None
    return _relative(rest[owned.end() :], name, key)


def _relative(rest: str, name: str, key: str) -> About:
    match = FIRST.match(rest)
    if match is None:
        return About(key, f"'s {rest}", name)
    relation = match["relation"].lower()
    if re.match(
        r"(?:['’]s )?(?:name )?(?:is|are) (?:called|named) |(?:['’]s )?names? (?:is|are) ",
        rest[match.end() :].lstrip(),
    ) or _is_identity(rest, match):
        return About(key, f"'s {rest}", name)
    subject = match["name"] or f"{key}'s {relation}"
    predicate = ASIDE.sub("", rest[match.end() :]).strip(" ,")
    predicate = f"'s {predicate}" if match["owns"] else predicate
    return About(
        subject, predicate, f"{name}'s {match[0]}".rstrip(","), _gender(relation)
    )


def _is_identity(rest: str, match: re.Match[str]) -> bool:
    """ "Ana's sister is Marta" names the sister: it is Ana's slot."""
    tail = rest[match.end() :].lstrip()
    return match["name"] is None and bool(
        re.match(
            rf"is (?:now )?(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?{NAME}(?: now| these days)?[.!]?$",
            tail,
        )
    )


def _gender(relation: str) -> str | None:
    word = relation.rsplit(maxsplit=1)[-1]
    if word in PLURAL:
        return "they"
    if word in FEMALE:
        return "she"
    return "he" if word in MALE else None
