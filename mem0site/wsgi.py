"""The web server's entry point."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mem0site.settings")
application = get_wsgi_application()

from mem0site.checks import refuse_open_walls  # noqa: E402  needs the settings

refuse_open_walls()

# What is loaded by now lives as long as the process: the collector need not walk it
# again and again, and a search makes thousands of objects that end with it.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
