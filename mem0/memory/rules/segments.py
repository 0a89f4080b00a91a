"""Splits what was said into sentences, without what is not said by the speaker.

Code, quoted lines and blocks of memories that an application pasted back are cut
out first; lists and lines end sentences; abbreviations, decimals and addresses
do not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from mem0.memory.rules.wordlist import words

MAX_MESSAGE = 100_000
MAX_STATEMENT = 1_200

FENCE = re.compile(r"(?:```|~~~)")
TAGGED = re.compile(
    r"<(?P<tag>[\w-]{0,20}(?:memor(?:y|ies)|context|recalled)[\w-]{0,20})\b[^>]{0,200}>",
    re.IGNORECASE,
)
HEADER = re.compile(
    r"^\W{0,4}(?:(?:here (?:are|is) )?(?:the |your |some |my )?"
    r"(?:relevant|retrieved|related|recalled|previous|past|stored|saved|existing|user|known|long[- ]term)?"
    r" ?(?:user )?(?:memor(?:y|ies)|facts about (?:the )?user|context from (?:past|previous|memory)[\w ]{0,20})"
    r"[\w' ]{0,40}|based on (?:previous|past) conversations?|what (?:i|we) (?:remember|know) about [\w ]{1,20})\W{0,3}:\W{0,3}$",
    re.IGNORECASE,
)
PLAIN_HEADER = (
    r"^\W{0,4}(?:(?:here (?:are|is)|these are) )?(?:the |your |some |my )?"
    r"(?:most )?(?:relevant|retrieved|recalled|related|stored|long[- ]term) (?:user )?"
    r"(?:memor(?:y|ies)|facts|context)\b[\w' ]{0,40}\W{0,3}:"
)
"""Applications announce memories so; nobody else does."""
BLOCK_HEADER = re.compile(rf"{PLAIN_HEADER}\W{{0,3}}$", re.IGNORECASE)
INLINE_HEADER = re.compile(rf"{PLAIN_HEADER}\W{{0,3}}\w", re.IGNORECASE)
BULLET = re.compile(r"^\s{0,20}(?:[-*•‣·–]|\(?\d{1,3}[.)]|[a-z]\))\s+")
QUOTED = re.compile(r"^\s{0,20}>")
END = re.compile(r"([.!?…]{1,8}|[。！？])([\"'”’»)\]]{0,3})(?=\s|$|[^\x00-\u2fff])|\n")
ABBREVIATIONS = words(
    """
    dr mr mrs ms prof st sr jr vs etc e.g i.e approx dept est no fig inc ltd co
    corp jan feb mar apr jun jul aug sep sept oct nov dec mt ave blvd rd gen sgt
    capt lt col rev hon u.s u.k a.m p.m ph.d m.sc b.sc ca bzw z.b usw ggf nr hr fr
    bd d.h sra srta ud uds pág ej av mme mlle env p.ex dra sig sig.ra dott
    """
)
INITIAL = re.compile(r"(?:^|\s)[A-ZÀ-Þ]$")
GERMAN_MONTH = re.compile(
    r"(?:Jan|Jän|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)", re.IGNORECASE
)
START = 80
"""Characters of a line that show whether its writer uses capitals."""
RESUMED = re.compile(
    r"\s*(?:i|i['’](?:m|ve|ll|d)|im|ive|my|we|and|but|also|she|he|they|our)\s"
)
"""Words that begin a sentence even where nobody holds down the shift key."""
INVERTED = re.compile(r" (?=[¿¡])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `listed` when it was an item of a list."""

    text: str
    listed: bool = False


def sentences(content: str, dropped: Counter[str]) -> list[Sentence]:
    """The sentences of a message; what was cut out is counted in `dropped`."""
    if len(content) > MAX_MESSAGE:
        dropped["too_long"] += 1
    text = content[:MAX_MESSAGE].replace("\r\n", "\n").replace("\r", "\n")
    text = _without_code(text, dropped)
    text = _without_tagged(text, dropped)
    found: list[Sentence] = []
    for line in _lines(text, dropped):
        bare = BULLET.sub("", line, count=1)
        found += [Sentence(part, bare != line) for part in split(bare)]
    return found


def without_recalled(content: str, dropped: Counter[str]) -> str:
    """A message without blocks of memories that an application pasted into it."""
    if len(content) > MAX_MESSAGE:
        return content
    text = _without_tagged(content.replace("\r\n", "\n"), dropped)
    kept: list[str] = []
    block = ""
    for line in text.split("\n"):
        head = line[:200]
        if INLINE_HEADER.match(head):
            dropped["recalled"] += 1
        elif BLOCK_HEADER.match(head):
            block = "any"
        elif HEADER.match(head):
            block = "listed"
        elif not line.strip():
            block = ""
            kept.append(line)
        elif block == "any" or (block and BULLET.match(line)):
            dropped["recalled"] += 1
        else:
            block = ""
            kept.append(line)
    return "\n".join(kept)


def _without_code(text: str, dropped: Counter[str]) -> str:
    parts = FENCE.split(text)
    if len(parts) > 1:
        dropped["code"] += len(parts) // 2
    return "\n".join(parts[::2])


def _without_tagged(text: str, dropped: Counter[str]) -> str:
    """Cut `<memories> … </memories>` and the like; an unclosed one to the end."""
    kept: list[str] = []
    position = 0
    while (opening := TAGGED.search(text, position)) is not None:
        dropped["recalled"] += 1
        kept.append(text[position : opening.start()])
        closing = f"</{opening['tag']}>"
        end = text.find(closing, opening.end())
        if end < 0:
            return "\n".join(kept)
        position = end + len(closing)
    return "\n".join([*kept, text[position:]])


def _lines(text: str, dropped: Counter[str]) -> list[str]:
    kept: list[str] = []
    recalled = False
    for line in text.split("\n"):
        if HEADER.match(line[:200]):
            recalled = True
        elif recalled and not line.strip():
            recalled = False
        elif recalled and BULLET.match(line):
            dropped["recalled"] += 1
        elif QUOTED.match(line):
            dropped["quoted"] += 1
        else:
            recalled = False
            kept.append(line)
    return kept


def split(line: str) -> list[str]:
    """The sentences of one line."""
    parts: list[str] = []
    start = 0
    for match in END.finditer(line):
        if _ends(line, match, start):
            parts.append(line[start : match.end()])
            start = match.end()
    parts.append(line[start:])
    return [piece for part in parts for piece in _inverted(part) if piece]


def _inverted(part: str) -> list[str]:
    """The part as sentences with single spaces, cut before each "¿" and "¡"."""
    single = " ".join(part.split())
    return [piece for piece in INVERTED.split(single) if piece]


def _ends(line: str, match: re.Match[str], start: int) -> bool:
    if match[1] is None or match[1][0] in "!?。！？":
        return True
    following = line[match.end() : match.end() + 4].lstrip()
    word = line[max(start, match.start() - 12) : match.start()]
    last = word.split()[-1].lower() if word.split() else ""
    dated = last.isdigit() and GERMAN_MONTH.match(following_word(line, match.end()))
    if following and following[0].islower() and not dated:
        typed_low = line[:START].islower() or RESUMED.match(line, match.end())
        return bool(typed_low) and match[1] == "." and last not in ABBREVIATIONS
    if match[1] == "." and (last in ABBREVIATIONS or INITIAL.search(word)):
        return not following
    return not dated


def following_word(line: str, position: int) -> str:
    """The next word, without a scan of the rest of the line."""
    return line[position : position + 20].lstrip()
