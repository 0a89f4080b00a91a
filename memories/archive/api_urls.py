"""API routes of archives and imports."""

from __future__ import annotations

from django.urls import path

from memories.archive.api import ArchiveViewSet, ImportViewSet

urlpatterns = [
    path("v1/archives/", ArchiveViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "v1/archives/<str:transfer_id>/",
        ArchiveViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
    ),
    path(
        "v1/archives/<str:transfer_id>/download/",
        ArchiveViewSet.as_view({"get": "download"}),
    ),
    path("v1/imports/", ImportViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "v1/imports/<str:transfer_id>/",
        ImportViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
    ),
]
