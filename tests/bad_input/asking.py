"""Asking badly, and what every answer to it must be like: a success, or a 4xx in the
documented shape after which there is not one row more or less than before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.test import Client

from tests.conftest import Api
from tests.isolation.tables import tenant_tables

POISONED = "@poison@"
"""Stands in a body where raw JSON is put in."""


@dataclass
class Victim:
    """Sends requests to one tenant and looks at what they leave behind."""

    api: Api
    memory_id: str
    _count: str = ""
    _seen: dict[str, int] | None = None

    def rows(self) -> dict[str, int]:
        """How many rows each table holds for the tenant."""
        if not self._count:
            self._count = " UNION ALL ".join(
                f"SELECT '{table}', count(*) FROM {table} "  # noqa: S608  names of the catalogue
                "WHERE project_id = %(project)s"
                for table in tenant_tables(partitions=False)
            )
        with connections["admin"].cursor() as cursor:
            cursor.execute(self._count, {"project": self.api.project.pk})
            return dict(cursor.fetchall())

    def send(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """The answer to a body of bytes, of text, or of something for JSON to write."""
        self._seen = None
        if not isinstance(body, bytes):
            text = body if isinstance(body, str) else json.dumps(body) if body else ""
            body = text.replace("{memory}", self.memory_id)
        return Client(raise_request_exception=False).generic(
            method,
            path.replace("{memory}", self.memory_id),
            body,
            content_type=options.pop("content_type", "application/json"),
            headers={"authorization": f"Token {self.api.key}"},
        )

    def fault(self, method: str, path: str, body: Any = None, **options: Any) -> str:
        """What is wrong with the answer; nothing, hopefully."""
        before = self._seen or self.rows()
        answer = self.send(method, path, body, **options)
        refused = answer.status_code >= 400
        self._seen = self.rows() if refused else None
        wrong = misshapen(answer)
        if not wrong and refused and self._seen != before:
            wrong = f"{answer.status_code}, and rows were written"
        return wrong and f"{wrong}: {answer.content[:300]!r}"


def misshapen(answer: Any) -> str:
    """Why an answer is not one of the documented kind; empty when it is."""
    status = answer.status_code
    if 200 <= status < 300:
        return ""
    if not 400 <= status < 500:
        return f"status {status}"
    if not answer["content-type"].startswith("application/json"):
        return f"{status} of type {answer['content-type']}"
    body = json.loads(answer.content)
    strings = ("detail", "error", "code", "request_id")
    missing = [name for name in strings if not isinstance(body.get(name), str)]
    return f"{status} without {missing}" if missing else ""


def with_poison(body: Any, place: tuple[Any, ...], raw: str) -> str:
    """The body as JSON text, with raw JSON in one place."""
    copy = json.loads(json.dumps(body))
    inside = copy
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = POISONED
    return json.dumps(copy).replace(f'"{POISONED}"', raw)


def places(body: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a body, containers included."""
    inner = body.items() if isinstance(body, dict) else enumerate(body)
    found: list[tuple[Any, ...]] = []
    for step, value in inner:
        here = (*so_far, step)
        found.append(here)
        if isinstance(value, dict | list):
            found += places(value, here)
    return found
