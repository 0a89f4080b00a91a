"""Turns the English first person into a named speaker, and "you" into a listener.

Works on the words of one statement: pronouns are replaced and the verb that
follows is made to agree; quoted words are left as they were said.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from mem0.memory.rules import verbs
from mem0.memory.rules.wordlist import words

TOKEN = re.compile(r"[^\W_][\w'’]*(?:-[\w'’]+)*|\s+|.", re.DOTALL)
CONTRACTED = {
    "'m": ("is",),
    "'re": ("is",),
    "'ve": ("has",),
    "'ll": ("will",),
    "'d": ("'d",),
    "m": ("is",),
    "ve": ("has",),
    "": (),
}
SUBJECTS = {"i": "one", "im": "one", "ive": "one", "we": "many"}
NUMBERED = words(
    """
    war type part phase level vitamin chapter act volume class
    """
)
BETTER = frozenset(["better", "been", "rather"])
QUOTES = {'"': '"', "“": "”", "«": "»"}


@dataclass
class _Rewriter:
    name: str
    listener: str | None
    out: list[str] = field(default_factory=list)
    subject_seen: bool = False
    many_seen: bool = False
    singular: bool = False
    """The last finite verb was a base form made singular; so is one after "and"."""
    past: bool = False
    """The last finite verb was in the past; a base form after "and" is the present."""

    def possessive(self) -> str:
        if self.many_seen or self.subject_seen:
            return "their"
        return owned(self.name)


def owned(name: str) -> str:
    """The possessive of a name."""
    return f"{name}'" if name.endswith("s") and len(name) > 3 else f"{name}'s"


def rewrite(text: str, name: str, listener: str | None = None) -> str:
    """The statement with "I", "my", "we" … spoken about `name` in the third person.

    With a `listener`, "you" and "your" become that name as well.
    """
    tokens = TOKEN.findall(text)
    state = _Rewriter(name, listener)
    closing: str | None = None
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if closing or (token in QUOTES and _opens(state)):
            closing = None if token == closing else closing or QUOTES[token]
            state.out.append(token)
            index += 1
        else:
            index = _step(state, tokens, index)
    return "".join(state.out)


def _opens(state: _Rewriter) -> bool:
    """Whether a quote may begin here, where 5'10" only ends a measure."""
    return not state.out or not state.out[-1][-1:].isalnum()


def _step(state: _Rewriter, tokens: list[str], index: int) -> int:
    token = tokens[index]
    lower = token.lower().replace("’", "'")
    head, mark, tail = lower.partition("'")
    if head in {"i", "im", "ive", "we"} and _is_subject(
        tokens, index, head, mark + tail
    ):
        return _subject(state, tokens, index)
    if state.listener and head == "you":
        return _listener(state, tokens, index, mark + tail)
    plain = _pronoun(state, lower)
    if plain is not None:
        state.out.append(_cased(plain, token, state))
        return index + 1
    if (state.singular or state.past) and lower in {"and", "or", "but"}:
        return _coordinated(state, tokens, index)
    state.out.append(token)
    return index + 1


def _is_subject(tokens: list[str], index: int, head: str, tail: str) -> bool:
    if head in {"im", "ive"}:
        return tail == ""
    previous = _previous_word(tokens, index)
    if tokens[index] == "i" and not _verb_follows(tokens, index):
        return False  # "i" is "and" in some languages, and a list's ninth item
    return not (head == "i" and tail == "" and previous in NUMBERED)


def _verb_follows(tokens: list[str], index: int) -> bool:
    following = [t.lower() for t in tokens[index + 1 : index + 5] if not t.isspace()]
    if not following:
        return False
    return verbs.is_adverb(following[0]) or verbs.has_verb(following[:1])


def _previous_word(tokens: list[str], index: int) -> str:
    for token in reversed(tokens[max(0, index - 3) : index]):
        if not token.isspace():
            return token.lower()
    return ""


def _pronoun(state: _Rewriter, lower: str) -> str | None:
    if lower in {"my", "our"}:
        return state.possessive()
    if lower in {"me", "us"}:
        return "them" if state.many_seen else state.name
    if lower in {"mine", "ours"}:
        return owned(state.name)
    if lower in {"myself", "ourselves"}:
        return "themself" if lower == "myself" else "themselves"
    if state.listener and lower in {"your", "yours"}:
        return owned(state.listener)
    return None


