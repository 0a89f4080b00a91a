from __future__ import annotations

from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "mem0site.isolation"
    verbose_name = "Isolation"
