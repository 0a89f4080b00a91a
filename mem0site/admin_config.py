"""The admin site as an app, with ours in the place of Django's."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class PlatformAdminConfig(AdminConfig):
    default_site = "mem0site.admin_site.PlatformAdminSite"
