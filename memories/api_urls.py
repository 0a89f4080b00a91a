"""API routes about memories: three generations over the same views.

Fixed suffixes come before greedy ones: ids may contain slashes, spaces and
anything else a client's own ids contain.
"""

from __future__ import annotations

from typing import Any

from django.urls import path, re_path

from mem0.entities import ENTITY_TYPES
from memories.api.agent_rush import AgentRushViewSet
from memories.api.batch import BatchView
from memories.api.beliefs import WhyView
from memories.api.categories import CategorizeView
from memories.api.consolidations import (
    ConsolidationSettingsView,
    ConsolidationViewSet,
)
from memories.api.entities import EntityViewSet
from memories.api.entity_creation import EntityCreationView
from memories.api.events import EventViewSet
from memories.api.exports import ExportViewSet, SummaryView
from memories.api.feedback import FeedbackView
from memories.api.graphs import GraphViewSet
from memories.api.memories import MemoryViewSet
from memories.api.profiles import ProfileRunViewSet, ProfileSettingsView, ProfileView
from memories.api.quarantine import QuarantineViewSet
from memories.api.retention import RetentionViewSet
from memories.api.stats import EntityFiltersView, StatsView
from memories.versions import V1, V2, V3


def _view(viewset: Any, **actions: str) -> Any:
    return viewset.as_view(actions)


GRAPH = (("timeline/", "timeline"), ("paths/", "paths"), ("", "retrieve"))
MEMORY = _view(MemoryViewSet, get="retrieve", put="update", delete="destroy")

urlpatterns = [
    path("v3/memories/add/", _view(MemoryViewSet, post="add"), {"version": V3}),
    path("v3/memories/search/", _view(MemoryViewSet, post="search"), {"version": V3}),
    path("v3/memories/", _view(MemoryViewSet, post="list"), {"version": V3}),
    path("v2/memories/search/", _view(MemoryViewSet, post="search"), {"version": V2}),
    path("v2/memories/", _view(MemoryViewSet, post="list"), {"version": V2}),
    path("v1/memories/search/", _view(MemoryViewSet, post="search"), {"version": V1}),
    path("v1/memories/events/", _view(EventViewSet, get="changes")),
    path(
        "v1/memories/",
        _view(MemoryViewSet, post="add", get="list", delete="destroy_all"),
        {"version": V1},
    ),
    path("v1/memories/categorize/", CategorizeView.as_view()),
    path("v1/memories/<path:memory_id>/history/", _view(MemoryViewSet, get="history")),
    path("v1/memories/<path:memory_id>/why/", WhyView.as_view()),
    re_path(
        r"^v1/memories/(?P<entity_type>user|agent|app|run)/(?P<entity_id>.+)/$",
        _view(MemoryViewSet, get="of_entity"),
    ),
    path("v1/memories/<path:memory_id>/", MEMORY),
    path("v1/agent-rush/memories/", _view(AgentRushViewSet, post="add")),
    path("v1/agent-rush/memories/search/", _view(AgentRushViewSet, post="search")),
    path("v1/batch/", BatchView.as_view()),
    path("v1/entities/", _view(EntityViewSet, get="list")),
    path("v1/entities/filters/", EntityFiltersView.as_view()),
    path(
        "v1/entities/<str:entity_type>/<path:name>/",
        _view(EntityViewSet, delete="destroy_by_number"),
    ),
    path("v2/entities/user/<path:name>/profile/", ProfileView.as_view()),
    path(
        "v2/entities/<str:entity_type>/<path:name>/",
        _view(EntityViewSet, get="retrieve", delete="destroy"),
    ),
    path("v1/events/", _view(EventViewSet, get="list")),
    path("v1/event/<str:event_id>/", _view(EventViewSet, get="retrieve")),
    path("v1/event/<str:event_id>/retry/", _view(EventViewSet, post="retry")),
    path("v1/event/<str:event_id>/unlearn/", _view(EventViewSet, post="unlearn")),
    *(
        path(f"v1/{kind}s/", EntityCreationView.as_view(), {"kind": kind})
        for kind in ENTITY_TYPES
    ),
    path("v1/exports/", _view(ExportViewSet, get="list", post="create")),
    path("v1/exports/get/", _view(ExportViewSet, post="read")),
    path("v1/exports/<str:identifier>/", _view(ExportViewSet, get="describe")),
    path("v1/summary/", SummaryView.as_view()),
    path("v1/quarantine/", _view(QuarantineViewSet, get="list")),
    path("v1/quarantine/bulk/", _view(QuarantineViewSet, post="bulk")),
    path("v1/quarantine/<str:entry_id>/", _view(QuarantineViewSet, get="retrieve")),
    path(
        "v1/quarantine/<str:entry_id>/approve/",
        _view(QuarantineViewSet, post="approve"),
    ),
    path(
        "v1/quarantine/<str:entry_id>/reject/",
        _view(QuarantineViewSet, post="reject"),
    ),
    path("v1/feedback/", FeedbackView.as_view()),
    path("v1/stats/", StatsView.as_view()),
    path(
        "v1/retention/",
        _view(RetentionViewSet, get="retrieve", post="change_periods"),
    ),
    path("v1/retention/preview/", _view(RetentionViewSet, post="preview")),
    path("v1/retention/rules/", _view(RetentionViewSet, post="create")),
    path(
        "v1/retention/rules/<str:rule_id>/",
        _view(RetentionViewSet, put="update", delete="destroy"),
    ),
    path("v1/consolidations/", _view(ConsolidationViewSet, post="start", get="list")),
    path("v1/consolidations/settings/", ConsolidationSettingsView.as_view()),
    path(
        "v1/consolidations/<str:run_id>/", _view(ConsolidationViewSet, get="retrieve")
    ),
    path(
        "v1/consolidations/<str:run_id>/undo/", _view(ConsolidationViewSet, post="undo")
    ),
    *(
        re_path(
            rf"^v1/graph/(?P<entity_type>user|agent|app|run)/(?P<entity_id>.+)/{end}$",
            _view(GraphViewSet, get=action),
        )
        for end, action in GRAPH
    ),
    path("v2/profiles/jobs/", _view(ProfileRunViewSet, post="start")),
    path("v2/profiles/jobs/<str:run_id>/", _view(ProfileRunViewSet, get="retrieve")),
    path("v2/profiles/settings/", ProfileSettingsView.as_view()),
]
