"""The web server's entry point."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mem0site.settings")
application = get_wsgi_application()

from mem0site.checks import refuse_open_walls  # noqa: E402  needs the settings

refuse_open_walls()
