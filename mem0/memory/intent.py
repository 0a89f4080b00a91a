"""What a question is after: a slot ("where does she live?"), what held before, what changed.

Read by patterns in the languages the rules speak; a question that none fits is ranked
by meaning and words alone. Nothing here filters: an intent only moves what was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

MOST = 300
"""Characters of a query that are read."""

_WHERE = r"\b(?:where|d[oó]nde|o[uù]|wo|onde|aonde|dove|waar|где)\b.*"
_SLOTS = {
    "employer": _WHERE
    + r"\b(?:work\w*|job|employed|trabaj\w*|travaill\w*|arbeit\w*|trabalh\w*|lavor\w*|werk\w*|работ\w*)"
    r"|\b(?:employer|which company|work(?:s|ed|ing)? for|arbeitgeber|employeur|empregador|datore)\b",
    "home": _WHERE
    + r"\b(?:liv(?:e|es|ed|ing)|resid\w+|based|home|viv\w+|mor\w+|habit\w*|wohn\w*|leb\w+|gewohnt|abit\w*|woon\w*|жи[вл]\w*)"
    r"|\b(?:current city|home address|wohnort|which city .* (?:live|living))\b",
    "role": r"\b(?:job|profession|occupation|do(?:es)? .{1,30} for (?:a )?living|beruf|profesión|profissão|métier|lavoro fa)\b",
    "age": r"\b(?:how old|what age|cu[aá]ntos años|quel âge|wie alt|quantos anos|quanti anni|hoe oud|сколько .*лет)\b",
    "diet": r"\b(?:diet|eating habits|dieta|r[eé]gime|ern[aä]hr\w+)\b",
    "relationship_status": r"\b(?:relationship status|marital status|married|single|in a relationship)\b",
    "car": r"\b(?:car|vehicle|drive)\b",
    "phone": r"\b(?:phone|telephone|mobile|cell) ?(?:number)?\b",
    "email": r"\be-?mail\b",
    "birthday": r"\b(?:birthday|born|cumpleaños|anniversaire|geburtstag|anivers[aá]rio)\b",
    "allergy": r"\ba[l]{1,2}[eé]r\w+",
    "language": r"\b(?:languages?|idiomas?|langues?|sprachen?|línguas?)\b",
    "pet": r"\b(?:pets?|dogs?|cats?|mascotas?|animaux|haustiere?)\b",
    "school": r"\b(?:school|university|college)\b",
    "name": r"\b(?:my|user's|full) name\b|\bcómo me llamo\b|\bwie heiße\b",
}
_ATTRIBUTES = [(name, re.compile(p, re.IGNORECASE)) for name, p in _SLOTS.items()]
_FAVOURITE = re.compile(
    r"\bfavou?rite (?P<kind>\w+)|\b(?P<kind2>\w+) (?:favorit\w|préférée?|preferit\w|preferid\w)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|prior to|antes (?:de|del|da|do)|avant|vor|prima (?:di|del|della)|voor|до)\s+"
    r"(?P<what>[^?.!,;]{2,60})",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:used to|previous(?:ly)?|former(?:ly)?|before|earlier|in the past|antes|anterior\w*|"
    r"avant|auparavant|ancien(?:ne)?|früher\w*|vorher\w*|ehemalig\w*|vroeger|"
    r"antigamente|prima|precedent\w*|раньше|прежн\w*)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:chang(?:e[sd]?|ing)|what(?:'s| is| was) (?:new|different)|cambi(?:ó|ado|os?)|"
    r"changé|geändert|verändert|mud(?:ou|anças?)|cambiato|veranderd|изменил\w*)\b",
    re.IGNORECASE,
)
_BEGINNINGS = {
    "employer": "work job empl trab trav arbe lavo werk рабо comp dato",
    "home": "live livi resi base home viv* mor* habi wohn leb* gewo abit woon жив* жил* city",
    "role": "job prof occu livi beru méti lavo",
    "age": "old age años âge alt anos anni oud лет",
    "diet": "diet eati regi régi ernä erna",
    "relationship_status": "rela mari marr sing",
    "car": "car vehi driv",
    "phone": "phon tele mobi cell",
    "email": "emai e mail",
    "birthday": "birt born cump anni gebu aniv",
    "allergy": "alle alér allé",
    "language": "lang idio spra líng",
    "pet": "pet dog cat masc anim haus",
    "school": "scho univ coll",
    "name": "name llam heiß",
    "favorite:": "favo préf pref",
    "past": "used use befo prio ante avan vor prim voor до prev form earl past aupa anci "
    "früh vorh ehem vroe anti prec ран* преж",
    "changed": "chan new diff camb geän verä mud* изме",
}
"""What a word of a question has to begin with before any pattern is tried: most questions
have none of them, and cost a look at each word."""
_TRIGGERS: dict[str, set[str]] = {}
for _name, _begins in _BEGINNINGS.items():
    for _begin in _begins.split():
        # Three letters are a whole word, with a star the beginning of one.
        _TRIGGERS.setdefault(_begin, set()).add(_name)
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_LIGHT = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "her",
        "his",
        "their",
        "our",
        "moving",
        "living",
        "working",
        "to",
        "in",
        "at",
        "el",
        "la",
        "los",
        "las",
        "le",
        "les",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "o",
        "os",
        "as",
        "ich",
        "i",
        "she",
        "he",
        "they",
        "we",
        "you",
        "now",
        "that",
        "this",
        "then",
        "went",
        "got",
        "became",
        "joined",
        "started",
    ]
)


@dataclass(frozen=True, slots=True)
class Intent:
    """`anchor` are the words after "before", lower case; `past` is set with it."""

    attribute: str | None = None
    past: bool = False
    anchor: frozenset[str] = frozenset()
    changed: bool = False


NONE = Intent()


def read(query: str) -> Intent:
    """The intent of a question; `NONE` where no pattern fits."""
    text = query[:MOST]
    near = {
        name
        for word in _WORD.findall(text.casefold())
        for begin in (word if len(word) < 4 else word[:4], f"{word[:3]}*")
        if begin in _TRIGGERS
        for name in _TRIGGERS[begin]
    }
    if not near:
        return NONE
    changed = "changed" in near and _CHANGED.search(text) is not None
    intent = Intent(_attribute(text, near), changed=changed)
    if "past" in near and (_PAST.search(text) or _BEFORE.search(text)):
        intent = replace(intent, past=True, anchor=_anchor(text))
    return intent


def _attribute(text: str, near: set[str]) -> str | None:
    for name, pattern in _ATTRIBUTES:
        if name in near and pattern.search(text):
            return name
    return "favorite:" if "favorite:" in near and _FAVOURITE.search(text) else None


def _anchor(text: str) -> frozenset[str]:
    found = _BEFORE.search(text)
    if found is None:
        return frozenset()
    words = _NAME.findall(found["what"])
    named = [word for word in words if word[0].isupper() or word[0].isdigit()]
    lowered = (word.casefold() for word in named or words)
    return frozenset(word for word in lowered if word not in _LIGHT)
