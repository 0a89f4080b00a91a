"""What the calls of language models came to, a day and a project at a time."""

from __future__ import annotations

from typing import Any

from django.db import models

from orgs.tenancy import ProjectOwned


class ModelUsage(ProjectOwned):
    """Sums over the calls of one model in one day (UTC). `slot` spreads those who count
    at the same moment over several rows."""

    pk: Any = models.CompositePrimaryKey("project", "day", "model", "slot")
    day = models.DateField()
    model = models.CharField(max_length=200)
    slot = models.SmallIntegerField()
    calls = models.BigIntegerField()
    failures = models.BigIntegerField()
    prompt_tokens = models.BigIntegerField()
    completion_tokens = models.BigIntegerField()
    milliseconds = models.BigIntegerField()

    class Meta:
        default_related_name = "model_usage"
        verbose_name_plural = "model usage"
        indexes = [models.Index(fields=["day"], name="modelusage_day")]

    def __str__(self) -> str:
        return f"{self.model} {self.day}: {self.calls}"
