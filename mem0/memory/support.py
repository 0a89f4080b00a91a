"""Whether what a model calls a fact was said at all.

A model invents, and a message may ask it to. Three questions are put to each fact:
is it short, is it free of commands, and do its words, names and numbers come from
the conversation. The check is lexical and on purpose lenient with wording: it finds
inventions, not wrong conclusions or a lost "not".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from mem0.memory.stemmers import stemmer
from mem0.memory.support_words import (
    FUNCTION_WORDS,
    KIN_OF_NAMES,
    LIGHT_WORDS,
    MONTHS,
    NUMBER_WORDS,
    TIME_WORDS,
    fold,
)
from mem0.memory.suspicion import is_suspicious

Objection = Literal["too_long", "suspicious", "unsupported"]

MAX_BYTES = 1_000
"""A longer text is no single fact."""

SUPPORT = 1 / 3
"""The least share of a fact's content words that its evidence contains.

Content words are what remains without function words, words for times, the names of
who spoke, and the predicates that paraphrases exchange (live, reside, like, have …):
"I reside in Faro" fully supports "User lives in Faro". Names and numbers are not a
matter of share: each must be found or be derivable.
"""

_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
)
"""Scripts compared by pairs of characters: no spaces, or particles glued to words."""

_WORD = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W\d_])+")
_PAIRED = re.compile(rf"[{_UNSPACED}]")
PAIRED_USER = re.compile("用户|用戶|使用者|ユーザー|사용자(?:는|가)?|ผู้ใช้")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n])[\s\"'“«(]*\Z")
_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")

_MONTH = "(?:" + "|".join(MONTHS) + r")\w{0,3}\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
_DATES = (
    (r"\b(\d{4})[-/]\d{1,2}(?:[-/]\d{1,2})?(?!\d)", r" \1 "),
    (r"\b\d{1,2}[./-]\d{1,2}[./-](\d{4})\b", r" \1 "),
    (r"(\d{4})\s?[年년]", r" \1 "),
    (r"\d{1,2}\s?[月월일日]", " "),
    (rf"\b{_ORDINAL}\s(?:(?:de|di|of)\s)?(?={_MONTH}\b)", " "),
    (rf"\b({_MONTH})\s{_ORDINAL}(?![\d:])", r"\1 "),
    (r"\b(\d{1,2}):\d{2}(?::\d{2})?", r" \1 "),
)
"""Dates reduced to their year and times to their hour: the rest is derived."""
_DATE_PATTERNS = [(re.compile(pattern), left) for pattern, left in _DATES]

SAME_NAME = 0.8
SAME_WORD = 0.75
"""The share of the shorter word that two forms of one word begin with."""


class Evidence:
    """What the facts of one extraction may be made of.

    Names and numbers may come from any of the `texts`: messages, earlier messages,
    memories. `speakers` are the names of who spoke: a fact may use them, and they
    prove as little as "User" does. `years` are those the messages were said in;
    spans and ages count from them.
    """

    def __init__(
        self,
        texts: Iterable[str],
        *,
        speakers: Iterable[str] = (),
        years: Iterable[int] = (),
    ) -> None:
        names = list(speakers)
        self._texts = [*texts, *names]
        self._speakers = frozenset(_WORD.findall(fold(" ".join(names))))
        self._years = set(years)
        self._stems: dict[str, frozenset[str]] = {}

    def objection(
        self,
        text: str,
        cited: Iterable[str],
        *,
        language: str | None = None,
        translating: bool = False,
    ) -> Objection | None:
        """Why a fact with this text must not be kept, or None.

        Its words must come from the texts `cited`: its source messages and what
        they answer. `language` is an ISO 639-1 code, guessed when not given. Where
        facts are translated into English, of a fact from a source in another
        language only names and numbers can be compared.
        """
        source = " ".join(cited)
        if len(text.encode()) > MAX_BYTES:
            return "too_long"
        if is_suspicious(text):
            return "suspicious"
        words = _Words(language or _guess(text), self._speakers)
        supported = (
            all(self._has_number(number) for number in _numbers(_undated(text)))
            and all(self._has_run(run, words) for run in _name_runs(text, words))
            and (
                (translating and words.language == "en" and _guess(source) != "en")
                or self._overlap(text, source, words) >= SUPPORT
            )
        )
        return None if supported else "unsupported"

    def _overlap(self, text: str, cited: str, words: _Words) -> float:
        """The share of content words found. Numbers and abbreviations are proven."""
        dateless = _undated(text)
        proven = sum(1 for _ in _numbers(dateless))
        wanted = list(words.content(dateless))
        there = frozenset(words.content(cited))
        found = sum(
            word in there or _has_alike(word, there, SAME_WORD) for word in wanted
        )
        runs = _name_runs(text, words)
        found += sum(len(run) for run in runs if self._shortened(run))
        return (found + proven) / (len(wanted) + proven) if wanted else 1.0

    def _has_number(self, number: float) -> bool:
        if number <= 2 or number in self._numbers:
            return True  # one and two are counted from words: "both", "my dog"
        if number >= 1_000 and _digits(number) in self._digits:
            return True  # 10k
        whole = round(min(number, 9_999))
        return self._is_spoken(whole) or self._is_derived(whole)

    def _is_spoken(self, number: int) -> bool:
        """ "Twenty-five", "3 pm"."""
        tens, units = divmod(number, 10)
        compound = tens * 10 in self._numbers and (units <= 2 or units in self._numbers)
        afternoon = 13 <= number <= 23 and number - 12 in self._numbers
        return (20 < number < 100 and compound) or afternoon

    def _is_derived(self, number: int) -> bool:
        """A year near the conversation; a year from an age or span, and back; "'95"."""
        if any(abs(number - year) <= 2 for year in self._years):
            return True
        spans = {abs(year - number) for year in self._years}
        close = {span + slack for span in spans for slack in (-1, 0, 1)}
        short = {number % 100, number % 100 // 10 * 10} - {0}
        if not 1_900 <= number < 2_100:
            short = set()
        return bool((close | short) & self._numbers)

    def _has_run(self, run: Sequence[str], words: _Words) -> bool:
        return self._shortened(run) or all(self._has_name(name, words) for name in run)

    def _has_name(self, name: str, words: _Words) -> bool:
        folded = fold(name)
        known = self._words
        return (
            folded in known
            or KIN_OF_NAMES.get(folded) in known
            or words.stem(folded) in self._stemmed(words)
            or _has_alike(folded, known, SAME_NAME)
        )

    def _shortened(self, run: Sequence[str]) -> bool:
        """Whether a name is said in the other length: "NYC" for New York, or back."""
        if len(run) > 1:
            initials = "".join(name[0] for name in run)
            return any(acronym.startswith(initials) for acronym in self._acronyms)
        name = run[0]
        return len(name) > 1 and name.isupper() and fold(name) in self._initials

    def _stemmed(self, words: _Words) -> frozenset[str]:
        if words.language not in self._stems:
            stems = frozenset(words.stem(word) for word in self._words)
            self._stems[words.language] = stems
        return self._stems[words.language]

    @cached_property
    def _words(self) -> frozenset[str]:
        found = (_WORD.findall(fold(text)) for text in self._texts)
        return frozenset(word for words in found for word in words)

    @cached_property
    def _numbers(self) -> frozenset[float]:
        return frozenset(number for text in self._texts for number in _numbers(text))

    @cached_property
    def _digits(self) -> frozenset[str]:
        return frozenset(_digits(number) for number in self._numbers)

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        found = (_ACRONYM.findall(text) for text in self._texts)
        return frozenset(word for words in found for word in words)

    @cached_property
    def _initials(self) -> str:
        """First letters of all words in order, so that an acronym is a part of it."""
        lines = (_WORD.findall(fold(text)) for text in self._texts)
        return " ".join("".join(word[0] for word in line) for line in lines)


class _Words:
    """One language's way to tell what a text is about."""

    def __init__(self, language: str, speakers: frozenset[str]) -> None:
        self.language = language
        self.light = (
            LIGHT_WORDS | TIME_WORDS | FUNCTION_WORDS.get(language, frozenset())
        )
        self._silent = self.light | NUMBER_WORDS.keys() | speakers
        self._algorithm = _STEMMERS.get(language)

    def is_predicate(self, word: str) -> bool:
        """Whether the word may follow the name of who did or has something."""
        inflected = self.language == "en" and word.endswith(("s", "ed"))
        return inflected or word in self.light

    def stem(self, word: str) -> str:
        if self._algorithm is None:
            return word
        return str(stemmer(self._algorithm).stemWord(word))

    def content(self, text: str) -> Iterator[str]:
        """Stems of the words that carry evidence; pairs of characters without spaces."""
        for word in _WORD.findall(fold(PAIRED_USER.sub(" ", text))):
            if _PAIRED.match(word):
                yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
            elif len(word) > 1 and word not in self._silent:
                yield self.stem(word)


