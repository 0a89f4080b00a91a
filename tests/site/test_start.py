"""A server whose wall between tenants is open does not start."""

from __future__ import annotations

import os
import subprocess
import sys


def load_wsgi(url):
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "mem0site.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", "import mem0site.wsgi"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_refuses_a_role_that_bypasses_row_security():
    done = load_wsgi(os.environ["DATABASE_ADMIN_URL"])
    assert done.returncode != 0
    assert "nothing keeps tenants apart" in done.stderr


def test_it_starts_with_the_applications_role():
    done = load_wsgi(os.environ["DATABASE_URL"])
    assert done.returncode == 0, done.stderr


def test_a_database_that_is_away_is_no_reason_not_to_start():
    done = load_wsgi("postgresql://m0_app@127.0.0.1:1/mem0")
    assert done.returncode == 0, done.stderr
