"""Asks for every provider; prints what is said of missing packages, and the extras."""

from __future__ import annotations

import importlib.metadata
import json

from mem0.exceptions import DependencyError
from mem0.utils import factory

missing = {}
for kind in ("Llm", "Embedder", "VectorStore", "GraphStore"):
    providers = getattr(factory, f"{kind}Factory")
    for name in providers.get_supported_providers():
        try:
            providers.find(name)
        except DependencyError as error:
            missing[f"{kind} {name}"] = str(error)
extras = importlib.metadata.metadata("mem0site").get_all("Provides-Extra")
print(json.dumps({"missing": missing, "extras": extras}))  # noqa: T201