def _guess(text: str) -> str:
    """The language whose function words the text has most of; English on a tie."""
    words = _WORD.findall(fold(text))
    counts = {
        language: sum(word in listed for word in words)
        for language, listed in FUNCTION_WORDS.items()
    }
    return max(counts, key=lambda language: counts[language])


def _has_alike(word: str, others: Iterable[str], share: float) -> bool:
    """Whether another form of the word is there: a common beginning of four or more."""
    beginning = word[:4]
    return len(word) >= 4 and any(
        other.startswith(beginning) and _common(word, other) >= share
        for other in others
    )


def _common(one: str, other: str) -> float:
    pairs = zip(one, other, strict=False)
    shared = next((i for i, (a, b) in enumerate(pairs) if a != b), None)
    shorter = min(len(one), len(other))
    return 1.0 if shared is None else shared / shorter


def _name_runs(text: str, words: _Words) -> Iterator[list[str]]:
    """Capitalised words that stand together, without those that are no names.

    None in German, where every noun is capitalised: there a name weighs as a word.
    """
    runs = () if words.language == "de" else _capitalised(text)
    for run in runs:
        names = [word[0] for word in run]
        if _only_opens(text, run, words):
            del names[0]
        names = [name for name in names if not _is_plain(name, words)]
        if names:
            yield names


