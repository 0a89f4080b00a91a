"""What the engine asks of a language model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's answer. `usage` has `prompt_tokens` and `completion_tokens`."""

    text: str
    model: str
    usage: Mapping[str, int] = field(default_factory=dict)


class LLM(Protocol):
    """A chat model.

    `complete` raises `LLMError` (its `retryable` says whether a later try may
    help), `LLMOutputError` for an empty or truncated answer, `LLMRefusalError`
    when the provider's content filter refused.
    """

    model: str
    supports_images: bool

    @property
    def supports_schema(self) -> bool:
        """Whether `schema` is enforced by the provider rather than asked for in words."""
        ...

    def complete(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        schema: Mapping[str, Any] | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
    ) -> Completion:
        """Answer the messages; with `schema`, answer a JSON object of that schema."""
        ...


class WrappedLLM:
    """A chat model around another, which it asks what it can."""

    def __init__(self, model: LLM) -> None:
        self._model = model
        self.model, self.supports_images = model.model, model.supports_images

    @property
    def supports_schema(self) -> bool:
        """What the model within says, which may learn that it does not."""
        return self._model.supports_schema
