"""The extractor that needs no language model.

It splits what was said into statements, drops what states nothing, and turns the
rest into facts by rules: who is meant, when, which slot, which category. It is
deterministic and honest about its limits: what it has no rules for it keeps word
for word.
"""

from __future__ import annotations

from mem0.memory.rules.extractor import RuleExtractor
from mem0.memory.rules.normalize import normalized, same_statement

__all__ = ["RuleExtractor", "normalized", "same_statement"]
