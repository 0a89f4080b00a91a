"""The document, made once per process and sent as JSON or YAML."""

from __future__ import annotations

import functools
import hashlib
from typing import Any

import orjson
import yaml
from drf_spectacular.generators import SchemaGenerator


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document as plain values. It does not depend on who asks."""
    generator: Any = SchemaGenerator
    made = generator().get_schema(request=None, public=True)
    plain: dict[str, Any] = orjson.loads(orjson.dumps(made, default=str))
    return plain


@functools.cache
def as_json() -> bytes:
    """The document in JSON."""
    return orjson.dumps(document())


@functools.cache
def as_yaml() -> bytes:
    """The document in YAML 1.2, keys in their order."""
    text = yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=88)
    return text.encode()


@functools.cache
def etag() -> str:
    """Changes when the document does."""
    return f'"{hashlib.sha256(as_json()).hexdigest()[:32]}"'