def _cased(word: str, token: str, state: _Rewriter) -> str:
    starts = not "".join(state.out).strip()
    return word[0].upper() + word[1:] if starts and token[0].isupper() else word


def _subject(state: _Rewriter, tokens: list[str], index: int) -> int:
    head, tail = _parts(tokens[index])
    if head == "we":
        return _we(state, tokens, index, tail)
    paired = _paired(tokens, index)
    state.out.append(state.name)
    state.subject_seen, state.many_seen = True, state.many_seen or paired
    if paired:
        state.out.append(_plural_tail(tail))
        return index + 1
    return _verb(state, tokens, index + 1, tail)


def _parts(token: str) -> tuple[str, str]:
    lower = token.lower().replace("’", "'")
    if lower in {"im", "ive"}:
        return "i", "'" + lower[1:]
    head, mark, tail = lower.partition("'")
    return head, mark + tail


def _plural_tail(tail: str) -> str:
    return {
        "'ve": " have",
        "'ll": " will",
        "'d": " would",
        "'re": " are",
        "'m": " are",
    }.get(tail, "")


def _we(state: _Rewriter, tokens: list[str], index: int, tail: str) -> int:
    known = state.many_seen
    starts = not "".join(state.out).strip()
    state.out.append(
        ("They" if starts else "they") if known else f"{state.name} and others"
    )
    state.many_seen = state.subject_seen = True
    state.out.append(_plural_tail(tail))
    return index + 1


def _paired(tokens: list[str], index: int) -> bool:
    """Whether the "I" stands in "my wife and I", a plural subject."""
    words = [t.lower() for t in tokens[:index] if not t.isspace()]
    if not words or words[-1] != "and" or len(words) > 7:
        return False
    return not verbs.has_verb(words[:-1])


def _listener(state: _Rewriter, tokens: list[str], index: int, tail: str) -> int:
    state.out.append(state.listener or "")
    previous = _previous_word(tokens, index)
    is_object = bool(previous) and previous not in {
        "that",
        "if",
        "and",
        "but",
        "because",
        ",",
        "when",
        "so",
    }
    if is_object and not tail:
        return index + 1
    return _verb(state, tokens, index + 1, tail)


def _verb(state: _Rewriter, tokens: list[str], index: int, tail: str) -> int:
    """Write the subject's verb in the third person; adverbs may stand between."""
    if tail:
        state.out.append(_auxiliary(tail, tokens, index))
        state.singular = tail == "'m"
        return index
    start = index
    while index < len(tokens) and (
        tokens[index].isspace() or verbs.is_adverb(tokens[index].lower())
    ):
        index += 1
    state.out.extend(tokens[start:index])
    if index < len(tokens) and tokens[index][0].isalpha():
        verb = tokens[index]
        state.out.append(verbs.third_person(verb))
        state.singular = verbs.is_base(verb.lower()) or verb.lower() == "am"
        state.past = not state.singular and verbs.is_past(verb.lower())
        index += 1
    return index


def _auxiliary(tail: str, tokens: list[str], index: int) -> str:
    if tail == "'d":
        following = [t.lower() for t in tokens[index : index + 4] if t.strip()]
        had = following and (
            following[0] in BETTER - {"rather"} or verbs.is_past(following[0])
        )
        return " had" if had else " would"
    return " " + CONTRACTED[tail][0] if tail in CONTRACTED else tail


def _coordinated(state: _Rewriter, tokens: list[str], index: int) -> int:
    """ "cooks and bake" → "cooks and bakes", unless an infinitive came between."""
    state.out.append(tokens[index])
    following = tokens[index + 2].lower() if index + 2 < len(tokens) else ""
    if _agrees(state, following.replace("’", "'")):
        state.out += [tokens[index + 1], verbs.third_person(tokens[index + 2])]
        return index + 3
    return index + 1


def _agrees(state: _Rewriter, verb: str) -> bool:
    if verb in {"don't", "haven't", "am"}:
        return True
    before = "".join(state.out).lower().split()
    infinitive = any(
        one == "to" and verbs.is_base(two) for one, two in itertools.pairwise(before)
    )
    if infinitive or not verbs.is_base(verb):
        return False
    return state.singular or not verbs.is_past(verb)
