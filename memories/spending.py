"""What language models cost: every call is counted, and a project may have a limit.

A project that brings a key of its own pays for itself, and is counted and not limited.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, connections

from mem0.exceptions import Mem0Error, MemoryQuotaExceededError, ProviderDownError
from mem0.llms.base import LLM, Completion, WrappedLLM
from orgs.models import Project
from orgs.plans import tokens_of
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

SLOTS = 4
"""Rows that the counts of a project, a model and a day are spread over."""
MOST_MODELS = 20
"""Models that the metrics tell apart."""


@dataclass(frozen=True, slots=True)
class Today:
    """The calls of one model since midnight, UTC."""

    model: str
    calls: int
    failures: int
    prompt_tokens: int
    completion_tokens: int
    milliseconds: int


class Metered(WrappedLLM):
    """A language model on the account of a project."""

    def __init__(self, model: LLM, project: Project) -> None:
        super().__init__(model)
        self._project = project

    def complete(
        self, messages: Sequence[Mapping[str, Any]], **options: Any
    ) -> Completion:
        """As the model answers. Raises `MemoryQuotaExceededError` as well, where the
        project has used up its month."""
        refuse(self._project)
        begun = time.monotonic()
        try:
            answer = self._model.complete(messages, **options)
        except ProviderDownError:  # nobody was asked
            raise
        except Mem0Error:
            self._count({}, begun, failed=1)
            raise
        self._count(answer.usage, begun, failed=0)
        return answer

    def _count(self, usage: Mapping[str, int], begun: float, *, failed: int) -> None:
        spent = round((time.monotonic() - begun) * 1000)
        record(self._project, self.model, usage, failed=failed, milliseconds=spent)


def refuse(project: Project) -> None:
    """Raise `MemoryQuotaExceededError` if the project has no tokens left this month."""
    most = None if _pays_itself(project) else tokens_of(project.organization)
    if most is None:
        return
    used, today = this_month(project), _today()
    if used < most:
        return
    following = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    raise MemoryQuotaExceededError(
        f"This project has used {used:,} of its {most:,} tokens of the language model "
        f"this month; they begin anew on {following}.",
        error_code="model_quota_exceeded",
        suggestion="Wait, change the plan, or give the project a model of its own.",
        details={"limit": most},
    )


def this_month(project: Project) -> int:
    """Tokens the project has used since the first of the month, UTC."""
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(THIS_MONTH, [project.pk, _today().replace(day=1)])
        (used,) = cursor.fetchone()
    return int(used)


def record(
    project: Project,
    model: str,
    usage: Mapping[str, int],
    *,
    failed: int,
    milliseconds: int,
) -> None:
    """Count one call. That it cannot be counted does not undo it."""
    given: dict[str, Any] = {
        "project": project.pk,
        "day": _today(),
        "model": model[:200],
        "slot": random.randrange(SLOTS),  # noqa: S311  to spread, not to hide
        "failed": failed,
        "prompt": usage.get("prompt_tokens", 0),
        "completion": usage.get("completion_tokens", 0),
        "milliseconds": milliseconds,
    }
    try:
        with tenant(project), connection.cursor() as cursor:
            cursor.execute(RECORD, given)
    except DatabaseError:
        logger.exception("A call of a language model was not counted.")


def today() -> list[Today]:
    """What all projects have called since midnight, the busiest models first."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(TODAY, [_today(), MOST_MODELS])
        return [Today(model, *map(int, sums)) for model, *sums in cursor.fetchall()]


def _pays_itself(project: Project) -> bool:
    return bool(project.llm.get("own") and project.llm.get("api_key"))


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


THIS_MONTH = """
SELECT coalesce(sum(prompt_tokens + completion_tokens), 0) FROM memories_modelusage
 WHERE project_id = %s AND day >= %s
"""
RECORD = """
INSERT INTO memories_modelusage AS u (project_id, day, model, slot, calls, failures,
  prompt_tokens, completion_tokens, milliseconds)
VALUES (%(project)s, %(day)s, %(model)s, %(slot)s, 1, %(failed)s, %(prompt)s,
  %(completion)s, %(milliseconds)s)
ON CONFLICT (project_id, day, model, slot) DO UPDATE SET
  calls = u.calls + 1, failures = u.failures + excluded.failures,
  prompt_tokens = u.prompt_tokens + excluded.prompt_tokens,
  completion_tokens = u.completion_tokens + excluded.completion_tokens,
  milliseconds = u.milliseconds + excluded.milliseconds
"""
TODAY = """
SELECT model, sum(calls), sum(failures), sum(prompt_tokens), sum(completion_tokens),
       sum(milliseconds)
  FROM memories_modelusage WHERE day = %s GROUP BY model ORDER BY 2 DESC LIMIT %s
"""
