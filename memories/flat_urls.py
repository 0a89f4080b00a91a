"""Routes without a version and without a last slash, as the open-source server has
them."""

from __future__ import annotations

from typing import Any

from django.urls import path

from memories.api.flat import FlatEntityViewSet, FlatMemoryViewSet
from memories.api.flat_server import (
    ApiKeyViewSet,
    ConfigurationView,
    InstructionsView,
    ProvidersView,
    RequestLogView,
    SetupStatusView,
)


def _view(viewset: Any, **actions: str) -> Any:
    return viewset.as_view(actions)


urlpatterns = [
    path(
        "memories",
        _view(FlatMemoryViewSet, post="add", get="list", delete="destroy_all"),
    ),
    path("memories/<path:memory_id>/history", _view(FlatMemoryViewSet, get="history")),
    path(
        "memories/<path:memory_id>",
        _view(FlatMemoryViewSet, get="retrieve", put="update", delete="destroy"),
    ),
    path("search", _view(FlatMemoryViewSet, post="search")),
    path("reset", _view(FlatMemoryViewSet, post="reset")),
    path("entities", _view(FlatEntityViewSet, get="list")),
    path(
        "entities/<str:entity_type>/<path:name>",
        _view(FlatEntityViewSet, delete="destroy"),
    ),
    path("api-keys", _view(ApiKeyViewSet, get="list", post="create")),
    path("api-keys/<str:key_id>", _view(ApiKeyViewSet, delete="destroy")),
    path("configure", ConfigurationView.as_view()),
    path("configure/providers", ProvidersView.as_view()),
    path("generate-instructions", InstructionsView.as_view()),
    path("requests", RequestLogView.as_view()),
    path("auth/setup-status", SetupStatusView.as_view()),
]
