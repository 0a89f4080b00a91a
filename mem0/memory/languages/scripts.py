"""Which characters make a word, and how words are found where none are spaced.

Chinese and Japanese are cut into pairs of characters (and single ideographs), Korean
into pairs, Thai, Lao, Khmer and Burmese into threes: a query shares these pieces with
what it looks for, wherever a dictionary would have cut.
"""

from __future__ import annotations

import re

_MARKS = (
    "\u0300-\u036f"  # Latin, Greek, Cyrillic accents
    "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"  # Hebrew, Arabic
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"  # Devanagari
    "\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"  # Tamil, Thai
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"  # Lao, Burmese, Khmer
)
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
_NUMBER = r"\d+(?:[.,:]\d+)+"
ASCII_WORD = re.compile(rf"{_NUMBER}|[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")
ANY_WORD = re.compile(rf"{_NUMBER}|{_LETTER}+(?:['’ʼ]{_LETTER}+)*")

_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff"
_HANGUL = "\uac00-\ud7af"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_RUNS = re.compile(
    f"(?P<han>[{_IDEOGRAPH}{_KANA}]+)|(?P<hangul>[{_HANGUL}]+)|(?P<thai>[{_UNSPACED}]+)"
)
_HAN = re.compile(f"[{_IDEOGRAPH}]")
_DROPPED = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_HEBREW_PREFIX = re.compile("^[והבלכמש](?=[\u05d0-\u05ea]{3})")


def pieces(word: str) -> list[str] | None:
    """Character n-grams of a word in an unspaced script; None for any other word."""
    if word.isascii() or not _RUNS.search(word):
        return None
    found: list[str] = []
    end = 0
    for match in _RUNS.finditer(word):
        found += [word[end : match.start()]] if match.start() > end else []
        found += _grams(match[0], 3 if match.lastgroup == "thai" else 2)
        found += _HAN.findall(match[0]) if len(match[0]) > 1 else []
        end = match.end()
    return found + ([word[end:]] if end < len(word) else [])


def _grams(run: str, size: int) -> list[str]:
    if len(run) <= size:
        return [run]
    return [run[i : i + size] for i in range(len(run) - size + 1)]


def unpointed(word: str) -> str:
    """An Arabic or Hebrew word without vowel points, and Hebrew without one prefix."""
    return _HEBREW_PREFIX.sub("", _DROPPED.sub("", word))
