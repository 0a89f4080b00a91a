"""Splits a statement in one of the ruled languages where its halves fill slots of their own.

A half that leaves out whom it speaks of gets the words back: "mi madre vive en Lugo
y tiene 72 años" is also "mi madre tiene 72 años".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from mem0.memory.rules.slots import Slot
from mem0.memory.rules.spoken import tolerant

MAX_TEXT = 400
NOW = re.compile(
    r"(?:jetzt|inzwischen|ahora|maintenant|désormais|agora|adesso|ora|nu|inmiddels"
    r"|теперь|сейчас)\b",
    re.IGNORECASE,
)
"""Words that tell a half about today from one about the past."""
PRONOUN = re.compile(
    r"^(?:él|ella|il|elle|er|sie|ele|ela|lui|lei|hij|ze|zij|он|она|(?:et|que|qui|der|die|que|che) (?=\w))\s*",
    re.IGNORECASE,
)
PAIRED = ("yo ", "ich ", "eu ", "moi ", "io ", "ik ")
"""After "and", they may be the second of two: "mi hermana y yo vivimos en Vigo"."""
SUBORDINATE = re.compile(
    r"(?:\b(?:desde que|depuis que|seit|de que|que|dass|da ich|como|comme|aunque|obwohl|embora|si|wenn|falls|se|als|если|quand|cuando|quando|wanneer|когда|parce qu[e']|porque|weil|perché|omdat)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Splits:
    """`contrast`: "not at A but at B"; `jobs`: a workplace and what is done there;
    `being`: a verb of being that speaks of work beside a workplace that was left;
    `verbs`: signs that a half says something about its speaker."""

    contrast: str
    jobs: tuple[str, ...]
    being: tuple[str, str]
    verbs: str


_TABLE = {
    "es": _Splits(
        r"(?P<before>.*?)\bno (?P<verb>(?:\w+ ){1,2}?)(?P<old>(?:en|de|con|a) .+?),? (?:sino(?: que)?|si no|más bien) (?P<new>.+)",
        (
            r"(?P<verb>.*?\b(?:trabajo|curro|laburo|chambeo|trabaja|curra))(?P<as> (?:de|como) .+?)(?P<at> (?:en|para) .+)",
            r"(?P<verb>.*?\b(?:trabajo|curro|laburo|chambeo|trabaja|curra))(?P<at> (?:en|para) .+?)(?P<as> como .+)",
        ),
        (r"\b(?:estoy|ando) (?=en\b)", "trabajo "),
        r"soy|estoy|tengo|vivo|trabajo|curro|llevo|voy|he|hemos|somos|tenemos|me \w+|nos \w+|\w{2,}(?:é|aba|ábamos|amos|imos)",
    ),
    "fr": _Splits(
        r"(?P<before>.*?\b(?:je |j'|j))(?:ne |n')?(?P<verb>\w+ )pas (?P<old>.+?),? mais (?:plutôt |bien )?(?P<new>(?:chez|à|en|au|aux|dans|pour) .+)",
        (
            r"(?P<verb>.*?\b(?:travaille|bosse|taffe))(?P<as> (?:comme|en tant que?) .+?)(?P<at> (?:chez|à|au|pour|dans) .+)",
            r"(?P<verb>.*?\b(?:travaille|bosse|taffe))(?P<at> (?:chez|à|au|pour|dans) .+?)(?P<as> (?:comme|en tant que?) .+)",
        ),
        (r"\b(?:je suis|jsuis|chuis|chui) (?=(?:chez|à|au)\b)", "je travaille "),
        r"je|j'\w+|on|nous|jsuis|chui|chuis|jhabite|jai",
    ),
    "de": _Splits(
        r"(?P<before>.*?)(?P<verb>\b\w+(?: ich)? )(?:gar |doch )?nicht (?P<old>.+?),? sondern (?P<new>.+)",
        (
            r"(?P<verb>.*?\b(?:arbeite?|arbeitet|jobbe?|jobbt))(?P<as> (?:ich )?als .+?)(?P<at> (?:bei|beim|für|in|im) .+)",
            r"(?P<verb>.*?\b(?:arbeite?|arbeitet|jobbe?|jobbt))(?P<at> (?:ich )?(?:bei|beim|für|in|im) .+?)(?P<as> als .+)",
        ),
        (r"\bbin (?=(?:ich )?(?:in|im|an)\b)", "arbeite "),
        r"ich|wir|bin|sind|hab|habe|haben|komm|komme|wohn|wohne",
    ),
    "pt": _Splits(
        r"(?P<before>.*?)\bnão (?P<verb>\w+ )(?P<old>(?:na|no|em|de|com) .+?),? (?:mas sim|e sim|mas|sim|e) (?P<new>(?:na|no|em|de|com) .+)",
        (
            r"(?P<verb>.*?\b(?:trabalho|trampo|trabalha|trampa))(?P<as> (?:de|como) .+?)(?P<at> (?:na|no|numa|num|em|para) .+)",
            r"(?P<verb>.*?\b(?:trabalho|trampo|trabalha|trampa))(?P<at> (?:na|no|numa|num|em|para) .+?)(?P<as> como .+)",
        ),
        (r"\b(?:estou|tou|tô|to) (?=(?:na|no|em)\b)", "trabalho "),
        r"sou|estou|tô|to|tou|tenho|moro|vivo|trabalho|vou|fui|a gente|me \w+|\w{2,}(?:ei|amos|emos|imos|ava)",
    ),
    "it": _Splits(
        r"(?P<before>.*?)\bnon (?P<verb>\w+ )(?P<old>.+?),? (?:ma|bensì) (?P<new>(?:a|in|da|per|alla|al|presso) .+)",
        (
            r"(?P<verb>.*?\b(?:lavoro|lavora))(?P<as> come .+?)(?P<at> (?:da|in|per|alla|al|presso) .+)",
            r"(?P<verb>.*?\b(?:lavoro|lavora))(?P<at> (?:da|in|per|alla|al|presso) .+?)(?P<as> come .+)",
        ),
        (r"\bsono (?=(?:in|da|alla|al|per)\b)", "lavoro "),
        r"sono|ho|abbiamo|siamo|mi \w+|ci \w+|faccio|vado|vivo|abito|lavoro|\w{2,}(?:avo|evo|ivo)",
    ),
    "nl": _Splits(
        r"(?P<before>.*?)(?P<verb>\b\w+(?: ik)? )niet (?P<old>(?:bij|in|voor|met) .+?),? maar (?P<new>(?:bij|in|voor|met) .+)",
        (
            r"(?P<verb>.*?\b(?:werk|werkt))(?P<as> (?:ik )?als .+?)(?P<at> (?:bij|voor|in) .+)",
            r"(?P<verb>.*?\b(?:werk|werkt))(?P<at> (?:ik )?(?:bij|voor|in) .+?)(?P<as> als .+)",
        ),
        (r"\b(?:ben|zit) (?=(?:ik )?bij\b)", "werk "),
        r"ik|we|wij|ben|heb|woon|werk",
    ),
    "ru": _Splits(
        r"(?P<before>.*?)(?:\bне (?P<verb>\w+ )|(?P<verb2>\w+ )не )(?P<old>(?:в|на|во) .+?),? а (?P<new>(?:в|на|во) .+)",
        (
            r"(?P<verb>.*?\b(?:работаю|работает))(?P<as> \w+(?:ом|ем|ой|ей))(?P<at> (?:в|во|на) .+)",
            r"(?P<verb>.*?\b(?:работаю|работает))(?P<at> (?:в|во|на) .+?)(?P<as> \w+(?:ом|ем|ой|ей))",
        ),
        (r"\bя (?=(?:в|на)\b)", "я работаю "),
        r"я|мы|мне|меня|у меня|у нас|живу|работаю",
    ),
}


@dataclass(frozen=True, slots=True)
class _Compiled:
    contrast: re.Pattern[str]
    jobs: tuple[re.Pattern[str], ...]
    being: tuple[re.Pattern[str], str]
    verbs: re.Pattern[str]


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(tolerant(rf"^{pattern}$"), re.IGNORECASE)


_COMPILED = {
    code: _Compiled(
        _whole(words.contrast),
        tuple(map(_whole, words.jobs)),
        (re.compile(tolerant(words.being[0]), re.IGNORECASE), words.being[1]),
        re.compile(
            tolerant(rf"(?:^|[\s,])(?:{words.verbs})(?=[\s,']|$)"), re.IGNORECASE
        ),
    )
    for code, words in _TABLE.items()
}


@dataclass(frozen=True, slots=True)
class Splitter:
    """What a language's rules tell about a half.

    `fills`: the slot of a text; `subject_of`: the words a text begins with when it is
    about somebody else; `about_other`: whether a text without a subject says something
    about somebody else.
    """

    code: str
    joint: re.Pattern[str]
    fills: Callable[[str], Slot | None]
    subject_of: Callable[[str], str | None]
    about_other: Callable[[str], bool]

    def split(self, text: str) -> list[str]:
        """The halves, each a statement of its own; the text alone if it has none."""
        if len(text) > MAX_TEXT:
            return [text]
        table = _COMPILED[self.code]
        contrast = table.contrast.match(text)
        if contrast and (found := self._contrasted(contrast)):
            return found
        for match in self.joint.finditer(text):
            left, right = text[: match.start()].strip(), text[match.end() :].strip()
            if left and right and (told := self._right(left, right)):
                return [*self._jobs(left), *self.split(told[0].upper() + told[1:])]
        return self._jobs(text)

    def _right(self, left: str, right: str) -> str | None:
        """The right half as a statement of its own, or None to leave the two together."""
        if SUBORDINATE.match(left):
            return None
        subject = self.subject_of(left)
        bare = PRONOUN.sub("", right, count=1)
        if subject and self.about_other(bare):
            return f"{subject} {bare}"
        known = self.fills(left)
        if known and known.attribute == "employer" and known.closes:
            pattern, verb = _COMPILED[self.code].being
            right = pattern.sub(verb, right, count=1)
        if self.fills(right) and (known or self._tells(left, right)):
            return right
        return None

    def _tells(self, left: str, right: str) -> bool:
        """Whether the left half says something by itself, though it fills no slot."""
        if " " not in left or right.casefold().startswith(PAIRED):
            return False
        return bool(NOW.match(right) or _COMPILED[self.code].verbs.search(left))

    def _contrasted(self, match: re.Match[str]) -> list[str] | None:
        """ "not at A but at B": no longer at A, and at B."""
        text = match.string
        verb = match["verb"] or match.groupdict().get("verb2") or ""
        old = text[: match.end("old")]
        new = f"{match['before']}{verb}{match['new']}"
        filled = self.fills(new)
        if filled is None or filled.closes:
            return None
        return [old, new[0].upper() + new[1:]]

    def _jobs(self, text: str) -> list[str]:
        """ "I work at A as a B": where, and as what."""
        for pattern in _COMPILED[self.code].jobs:
            match = pattern.match(text)
            if match is None:
                continue
            halves = [match["verb"] + match[part] for part in ("at", "as")]
            kinds = [getattr(self.fills(half), "attribute", None) for half in halves]
            if kinds == ["employer", "role"]:
                return halves
        return [text]


QUANTITY = re.compile(
    r"^(?:algo de|un poco de|un poquito de|un peu(?: de)?|(?:ein )?bisschen|etwas|um pouco de|um pouquinho de|un po' di|(?:een )?beetje|wat|немного|чуть-чуть|también|aussi|auch|também|anche|ook)\s+",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"^(?:a los|a las|al|a la|aux|au|à la|gegen|auf|aos|ao|às|à|a|alle|ai|agli|alla|voor|на)\s+(?=\w{3})|^(?:à l'|all'|по-)",
    re.IGNORECASE,
)
ITEM = r"(?:[\w'’-]+)(?: [\w'’-]+){0,3}?"
LIST = re.compile(
    rf"^(?P<items>{ITEM}(?:, {ITEM}){{0,8}},? (?:y|e|et|und|ed|en|и) {ITEM})[.!]*$",
    re.IGNORECASE,
)
JOIN = re.compile(r",? (?:y|e|et|und|ed|en|и) |, ", re.IGNORECASE)
LISTED = frozenset({"allergy", "language", "hobby"})


def listed(text: str, slot: Slot) -> list[tuple[str, Slot]]:
    """One statement for each item of "alérgica al polen, a los gatos y al marisco"."""
    if slot.attribute not in LISTED or not slot.value:
        return []
    place = text.find(slot.value)
    match = LIST.match(text[place:]) if place >= 0 else None
    if match is None:
        return []
    items = [
        PREPOSITION.sub("", QUANTITY.sub("", item.strip()))
        for item in JOIN.split(match["items"])
    ]
    return [(text[:place] + item, replace(slot, value=item)) for item in items if item]
