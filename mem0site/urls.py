"""All routes of the site: health, admin, and the apps' own."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from mem0site.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("admin/", admin.site.urls),
    path("", include("orgs.api_urls")),
    path("", include("memories.api_urls")),
]
