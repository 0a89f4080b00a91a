"""What a project hides of what it is asked, before the question is used or written down.

A question is not kept as a memory is, so none is refused: what the project masks or
refuses in memories is masked in it, before it is embedded, recorded or logged. Ids of
users, agents, apps and runs stay: they are the names by which everything is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mem0.entities import ENTITY_TYPES
from orgs import sensitive
from orgs.models import Privacy, Project

HIDES = (Privacy.MASK, Privacy.BLOCK)
IDS = frozenset(
    name for kind in (*ENTITY_TYPES, "entity", "memory", "event")
    for name in (f"{kind}_id", f"{kind}Id", f"{kind}_ids")
)  # fmt: skip
"""Keys whose values are ids."""


def modes(project: Project) -> dict[str, str]:
    """Kind of sensitive data → mode, where it is not off."""
    pairs = (
        (project.secrets_mode, sensitive.SECRETS),
        (project.pii_mode, sensitive.PERSONAL),
    )
    return {
        kind: mode for mode, kinds in pairs if mode != Privacy.OFF for kind in kinds
    }


def hidden(project: Project, data: Any) -> Any:
    """JSON, or a text, without what the project does not keep."""
    kinds = [kind for kind, mode in modes(project).items() if mode in HIDES]
    return _hidden(data, kinds) if kinds else data


def _hidden(data: Any, kinds: Iterable[str]) -> Any:
    if isinstance(data, str):
        return sensitive.masked(data, sensitive.find(data, kinds))
    if isinstance(data, Mapping):
        return {
            name: value if name in IDS else _hidden(value, kinds)
            for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [_hidden(each, kinds) for each in data]
    return data
