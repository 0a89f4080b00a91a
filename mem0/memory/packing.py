"""The hits that fit a budget of tokens, and a block of text to put before a model.

Tokens are estimated from the text alone, on the safe side, because every model counts
in its own way: a budget that is kept here is kept by the common tokenizers.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from mem0.memory.ranking import Hit
from mem0.memory.rules.normalize import same_statement
from mem0.memory.rules.stems import stems
from mem0.memory.types import Record

SAME = 0.8
"""Share of words from which on two memories say nearly the same."""
MEMORIES = "{memories}"
TEMPLATES = {
    "list": "Relevant memories:\n{memories}",
    "xml": "<memories>\n{memories}\n</memories>",
    "plain": MEMORIES,
}
_PIECE = re.compile(r"[A-Za-z]+|\d+|[^\W\d_]+|[^\w\s]|_")
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Packed:
    """The hits that fit, the block they make, its estimated tokens, and who is left
    out for which reason (budget or duplicate)."""

    hits: list[Hit]
    context: str
    tokens: int
    left_out: dict[str, str] = field(default_factory=dict)


def pack(
    hits: Sequence[Hit], *, budget: int | None, template: str, query: str
) -> Packed:
    """Hits in their order, each as long as it fits and says something new.

    `template` is the name of one of `TEMPLATES`, or a text with `{memories}` and, if
    wanted, `{query}`.
    """
    frame = TEMPLATES.get(template, template).replace("{query}", query)
    used = tokens(frame.replace(MEMORIES, ""))
    packed = Packed([], "", used)
    lines: list[str] = []
    for hit in hits:
        line = rendered(hit.record, template)
        cost = tokens(line) + 1
        if any(nearly_same(hit.record, kept.record) for kept in packed.hits):
            packed.left_out[hit.record.id] = "duplicate"
        elif budget is not None and packed.tokens + cost > budget:
            packed.left_out[hit.record.id] = "budget"
        else:
            packed.hits.append(hit)
            packed.tokens += cost
            lines.append(line)
    packed.context = frame.replace(MEMORIES, "\n".join(lines)) if lines else ""
    packed.tokens = packed.tokens if lines else 0
    return packed


def rendered(record: Record, template: str) -> str:
    """One memory on one line, with its date and whatever speaks against it."""
    text = " ".join(record.text.split())
    date = dated(record)
    if template == "xml":
        state = "" if record.state == "active" else f' state="{record.state}"'
        return f'<memory date="{date}"{state}>{escape(text, quote=False)}</memory>'
    return f"- {text} ({date}{_doubt(record)})"


def dated(record: Record) -> str:
    """The time it holds for: of the event it names, or since (and until) when it holds."""
    if record.event_start is not None:
        last = (record.event_end or record.event_start) - dt.timedelta(microseconds=1)
        return _span(record.event_start, max(last, record.event_start))
    since = record.valid_from or record.created_at
    return _span(since, record.valid_to) if record.valid_to else f"{since:%Y-%m-%d}"


def tokens(text: str) -> int:
    """About how many tokens a model sees in a text, rather too many than too few."""
    return sum(_cost(piece) for piece in _PIECE.findall(text)) + text.count("\n")


def nearly_same(one: Record, other: Record) -> bool:
    """Whether two memories in the same state say the same but for a few words."""
    if one.state != other.state or one.subject != other.subject:
        return False
    if same_statement(one.text, other.text):
        return True
    first, second = (stems(_WORD.findall(r.text.casefold())) for r in (one, other))
    both = len(first & second)
    return (
        bool(both)
        and _numbers(one) == _numbers(other)
        and both >= SAME * len(first | second)
        and not _negates(first ^ second)
    )


def _negates(words: frozenset[str]) -> bool:
    return bool(words & stems(["not", "no", "never", "longer", "anymore", "stopped"]))


def _numbers(record: Record) -> list[str]:
    return sorted(re.findall(r"\d+", record.text))


def _cost(piece: str) -> int:
    if piece.isascii():
        return math.ceil(len(piece) / (3 if piece.isdigit() else 6))
    return math.ceil(len(piece.encode()) / 3)


def _span(start: dt.datetime, end: dt.datetime) -> str:
    if start.date() == end.date():
        return f"{start:%Y-%m-%d}"
    return f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"


def _doubt(record: Record) -> str:
    words = {
        "superseded": ", no longer true",
        "disputed": ", disputed",
        "retracted": ", taken back",
    }
    return words.get(record.state, "")
