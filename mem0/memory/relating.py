"""Relations by a language model: what it may claim, and what of it is believed.

Either the call that extracts facts is asked for their relations too, or a model of its
own is asked for those of facts that are there already. A relation whose names do not
stand in what was said is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pydantic import BaseModel, Field

from mem0.llms.base import LLM
from mem0.memory import prompts, structured
from mem0.memory.drafts import Extractor
from mem0.memory.relations import MOST, snake
from mem0.memory.suspicion import is_suspicious
from mem0.memory.types import (
    Extraction,
    Fact,
    Instructions,
    Message,
    Record,
    Relation,
)


class ProposedRelation(BaseModel):
    """One relation as the model answers it; see `prompts.RELATIONS`."""

    source: str
    relationship: str
    target: str
    source_type: str | None = None
    target_type: str | None = None


class RelatedStatement(BaseModel):
    """The relations of one statement, by its index."""

    index: int
    relations: list[ProposedRelation] = Field(default_factory=list)


class RelatedStatements(BaseModel):
    """The whole answer of a call of its own."""

    statements: list[RelatedStatement]


class RelatingExtractor:
    """Facts of another extractor, with relations that a model of their own finds."""

    def __init__(self, facts: Extractor, llm: LLM, rules: str | None = None) -> None:
        self.facts, self.llm, self.rules = facts, llm, rules
        self.wants_known = facts.wants_known

    def extract(
        self,
        messages: Sequence[Message],
        *,
        known: Sequence[Record],
        recent: Sequence[Message],
        instructions: Instructions,
        agent_scoped: bool,
    ) -> Extraction:
        """The facts, each with its relations. Raises what either model raises."""
        found = self.facts.extract(
            messages,
            known=known,
            recent=recent,
            instructions=instructions,
            agent_scoped=agent_scoped,
        )
        if not found.facts:
            return found
        asked = prompts.relations_prompt([f.text for f in found.facts], self.rules)
        answered = structured.ask(self.llm, asked, RelatedStatements)
        proposals = {each.index: each.relations for each in answered.value.statements}
        dropped = Counter(found.dropped)
        facts = tuple(
            _related(fact, proposals.get(number, ()), dropped)
            for number, fact in enumerate(found.facts)
        )
        usage = Counter(found.usage) + Counter(answered.usage)
        return replace(found, facts=facts, dropped=dict(dropped), usage=dict(usage))


def _related(
    fact: Fact, proposals: Iterable[ProposedRelation], dropped: Counter[str]
) -> Fact:
    return replace(fact, relations=believed(proposals, [fact.text], dropped))


def believed(
    proposals: Iterable[ProposedRelation], said: Iterable[str], dropped: Counter[str]
) -> tuple[Relation, ...]:
    """The relations whose names were said; the others are counted in `dropped`."""
    text = " ".join(said).casefold()
    found: list[Relation] = []
    for proposal in proposals:
        names = [" ".join(name.split()) for name in (proposal.source, proposal.target)]
        reason = _refusal(names, proposal, text)
        if reason:
            dropped[reason] += 1
        else:
            found.append(_relation(names, proposal))
    return tuple(found[:MOST])


def _refusal(names: Sequence[str], proposal: ProposedRelation, said: str) -> str | None:
    if not all(names) or not snake(proposal.relationship):
        return "relation_empty"
    if any(is_suspicious(part) for part in (*names, proposal.relationship)):
        return "relation_suspicious"
    if not all(name.casefold() in said for name in names):
        return "relation_not_said"
    return None


def _relation(names: Sequence[str], proposal: ProposedRelation) -> Relation:
    types = (proposal.source_type, proposal.target_type)
    source_type, target_type = (snake(kind or "") or None for kind in types)
    return Relation(
        names[0], snake(proposal.relationship), names[1], source_type, target_type
    )
