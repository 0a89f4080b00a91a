"""The admin site: what is remembered, and the operations on the way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from memories import retrying
from memories.models import (
    EmbeddingModel,
    Entity,
    Event,
    EventTally,
    History,
    Job,
    JobStatus,
    Memory,
    Message,
    Quarantined,
)
from memories.models_consolidation import (
    Consolidation,
    ConsolidationChange,
    ConsolidationSettings,
)
from memories.models_echoes import Access, Recall, Saying
from memories.models_exports import Export, Profile, ProfileRun, ProfileSettings
from memories.models_graph import GraphChange, GraphState, MemoryRelation
from memories.models_index import IndexChange, IndexErasure, SearchIndex
from memories.models_spending import ModelUsage
from memories.models_terms import TermDelta, TermFrequency
from orgs.admin import ListAdmin, ModelAdmin, TenantDataAdmin


@admin.register(Memory)
class MemoryAdmin(TenantDataAdmin):
    list_display = (
        "id",
        "text",
        "user_id",
        "agent_id",
        "state",
        "project",
        "created_at",
    )
    list_filter = ("state", "synthesized", "immutable")
    search_fields = ("id", "text", "user_id", "agent_id")
    show_full_result_count = False
    exclude = ("dedupe",)


@admin.register(Message)
class MessageAdmin(TenantDataAdmin):
    list_display = ("id", "role", "name", "user_id", "project", "said_at")
    search_fields = ("id", "user_id")
    show_full_result_count = False


@admin.register(Quarantined)
class QuarantinedAdmin(TenantDataAdmin):
    list_display = ("id", "reason", "text", "user_id", "project", "expires_at")
    list_filter = ("reason",)
    search_fields = ("id", "user_id")
    show_full_result_count = False
    exclude = ("fingerprint",)


@admin.register(History)
class HistoryAdmin(TenantDataAdmin):
    list_display = ("id", "event", "memory_id", "project", "recorded_at")
    list_filter = ("event",)
    search_fields = ("memory_id",)
    show_full_result_count = False


@admin.register(Entity)
class EntityAdmin(TenantDataAdmin):
    list_display = ("name", "type", "project", "created_at", "updated_at")
    list_filter = ("type",)
    search_fields = ("name",)
    show_full_result_count = False


@admin.register(Event)
class EventAdmin(TenantDataAdmin):
    list_display = ("id", "event_type", "status", "project", "created_at", "error")
    list_filter = ("status", "event_type")
    search_fields = ("id", "user_id", "request_id")
    show_full_result_count = False
    actions = ("requeue",)

    @admin.action(description="Try the failed ones again", permissions=["operate"])
    def requeue(self, request: HttpRequest, rows: Any) -> None:
        """Queue the dead jobs of the chosen events again."""
        jobs = Job._default_manager.using("admin").filter(event__in=rows)  # noqa: SLF001  no `objects` here
        _requeue(self, request, jobs)


@admin.register(Job)
class JobAdmin(TenantDataAdmin):
    list_display = (
        "id",
        "kind",
        "status",
        "attempts",
        "run_at",
        "lease_until",
        "project",
    )
    list_filter = ("status", "kind", "queue")
    search_fields = ("id",)
    show_full_result_count = False
    actions = ("requeue",)

    @admin.action(description="Queue the dead ones again", permissions=["operate"])
    def requeue(self, request: HttpRequest, rows: Any) -> None:
        """Queue the dead ones among the chosen jobs again."""
        _requeue(self, request, rows)


def _requeue(model_admin: Any, request: HttpRequest, jobs: Any) -> None:
    dead = jobs.filter(status=JobStatus.DEAD).values_list("project_id", "pk")
    count = sum(retrying.retry_dead(project, job) for project, job in dead)
    model_admin.message_user(request, f"{count} will be tried again.")


@admin.register(EmbeddingModel)
class EmbeddingModelAdmin(ModelAdmin[EmbeddingModel]):
    list_display = ("name", "dimensions")


@admin.register(IndexChange)
class IndexChangeAdmin(TenantDataAdmin):
    list_display = ("memory_id", "project", "attempts", "recorded_at", "run_at")
    show_full_result_count = False


@admin.register(SearchIndex)
class SearchIndexAdmin(TenantDataAdmin):
    list_display = ("project", "memories", "space", "state", "part", "progress",
                    "note", "attempts", "ready_at", "recall")  # fmt: skip
    list_filter = ("state",)


@admin.register(IndexErasure)
class IndexErasureAdmin(ModelAdmin[IndexErasure]):
    list_display = ("project_id", "space", "recorded_at", "run_at")


@admin.register(GraphChange)
class GraphChangeAdmin(ModelAdmin[GraphChange]):
    list_display = ("memory_id", "project_id", "attempts", "recorded_at", "run_at")
    show_full_result_count = False


@admin.register(Consolidation)
class ConsolidationAdmin(TenantDataAdmin):
    list_display = ("id", "project", "user_id", "dry_run", "merged", "superseded",
                    "synthesized", "expired", "created_at", "undone_at")  # fmt: skip
    list_filter = ("dry_run", "scheduled")
    search_fields = ("id", "user_id")


@admin.register(ConsolidationChange)
class ConsolidationChangeAdmin(TenantDataAdmin):
    list_display = ("id", "kind", "text", "reason", "project")
    list_filter = ("kind",)
    search_fields = ("memory_id",)
    show_full_result_count = False


@admin.register(ConsolidationSettings)
class ConsolidationSettingsAdmin(TenantDataAdmin):
    list_display = ("project", "enabled", "every_days", "patterns", "last_run_at")
    list_filter = ("enabled", "patterns")


@admin.register(MemoryRelation)
class MemoryRelationAdmin(TenantDataAdmin):
    list_display = ("source", "relationship", "target", "memory_id", "project")
    search_fields = ("source", "target", "memory_id")
    show_full_result_count = False


@admin.register(GraphState)
class GraphStateAdmin(TenantDataAdmin):
    list_display = ("project", "reading_after", "read_at")


@admin.register(Export)
class ExportAdmin(TenantDataAdmin):
    """That there is an export; what is in it belongs to the customer."""

    list_display = ("id", "project", "method", "valid", "memory_count", "completed_at")
    list_filter = ("valid",)
    exclude = ("data", "evidence")


@admin.register(Profile)
class ProfileAdmin(TenantDataAdmin):
    list_display = ("entity_type", "entity_id", "project")
    list_filter = ("entity_type",)
    search_fields = ("entity_id",)


@admin.register(ProfileRun)
class ProfileRunAdmin(TenantDataAdmin):
    list_display = ("__str__", "project")


@admin.register(ProfileSettings)
class ProfileSettingsAdmin(TenantDataAdmin):
    list_display = ("__str__", "project")


@admin.register(TermDelta)
class TermDeltaAdmin(TenantDataAdmin):
    list_display = ("id", "project", "documents")


@admin.register(TermFrequency)
class TermFrequencyAdmin(ListAdmin):
    """Terms are digests; 0 counts all memories of the project."""

    list_display = ("project", "term", "documents")
    search_fields = ("=term",)
    ordering = ("-documents",)


@admin.register(EventTally)
class EventTallyAdmin(ListAdmin):
    list_display = ("project", "event_type", "events")
    list_filter = ("event_type",)


@admin.register(ModelUsage)
class ModelUsageAdmin(ListAdmin):
    """What language models were asked, by project and day."""

    list_display = (
        "day", "project", "model", "calls", "failures", "prompt_tokens",
        "completion_tokens",
    )  # fmt: skip
    search_fields = ("=model",)
    date_hierarchy = "day"
    ordering = ("-day",)


@admin.register(Access)
class AccessAdmin(ListAdmin):
    list_display = ("memory_id", "project", "times", "latest")
    search_fields = ("=memory_id",)

    @admin.display(description="times kept")
    def times(self, row: Access) -> int:
        """How many of the times it was found are still known."""
        return len(row.touched_at)

    @admin.display(description="found last", ordering="touched_at__0")
    def latest(self, row: Access) -> datetime | None:
        """When a search returned it last."""
        return row.touched_at[0] if row.touched_at else None


@admin.register(Recall)
class RecallAdmin(ListAdmin):
    """Whom it is about is a digest."""

    list_display = ("who", "project", "returned", "recalled_at")
    search_fields = ("=who",)
    date_hierarchy = "recalled_at"
    ordering = ("-recalled_at",)

    @admin.display(description="memories")
    def returned(self, row: Recall) -> int:
        """How many memories searches returned lately."""
        return len(row.memory_ids)


@admin.register(Saying)
class SayingAdmin(ListAdmin):
    """Who says it, and what, are digests."""

    list_display = ("digest", "who", "project", "sessions", "said_at")
    search_fields = ("=who", "=digest")
    date_hierarchy = "said_at"
    ordering = ("-said_at",)
