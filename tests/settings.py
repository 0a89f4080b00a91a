"""What tests change, nothing else: a PostgreSQL of their own, made from a wheel."""

from __future__ import annotations

import atexit
import os

from mem0site.embedded.postgres import EmbeddedPostgres

# Tests that run side by side have a cluster each; a process a test starts has its own.
_runner = os.environ.get("PYTEST_XDIST_WORKER", "main")
_owner = os.environ.get("TEST_CLUSTER_OF", _runner)
if "DATABASE_URL" not in os.environ or _owner != _runner:
    _postgres = EmbeddedPostgres.temporary()
    _postgres.start()
    atexit.register(_postgres.stop)
    os.environ.update(_postgres.env, TEST_CLUSTER_OF=_runner)
os.environ.setdefault("SECRET_KEY", "tests")
os.environ.setdefault("MEMORY_PARTITIONS", "4")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("ERASURE_SETTLE_SECONDS", "0")

from mem0site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FAILED_AUTHENTICATIONS_PER_MINUTE = 0  # wrong keys are what many tests send
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
USAGE_FLUSH_SECONDS = (
    None  # tests call `RECORDER.flush()`: nothing is written by itself
)
