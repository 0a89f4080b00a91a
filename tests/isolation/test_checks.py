"""A server whose role would walk through the wall does not pass its checks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--database", "default"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "mem0site.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_role_that_bypasses_row_security_is_refused():
    done = check(DATABASE_URL=os.environ["DATABASE_ADMIN_URL"])
    assert done.returncode == 1
    assert "mem0site.E002" in done.stderr
    assert "NOSUPERUSER NOBYPASSRLS" in done.stderr


def test_the_applications_own_role_is_not_refused():
    done = check()
    assert done.returncode == 0, done.stderr
