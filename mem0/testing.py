"""Stand-ins for tests of programs that use this package: no network, no key.

`FakeLLM` answers what it was told to and remembers what it was asked. `HashEmbedder`
turns words into directions, so equal texts are equal and shared words are near.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mem0.embeddings.base import Embedder
from mem0.exceptions import LLMOutputError, Mem0Error
from mem0.llms.base import Completion

Answer = str | Mapping[str, Any] | Mem0Error
Answers = Iterable[Answer] | Callable[[Sequence[Mapping[str, Any]]], Answer]


@dataclass(frozen=True, slots=True)
class Asked:
    """One call a `FakeLLM` got."""

    messages: tuple[Mapping[str, Any], ...]
    schema: Mapping[str, Any] | None
    temperature: float | None
    max_tokens: int | None


class FakeLLM:
    """A scripted chat model; implements the `LLM` protocol.

    `answers` are given one after the other, or made from the messages by a function.
    A mapping is answered as JSON and an error is raised. When they run out,
    `LLMOutputError` says so. `calls` has what was asked.
    """

    supports_schema = True
    supports_images = True

    def __init__(self, answers: Answers = (), *, model: str = "fake") -> None:
        self.model = model
        self.calls: list[Asked] = []
        self._answer = answers if callable(answers) else None
        self._answers = iter(()) if callable(answers) else iter(answers)

    def complete(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        schema: Mapping[str, Any] | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
    ) -> Completion:
        """The next scripted answer. `usage` counts words."""
        self.calls.append(Asked(tuple(messages), schema, temperature, max_tokens))
        answer = self._next(messages)
        if isinstance(answer, Mem0Error):
            raise answer
        text = (
            answer
            if isinstance(answer, str)
            else json.dumps(answer, ensure_ascii=False)
        )
        asked = sum(len(str(message.get("content")).split()) for message in messages)
        usage = {"prompt_tokens": asked, "completion_tokens": len(text.split())}
        return Completion(text, self.model, usage)

    def _next(self, messages: Sequence[Mapping[str, Any]]) -> Answer:
        if self._answer is not None:
            return self._answer(messages)
        out_of_script = LLMOutputError("The FakeLLM has no answer left.")
        return next(self._answers, out_of_script)


class HashEmbedder(Embedder):
    """Feature hashing of words (Weinberger et al. 2009), as unit vectors."""

    def __init__(self, dimensions: int = 64) -> None:
        self.dimensions = dimensions
        self.name = f"hash/{dimensions}"

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """One vector per text, the same for the same words in any order or case."""
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        vector = [0.0] * self.dimensions
        for word in re.findall(r"\w+", text.casefold()) or [""]:
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            place = int.from_bytes(digest[:7], "big") % self.dimensions
            vector[place] += 1.0 if digest[7] % 2 else -1.0
        length = math.hypot(*vector)
        if not length:
            # Words that cancel out still need a direction.
            vector[0] = length = 1.0
        return [value / length for value in vector]
