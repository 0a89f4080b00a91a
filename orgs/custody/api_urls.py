"""API routes about what was erased."""

from __future__ import annotations

from django.urls import path

from orgs.custody.api import ErasureViewSet, HoldViewSet

urlpatterns = [
    path("v1/holds/", HoldViewSet.as_view({"get": "list", "post": "create"})),
    path("v1/holds/<str:hold_id>/", HoldViewSet.as_view({"delete": "lift"})),
    path("v1/erasures/", ErasureViewSet.as_view({"get": "list"})),
    path("v1/erasures/<str:erasure_id>/", ErasureViewSet.as_view({"get": "retrieve"})),
]
