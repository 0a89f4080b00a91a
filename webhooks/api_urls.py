"""API routes about webhooks. The first two are the hosted platform's."""

from __future__ import annotations

from typing import Any

from django.urls import path

from webhooks.api import ProjectWebhookViewSet, WebhookViewSet


def _one(**actions: Any) -> Any:
    return WebhookViewSet.as_view(actions)


ROOT = "api/v1/webhooks/"
ONE = f"{ROOT}<str:webhook_id>/"

urlpatterns = [
    path(
        f"{ROOT}projects/<str:project_id>/",
        ProjectWebhookViewSet.as_view({"get": "list", "post": "create"}),
    ),
    path(ONE, _one(get="retrieve", put="update", delete="destroy")),
    path(f"{ONE}deliveries/", _one(get="deliveries")),
    path(f"{ONE}deliveries/<str:delivery_id>/", _one(get="delivery")),
    path(f"{ONE}deliveries/<str:delivery_id>/replay/", _one(post="replay")),
    path(f"{ONE}replay-failed/", _one(post="replay_failed")),
    path(f"{ONE}test/", _one(post="test")),
    path(f"{ONE}secret/", _one(get="secret")),
    path(f"{ONE}secret/rotate/", _one(post="rotate_secret")),
]
