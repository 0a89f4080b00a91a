"""Which of the facts found are doubtful, so that a person should look at them first.

Works on what any extractor found. How much doubt is too much is the project's
choice: `strict` holds back whatever is unsure or was only the assistant's word,
`normal` what reads like an attack or what the extractor itself hardly believes,
`keep-everything` nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mem0.memory.suspicion import is_override, is_suspicious
from mem0.memory.types import Doubt, Extraction, Fact, GateMode, Message

UNSURE: dict[GateMode, float] = {"strict": 0.6, "normal": 0.3, "keep-everything": 0.0}
"""The confidence below which a fact is held back."""


def sorted_out(
    found: Extraction, messages: Sequence[Message], gate: GateMode
) -> Extraction:
    """The extraction with its doubtful facts apart, counted by reason in `dropped`."""
    if gate == "keep-everything":
        return found
    reasons = {fact: _reason(fact, messages, gate) for fact in found.facts}
    doubts = [Doubt(fact, reason) for fact, reason in reasons.items() if reason]
    if not doubts:
        return found
    dropped = Counter(found.dropped)
    dropped.update(doubt.reason for doubt in doubts)
    return replace(
        found,
        facts=tuple(fact for fact in found.facts if not reasons[fact]),
        doubtful=(*found.doubtful, *doubts),
        dropped=dict(dropped),
    )


def _reason(fact: Fact, messages: Sequence[Message], gate: GateMode) -> str | None:
    slots = (fact.subject, fact.attribute, fact.value)
    if any(is_suspicious(text) for text in (fact.text, *slots) if text):
        return "suspicious"
    said = [messages[source].content for source in fact.sources]
    if said and all(is_override(content) for content in said):
        return "suspicious_source"
    if fact.confidence < UNSURE[gate]:
        return "unsure"
    if gate == "strict" and _is_hearsay(fact, messages):
        return "unconfirmed"
    return None


def _is_hearsay(fact: Fact, messages: Sequence[Message]) -> bool:
    """Whether only the assistant says so although somebody was there to say it."""
    someone = any(message.role == "user" for message in messages)
    return fact.attributed_to == "assistant" and someone