def _capitalised(text: str) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for word in _LETTERS.finditer(text):
        if run and (
            not word[0][0].isupper() or text[run[-1].end() : word.start()] not in " -"
        ):
            yield run
            run = []
        if word[0][0].isupper():
            run.append(word)
    if run:
        yield run


def _only_opens(text: str, run: Sequence[re.Match[str]], words: _Words) -> bool:
    """Whether the first capital may be that of the sentence.

    A word before a predicate ("Ana lives", "Ana's") is a name all the same.
    """
    if not _SENTENCE_START.search(text[: run[0].start()]):
        return False
    after = _LETTERS.search(text, run[-1].end())
    return after is None or not words.is_predicate(fold(after[0]))


def _is_plain(word: str, words: _Words) -> bool:
    return len(word) == 1 or fold(word) in words.light


def _undated(text: str) -> str:
    plain = fold(text)
    for pattern, left in _DATE_PATTERNS:
        plain = pattern.sub(left, plain)
    return plain


def _numbers(text: str) -> Iterator[float]:
    """Numbers in digits and in words."""
    for digits in _NUMBER.findall(text):
        if _THOUSANDS.fullmatch(digits):
            yield float(re.sub("[.,]", "", digits))
        elif len(parts := re.split("[.,]", digits)) == 2:
            yield float(".".join(parts))
        else:
            yield from map(float, parts)
    for word in _WORD.findall(fold(text)):
        if word in NUMBER_WORDS:
            yield float(NUMBER_WORDS[word])


def _digits(number: float) -> str:
    """The digits that count: 1500, 1.5 and 15 are alike."""
    return f"{number:f}".replace(".", "").strip("0")
