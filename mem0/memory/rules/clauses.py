"""Splits an English sentence into clauses that each state one thing.

"I live in Porto and work at Acme" becomes two statements, so that one of them can
change without the other. Only where both halves can stand alone: subordinate
clauses and infinitives stay whole. Also finds the statement inside a question.
"""

from __future__ import annotations

import re

from mem0.memory.rules import verbs
from mem0.memory.rules.subjects import names_other

WORD = re.compile(r"[\w'’-]+")
SPEAKER = r"(?:I|i|I['’]m|i['’]m|im|I['’]ve|i['’]ve|I['’]d|I['’]ll|we|we['’]re|we['’]ve|we['’]ll|my|our)"
OTHER = r"(?:(?:he|she|they)(?:['’](?:s|re|ve|ll|d))?)"
JOINT = re.compile(
    rf"(?:\s*[,;–—]\s*|\s+)(?:(?P<con>and|but|so|yet|plus)\s+)?(?:(?:now|then|technically|officially|currently|apparently|(?:it\s+)?turns\s+out(?:\s+that)?)\s+)?(?=(?:{SPEAKER}|{OTHER})\s+\S)",
    re.IGNORECASE,
)
PRONOUN = re.compile(rf"{OTHER}\s", re.IGNORECASE)
SUBORDINATE = re.compile(
    r"^(?:when|if|because|after|since|although|though|while|as|once|before|until|unless|"
    r"whenever|given|even|every time|last|next|on|in|at|during|for|to|with|what|that)\b",
    re.IGNORECASE,
)
COORDINATION = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+and\s+")
FIRST_VERB = re.compile(r"^(?P<subject>I|we)\s+(?P<verb>[\w'’]+)", re.IGNORECASE)
ADVERBS = re.compile(
    r"^(?:(?:also|now|currently|then|usually|often|always|just)\s+){0,2}"
)
QUESTION_START = (
    r"(?:any|what|what['’]s|how|how['’]s|do|does|did|can(?!['’]t stand)|could|where|which|who|when|why|is|are|"
    r"should|would|will|got (?:any|time)|right|know|isn['’]t|aren['’]t|don['’]t(?! (?:like|eat|drink))|may|have you|has|please|help|recommend|suggest)"
)
QUESTION = re.compile(
    rf"^(?:and |but |so |ok(?:ay)?,? |well,? )?{QUESTION_START}\b", re.IGNORECASE
)
DECLARED_WH = re.compile(
    r"^(?:what|when|where|how) (?:I|we|my|our)\b(?!.*\?\s*$)", re.IGNORECASE
)
TAIL_QUESTION = re.compile(
    rf"\s*[,;–—-]\s+(?:so |and |but )?(?={QUESTION_START}\b)|\s+(?:so|and|but)\s+(?={QUESTION_START}\b)",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r"^(?:since|because|as|given that|now that|considering(?: that)?)\s+(?P<said>(?:I|my|we|our)\b[^,?]{3,300}|I['’](?:m|ve)\b[^,?]{3,300}|we['’](?:re|ve)\b[^,?]{3,300}),",
    re.IGNORECASE,
)
AS_A = re.compile(r"^as (?P<what>an? (?:(?!\b(?:I|you)\b)[^,?]){3,80}),", re.IGNORECASE)
BECAUSE = re.compile(
    r"(?:\b(?:because|since|as|given that|now that)|[,;–—-])\s+(?P<said>(?:I|I['’]m|I['’]ve|my|we|we['’]re|we['’]ve|our)\s[^?]{3,300})\??$",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"^(?:did|have|has)? ?(?:i|you)? ?(?:ever )?(?:(?:tell|told|mention(?:ed)?|say|said)(?: (?:you|to you))?|know)(?: that)?\s+(?P<said>(?:I|my|we|our|I['’]m|I['’]ve|we['’]re)\s[^?]{3,300})\?$",
    re.IGNORECASE,
)
SLIPS = (
    r"(?:no,? wait|wait,? no|i mean|or rather|make that|scratch that|correction|sorry)"
)
SLIP = re.compile(
    rf"\b(?:[A-ZÀ-Þ][\w'’-]+|\d[\d:]*)(?:\s?[,;…–—-]|\.\.\.)\s?(?i:{SLIPS}),? (?P<right>[A-ZÀ-Þ](?![ ’'])[\w'’-]+|\d[\d:]*)(?=[\s,.!]|$)"
)
RESTARTED = re.compile(
    rf"(?:[,;…–—-]|\.\.\.)\s?(?:{SLIPS})[,;.!…–— ]+(?P<right>(?:I|I['’]m|my|we|we['’]re)\b.{{3,200}})$",
    re.IGNORECASE,
)
STARTS_DECLARED = re.compile(
    rf"^{SPEAKER}\s|^[A-ZÀ-Þ][\w'’]+ (?:is|has|was|lives|works|loves|got)\b",
    re.IGNORECASE,
)


