from __future__ import annotations

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "orgs.custody"
    label = "custody"
    verbose_name = "Erasure and retention"
