"""In how many memories a term occurs, and what is not counted yet; see `memories.terms`."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from orgs.tenancy import ProjectOwned


class TermDelta(ProjectOwned):
    """The terms of documents just written (+1) or removed (-1), not yet folded in."""

    id = models.BigAutoField(primary_key=True)
    documents = models.SmallIntegerField()
    terms = ArrayField(models.IntegerField())

    class Meta:
        default_related_name = "term_deltas"
        indexes = [models.Index(fields=["project"], name="termdelta_project")]

    def __str__(self) -> str:
        return f"{self.documents:+d} × {len(self.terms)}"


class TermFrequency(ProjectOwned):
    """In how many memories of the project a term occurs; term 0 counts all memories."""

    pk: Any = models.CompositePrimaryKey("project", "term")
    term = models.IntegerField()
    documents = models.BigIntegerField()

    class Meta:
        default_related_name = "term_frequencies"
        verbose_name_plural = "term frequencies"

    def __str__(self) -> str:
        return f"{self.term}: {self.documents}"
