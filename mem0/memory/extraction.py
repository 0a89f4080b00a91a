"""Facts from messages by a language model: one call, then every claim is checked.

The model proposes; what it may refer to (messages, known memories) was numbered by
us, so it can name nothing else. A fact that points elsewhere, that the messages do
not support, or that reads like a command is dropped and counted by its reason. The
extraction without a model is in `mem0.memory.rules`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from mem0.llms.base import LLM
from mem0.memory import prompts, structured
from mem0.memory.proposals import SPOKEN_ROLES, Check, ProposedFact, RelatedFact
from mem0.memory.temporal import zone
from mem0.memory.types import (
    Extraction,
    Instructions,
    Message,
    Record,
)

MAX_TOKENS = 8_000
"""Room for about 80 facts; a longer answer is cut off, and that is an error."""


class Answer(BaseModel):
    """The whole answer: an object, so that it can carry more than facts."""

    facts: Sequence[ProposedFact]


class RelatedAnswer(Answer):
    """The whole answer, where relations are asked for."""

    facts: list[RelatedFact]


class LLMExtractor:
    """Extracts facts with one structured call of a language model.

    With `relations`, the same call is asked for what the facts say of two things;
    `relation_rules` are the user's wishes for them.
    """

    wants_known = True

    def __init__(
        self,
        llm: LLM,
        *,
        max_tokens: int = MAX_TOKENS,
        relations: bool = False,
        relation_rules: str | None = None,
    ) -> None:
        self.llm = llm
        self.max_tokens = max_tokens
        self._shape: type[Answer] = RelatedAnswer if relations else Answer
        rules = prompts.relation_rules(relation_rules)
        self._extra = [prompts.FACT_RELATIONS, *rules] if relations else []

    def extract(
        self,
        messages: Sequence[Message],
        *,
        known: Sequence[Record] = (),
        recent: Sequence[Message] = (),
        instructions: Instructions,
        agent_scoped: bool = False,
    ) -> Extraction:
        """The facts of `messages`, in the order they were found.

        `known` are memories of the same scope that a fact may supersede; `recent`
        is what was said before. Raises what `LLM.complete` raises, and
        `LLMOutputError` when the answer is not valid, nor the repaired one. Without
        a user's or an assistant's words no call is made.
        """
        if not any(m.role in SPOKEN_ROLES and m.content.strip() for m in messages):
            return Extraction((), model=self.llm.model)
        local = zone(instructions.timezone)
        prompt = prompts.extraction_prompt(
            messages,
            known=known,
            recent=recent,
            instructions=instructions,
            agent_scoped=agent_scoped,
            zone=local,
            extra=self._extra,
        )
        answered = structured.ask(
            self.llm, prompt, self._shape, max_tokens=self.max_tokens
        )
        check = Check(messages, known, recent, instructions, local)
        facts = check.facts(answered.value.facts)
        return Extraction(
            facts,
            check.dropped,
            answered.model,
            answered.usage,
            tuple(check.doubts),
        )
