"""A conversation as the APIs other than OpenAI's want it.

They take the system text apart, turns that alternate between user and assistant,
and images as bytes. Messages come in OpenAI's shape.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mem0.exceptions import ValidationError

DATA_URL = re.compile(r"data:(?P<type>image/[\w.+-]+);base64,(?P<data>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Image:
    """An image that was sent along."""

    media_type: str
    data: bytes


@dataclass(slots=True)
class Turn:
    """What one side said before the other spoke."""

    role: Literal["user", "assistant"]
    parts: list[str | Image] = field(default_factory=list)


def split(messages: Sequence[Mapping[str, Any]]) -> tuple[str, list[Turn]]:
    """The system text, and the turns, of which the first is the user's.

    Raises `ValidationError` for an image that is not a base64 data URL: the engine
    does not fetch what a message points at.
    """
    system: list[str] = []
    turns: list[Turn] = []
    for message in messages:
        if message["role"] in {"system", "developer"}:
            system += [part for part in parts(message) if isinstance(part, str)]
            continue
        role: Literal["user", "assistant"] = "user"
        if message["role"] == "assistant":
            role = "assistant"
        if not turns or turns[-1].role != role:
            turns.append(Turn(role))
        turns[-1].parts += parts(message)
    if not turns:
        return "", [Turn("user", ["\n\n".join(system)])]
    if turns[0].role == "assistant":
        turns.insert(0, Turn("user", ["…"]))
    return "\n\n".join(system), turns


def parts(message: Mapping[str, Any]) -> list[str | Image]:
    """The texts and images of one message; empty texts, which APIs refuse, left out."""
    content = message.get("content") or ""
    if isinstance(content, str):
        return [content] if content.strip() else []
    found = [_part(part) for part in content]
    return [part for part in found if part]


def _part(part: Mapping[str, Any]) -> str | Image:
    if part.get("type") != "image_url":
        return str(part.get("text", ""))
    url = part["image_url"]
    found = DATA_URL.fullmatch(url if isinstance(url, str) else url["url"])
    if found is None:
        msg = "An image must be given as a base64 data URL for this provider."
        raise ValidationError(msg)
    try:
        return Image(found["type"], base64.b64decode(found["data"], validate=True))
    except binascii.Error:
        msg = "The data URL of an image is not valid base64."
        raise ValidationError(msg) from None
