"""The web server's entry point."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mem0site.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402  as what follows, needs the apps

from mem0site.bulkhead import Bulkhead  # noqa: E402
from mem0site.checks import refuse_open_walls  # noqa: E402

refuse_open_walls()
application = Bulkhead(_django, settings.WEB_THREADS, settings.WEB_WAITING)

# What is loaded by now lives as long as the process: the collector need not walk it
# again and again, and a search makes thousands of objects that end with it.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
