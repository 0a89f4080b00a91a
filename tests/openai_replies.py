"""What the loopback provider is told to answer: replies, faults and refusals."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer. `raw` replaces the whole body; `error` makes an error body."""

    text: str | None = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish_reason: str = "stop"
    refusal: str | None = None
    error: dict[str, Any] | None = None
    raw: str | None = None
    hang: float = 0.0
    """Seconds to say nothing at first; ends early when the server stops."""
    drip: float = 0.0
    """Seconds between two pieces of the body."""
    usage: tuple[int, int] | None = None
    """Prompt and completion tokens; estimated from the texts when not given."""


def answer(value: object, **options: Any) -> Reply:
    """A structured answer: `value` as JSON."""
    return Reply(text=json.dumps(value, ensure_ascii=False), **options)


def failure(status: int, message: str = "", **options: Any) -> Reply:
    """An error of the provider, in OpenAI's shape. `retry_after` becomes the header."""
    headers = {}
    if "retry_after" in options:
        headers["Retry-After"] = str(options.pop("retry_after"))
    code = {401: "invalid_api_key", 404: "model_not_found", 429: "rate_limit_exceeded"}
    kind = "server_error" if status >= 500 else "invalid_request_error"
    said = message or f"The provider failed with {status}."
    error = {"message": said, "type": kind, "param": None, "code": code.get(status)}
    error |= options
    return Reply(status=status, headers=headers, error=error)


def truncated(value: object, keep: float = 0.6) -> Reply:
    """The first part of a structured answer, as a model stops at its token limit."""
    text = json.dumps(value, ensure_ascii=False)
    return Reply(text=text[: int(len(text) * keep)], finish_reason="length")


def refused() -> Reply:
    """The model itself refuses, in the field structured output has for it."""
    return Reply(text=None, refusal="I can't help with that.")


def filtered() -> Reply:
    """The provider's content filter cut the answer."""
    return Reply(text="", finish_reason="content_filter")


def fact(text: str, sources: list[int], **slots: Any) -> dict[str, Any]:
    """One fact in the shape the extraction asks for, with the plainest values."""
    plain: dict[str, Any] = json.loads(_PLAIN_SLOTS)
    return {"text": text, "sources": sources} | plain | slots


_PLAIN_SLOTS = """{
    "attributed_to": "user", "speaker": null, "language": null, "event_start": null,
    "event_end": null, "categories": [], "subject": null, "attribute": null,
    "value": null, "single_valued": false, "closes": false, "supersedes": [],
    "confidence": 0.9
}"""
