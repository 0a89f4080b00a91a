"""What a search tells beside its hits, for who asks: accounts, reasons, a block of text.

A search that asks for none of it comes through here untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from mem0.memory import answerability, packing, reasons
from mem0.memory.accounts import Accounts
from mem0.memory.finding import Found
from memories.store import ProjectStore
from orgs.models import Project

ASKS = ("explain", "explain_ids", "max_tokens", "context_template", "answerability")


def added(
    project: Project, found: Found, asked: Mapping[str, Any]
) -> tuple[Found, dict[str, Any]]:
    """The search with the hits that are shown, and what is told beside them.

    `explanations` has the account of each hit, in their order.
    """
    if not any(asked[name] for name in ASKS):
        return found, {}
    more: dict[str, Any] = {"answerability": answerability.estimate(found)}
    left_out: dict[str, str] = {}
    if asked["max_tokens"] or asked["context_template"]:
        packed = packing.pack(
            found.hits,
            budget=asked["max_tokens"],
            template=asked["context_template"] or "list",
            query=asked["query"],
        )
        found, left_out = replace(found, hits=packed.hits), packed.left_out
        more |= {"context": packed.context, "tokens": packed.tokens}
    if asked["explain"]:
        accounts = Accounts(found)
        more["explanation"] = accounts.of_search()
        more["explanations"] = [accounts.of_hit(hit) for hit in found.hits]
    if asked["explain_ids"]:
        store = ProjectStore(project)
        told = reasons.why(found, store, asked["explain_ids"], left_out)
        more["reasons"] = [asdict(reason) for reason in told]
    return found, more


def joined(body: Any, more: dict[str, Any]) -> Any:
    """The answer with what is told beside the hits; a bare list becomes an object."""
    if not more:
        return body
    answer = body if isinstance(body, dict) else {"results": body, "relations": []}
    accounts = more.pop("explanations", None)
    if accounts is not None:
        rows = zip(answer["results"], accounts, strict=True)
        answer["results"] = [{**row, "explanation": each} for row, each in rows]
    return {**answer, **more}
