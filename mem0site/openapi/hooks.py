"""The last step of generation: shared components, plain views, tags."""

from __future__ import annotations

from typing import Any

from mem0site import health
from mem0site.openapi import components, parameters
from mem0site.openapi.components import errors
from mem0site.openapi.operation import Operation
from mem0site.openapi.operations import PLAIN, TAGS
from mem0site.openapi.schema import responses
from mem0site.openapi.shapes import Schema


def complete(result: Schema, **_: Any) -> Schema:
    """The document with everything that no view says."""
    found = result.setdefault("components", {})
    made = found.setdefault("schemas", {})
    made |= components.schemas()
    if "WebhookRequest" in made:
        made["WebhookChange"] = _partial(made["WebhookRequest"])
    found["schemas"] = dict(sorted(made.items()))
    found["responses"] = errors.responses()
    found["headers"] = errors.headers()
    found["parameters"] = parameters.shared()
    for (method, path), row in PLAIN.items():
        result["paths"].setdefault(path, {})[method.lower()] = _plain(path, row)
    used = _tags(result["paths"])
    known = [{"name": n, "description": about} for n, about in TAGS if n in used]
    named = {tag["name"] for tag in known}
    result["tags"] = known + [{"name": name} for name in sorted(used - named)]
    return result


def _partial(schema: Schema) -> Schema:
    """The same with nothing required."""
    kept = {key: value for key, value in schema.items() if key != "required"}
    return {**kept, "description": "What to change of a webhook."}


def _plain(path: str, row: Operation) -> Schema:
    view = getattr(health, path.strip("/"))
    return {
        "operationId": row.id,
        "tags": [row.tag],
        "summary": row.summary,
        "description": (view.__doc__ or "").strip(),
        "responses": responses(row, "GET", {}),
        "security": [],
    }


def _tags(paths: Schema) -> set[str]:
    return {
        tag
        for item in paths.values()
        for operation in item.values()
        for tag in operation["tags"]
    }
