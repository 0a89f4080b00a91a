"""All routes of the site: health, admin, and the apps' own."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from mem0site import metrics, operator
from mem0site.dashboard import single_sign_on
from mem0site.health import healthz, readyz
from mem0site.openapi import views as openapi

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics.metrics),
    path("operator/pipeline", operator.state),
    path("operator/jobs/retry", operator.retry),
    path("operator/jobs/<uuid:job_id>/retry", operator.retry),
    path("", RedirectView.as_view(url="/dashboard/")),
    path("dashboard", RedirectView.as_view(url="/dashboard/")),
    path("dashboard/", include("mem0site.dashboard.urls")),
    path("accounts/oidc/<slug:provider_id>/login/", single_sign_on.login),
    path("accounts/oidc/<slug:provider_id>/login/callback/", single_sign_on.callback),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("docs/api/", openapi.page, name="docs-api"),
    path("docs/openapi.json", openapi.openapi_json, name="openapi-json"),
    path("docs/openapi.yaml", openapi.openapi_yaml, name="openapi-yaml"),
    path("", include("orgs.api_urls")),
    path("", include("orgs.audit.api_urls")),
    path("", include("orgs.usage.api_urls")),
    path("", include("memories.archive.api_urls")),
    path("", include("orgs.custody.api_urls")),
    path("", include("memories.api_urls")),
    path("", include("memories.flat_urls")),
    path("", include("webhooks.api_urls")),
]

handler400 = "mem0site.exceptions.bad_request"
handler403 = "mem0site.exceptions.permission_denied"
handler404 = "mem0site.exceptions.page_not_found"
handler500 = "mem0site.exceptions.server_error"
