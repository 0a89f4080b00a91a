"""What every page says to a browser, and what its cookies may not be used for."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/dashboard/",
    "/admin/login/",
    "/none",
]
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "PUBLIC_URL": "https://memory.example.com",
    "ALLOWED_HOSTS": "memory.example.com",
    "TRUSTED_PROXIES": "true",
    "DJANGO_SETTINGS_MODULE": "mem0site.settings",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_framed_sniffed_and_scripted_by_nobody(database, path):
    answer = Client().get(path, follow=True)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    if not path.startswith("/admin"):  # whose theme needs more, and is for staff
        assert "unsafe" not in policy


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(database, settings):
    cookie = Client().get("/accounts/login/").cookies["csrftoken"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


SCRIPT = """
import django; django.setup()
from django.test import Client
answer = Client(headers={'x-forwarded-proto': 'https', 'host': 'memory.example.com'}).get(
    '/accounts/login/')
print(answer['Strict-Transport-Security'])
print(answer.cookies['csrftoken']['secure'], answer.cookies['csrftoken']['samesite'])
"""


@pytest.mark.long
def test_over_tls_cookies_are_secure_and_the_deployment_checks_are_clean(database):
    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | PRODUCTION,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert run("-c", SCRIPT).splitlines()[-2:] == [
        "max-age=31536000; includeSubDomains",
        "True Lax",
    ]
    run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