def is_question(sentence: str) -> bool:
    """Whether an English sentence asks, with or without a question mark."""
    if sentence.rstrip("\"')»” ").endswith(("?", "？")):
        return True
    return bool(QUESTION.match(sentence)) and not DECLARED_WH.match(sentence)


def stated_in(question: str) -> str | None:
    """What a question states besides asking: "I moved to Porto, any tips?" """
    text = question.strip()
    given = GIVEN.match(text) or TOLD.match(text)
    if given:
        return given["said"].rstrip(" ,") + "."
    if kind := AS_A.match(text):
        return f"I am {kind['what']}."
    tail = TAIL_QUESTION.search(text)
    if tail and STARTS_DECLARED.match(text) and len(text[: tail.start()].split()) > 1:
        return text[: tail.start()] + "."
    reason = BECAUSE.search(text)
    if reason and QUESTION.match(text):
        return reason["said"].rstrip(" ,?") + "."
    return None


def corrected(sentence: str) -> str:
    """The sentence as its speaker corrected it: "I live in Ghent, no wait, Bruges"."""
    sentence = SLIP.sub(lambda m: m["right"], sentence)
    match = RESTARTED.search(sentence)
    if match is None:
        return sentence
    start = " ".join(match["right"].split()[:2])
    place = sentence.find(start, 0, match.start())
    return sentence[:place] + match["right"] if place >= 0 else sentence


def clauses(sentence: str) -> list[str]:
    """The clauses of an English sentence that state something on their own."""
    if len(sentence) > 600:
        return [sentence]
    return [part for clause in _independent(sentence) for part in _coordinated(clause)]


def _independent(sentence: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for match in JOINT.finditer(sentence):
        left, right = sentence[start : match.start()], sentence[match.end() :]
        if _stands(left) and _stands_right(right) and _joins(match, left, right):
            parts.append(left)
            start = match.end()
    return [*parts, sentence[start:]]


def _joins(match: re.Match[str], left: str, right: str) -> bool:
    if third := PRONOUN.match(right):
        plural = third[0].lower().startswith("they")
        return match["con"] != "so" and names_other(left, plural=plural)
    return match["con"] is not None or bool(match[0].strip(" "))


def _stands(left: str) -> bool:
    words = _words(left)
    if len(words) < 2 or SUBORDINATE.match(left.strip()):
        return False
    return verbs.has_verb(words)


def _stands_right(right: str) -> bool:
    words = _words(right)[:8]
    if not words:
        return False
    if words[0] in {"my", "our"}:
        return verbs.has_verb(words[2:])
    return True


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in WORD.findall(text[:300])]


def _coordinated(clause: str) -> list[str]:
    """Split "I live in X and work at Y" at verbs of the same tense as the first."""
    first = FIRST_VERB.match(clause)
    if first is None:
        return [clause]
    lexicon = _lexicon(first["verb"].lower())
    if lexicon is None:
        return [clause]
    parts: list[str] = []
    start = 0
    for match in COORDINATION.finditer(clause):
        if _continues(clause, start, match, lexicon):
            parts.append(clause[start : match.start()])
            start = match.end()
    parts.append(clause[start:])
    return [parts[0], *(f"{first['subject']} {part}" for part in parts[1:])]


def _lexicon(verb: str) -> frozenset[str] | None:
    if verb in verbs.PAST_COORDINATED:
        return verbs.PAST_COORDINATED | verbs.PRESENT_AFTER_PAST
    if verbs.is_base(verb) and verb not in verbs.PAST:
        return verbs.BASE
    return None


def _continues(
    clause: str, start: int, match: re.Match[str], lexicon: frozenset[str]
) -> bool:
    left, right = clause[start : match.start()].lower(), clause[match.end() :]
    words = _words(ADVERBS.sub("", right))
    if len(words) < 2 or words[0] not in lexicon:
        return False
    infinitive = any(
        f" to {word} " in f"{left} " for word in verbs.BASE if word in left
    )
    return not infinitive and words[1] not in {"and", "is", "are", "or"}
