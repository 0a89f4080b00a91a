"""The site: settings, the worker's application, and what runs them. The Celery
application is imported here so that shared tasks find it in every process.
"""

from __future__ import annotations

from mem0site.celery import app as celery_app

__all__ = ["celery_app"]
