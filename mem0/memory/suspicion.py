"""Texts that try to act when a later prompt shows them.

A memory is read by other models for as long as it lives, so a stored instruction is
worth more to an attacker than a sent one. These patterns know the common forms; they
are deliberately about commands to a machine, not about topics: "User wants answers in
French" is a preference, "ignore your previous instructions" is not.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""Characters that reverse or hide text: no fact needs them."""

_OLD = r"(?:previous|prior|above|earlier|preceding|all|any|your|the|these|those|system)"
_RULES = r"(?:instruction|rule|prompt|guideline|directive|guardrail|polic(?:y|ies))"
_TOOL = r"(?:tools?|functions?|apis?|endpoints?|commands?|scripts?|plugins?)"

_OVERRIDES = (
    # "Ignore all previous instructions", in the languages the rules know and others.
    rf"\b(?:ignore|disregard|override|bypass|forget)\b (?:\w+ ){{0,4}}?{_OLD} "
    rf"(?:\w+ ){{0,3}}?{_RULES}",
    r"\bignor[ae]r? (?:\w+ ){0,3}?(?:las?|les?|le|as|tod[ao]s|toutes) "
    r"(?:\w+ ){0,3}?(?:instruc|instruç|istruzion|consigne)",
    r"\bignorez (?:\w+ ){0,4}?(?:instruc|consigne)",
    r"\b(?:ignorier\w*|missacht\w*|vergiss) (?:\w+ ){0,4}?(?:anweisung|regel|vorgabe)",
    r"\b(?:negeer|vergeet) (?:\w+ ){0,4}?(?:instruct|regels|opdracht)",
    r"(?:игнорируй|игнорировать|забудь)\w* (?:\w+ ){0,4}?(?:инструкц|указан|правил)",
    r"(?:忽略|无视|無視).{0,12}(?:指令|指示|规则|規則|提示)",
    r"(?:指示|命令|ルール).{0,8}無視",
    r"(?:지시|명령|규칙).{0,8}무시",
    r"تجاهل .{0,20}(?:التعليمات|الأوامر|القواعد)",
    # Another role for the model.
    r"\b(?:you are|you're) now (?:an? |the |free |dan\b|acting|operating|unrestricted)",
    r"\b(?:you are|you're) no longer (?:an? |bound|limited|restricted)",
    r"\b(?:act|behave|respond) as (?:if you|though you|an? (?:unrestricted|evil|admin))",
    r"\b(?:pretend (?:to be|you)|roleplay as)\b.{0,40}\b(?:ai|model|admin|system|root)",
    r"\b(?:jailbreak|developer|dan|god|admin|sudo) mode\b",
    r"\bnew (?:system )?instructions?\b ?:",
)

_OTHERS = (
    # Somebody else's turn, forged.
    r"<\|.{0,40}?\|>|\[/?inst\]|<</?sys>>",
    r"</?(?:system|assistant|user|tool|instructions?|messages|known_memories)>",
    r"(?:^|[\n\"'.!?] ?)(?:system|assistant|developer|human)(?: (?:message|prompt))? ?:",
    r"(?:^|\n) ?#{2,} ?(?:system|instruction|new instruction)",
    # Secrets.
    r"\b(?:reveal|print|show|repeat|output|leak|send|disclose)\b.{0,40}?"
    r"\b(?:system prompts?|hidden prompts?|api keys?|your (?:prompt|instructions))",
    # Acting through tools or on the memory itself.
    r"\b(?:always|never|must|should|immediately|silently|first)\b (?:\w+ ){0,2}?"
    rf"(?:call|invoke|execute|run|trigger)\b.{{0,40}}?\b{_TOOL}\b",
    rf"(?:^|[.!?:\n] ?)(?:please )?(?:call|invoke|execute|run)\b.{{0,40}}?\b{_TOOL}\b",
    r"\b(?:tool|function)_calls?\b",
    r"(?:^|[.!?:,\n] ?|\b(?:to|must|should|please) )(?:delete|erase|wipe|overwrite|purge|drop) "
    r"(?:\w+ ){0,4}?memor(?:y|ies)\b",
    r"\b(?:send|forward|post|upload|exfiltrate|transmit)\b.{0,60}?"
    r"(?:https?://|\bto \S+@\S+)",
    # Carriers: what a renderer loads or a decoder unpacks.
    r"!\[[^\]]*\]\(|\]\(\s*\S*\?\S*\)|\]\(\s*(?:javascript|data):",
    r"<(?:script|img|iframe|svg|object|embed|link|a)\b|\bjavascript:|\bdata:\w+/",
    r"(?:\\x[0-9a-f]{2}){4}|(?:\\u[0-9a-f]{4}){4}|(?:%[0-9a-f]{2}){6}",
)


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.DOTALL)


_OVERRIDE = _any_of(*_OVERRIDES)
_SUSPICIOUS = _any_of(*_OVERRIDES, *_OTHERS)
_BLOB = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}")


def is_suspicious(text: str) -> bool:
    """Whether the text looks like an instruction to a machine or carries a payload."""
    plain = _plain(text)
    return bool(
        _HIDDEN.search(text)
        or any(_is_encoded(found[0]) for found in _BLOB.finditer(plain))
        or _SUSPICIOUS.search(plain.casefold())
    )


def is_override(text: str) -> bool:
    """Whether the text tells a model to drop its rules: nothing it claims is trusted.

    Narrower than `is_suspicious`, since people paste markup, logs and code into honest
    messages.
    """
    return bool(_OVERRIDE.search(_plain(text).casefold()))


def _plain(text: str) -> str:
    visible = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return re.sub(r"[ \t]+", " ", visible)


def _is_encoded(word: str) -> bool:
    """Long, and mixed as no word of a language and no slug of an address is."""
    has_kinds = (
        any(letter.isupper() for letter in word),
        any(letter.islower() for letter in word),
        any(letter.isdigit() for letter in word),
    )
    return all(has_kinds) or word.endswith("=")
