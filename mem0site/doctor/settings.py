"""Settings that work on a laptop and should not on a server."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host

from mem0site.doctor.findings import Finding, error, ok, warning

SHORTEST_SECRET = 32
FEW_CHARACTERS = 8
LOCAL = ("localhost", "127.0.0.1", "::1")


def secrets() -> Iterator[Finding]:
    """Long enough, and not all derived from one."""
    key = settings.CONFIGURATION.secret_key.get_secret_value()
    draw = "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not key:
        yield error("SECRET_KEY", "is not set", f"Draw one, and keep it: {draw}")
    elif len(key) < SHORTEST_SECRET or len(set(key)) < FEW_CHARACTERS:
        yield error("SECRET_KEY", "can be guessed", f"Draw another one: {draw}")
    else:
        yield ok("SECRET_KEY", "is set")
    if not settings.CONFIGURATION.api_key_peppers:
        advice = "See docs/operating.md, Changing keys of the server."
        found = "derived from SECRET_KEY: changing that closes every API key"
        yield warning("API_KEY_PEPPERS", found, advice)
    token = settings.OPERATOR_TOKEN
    if token and len(token) < SHORTEST_SECRET:
        yield warning("OPERATOR_TOKEN", "can be guessed", f"Draw another one: {draw}")


def hosts() -> Iterator[Finding]:
    """Debug mode, host names and the public address fit each other."""
    address = urlsplit(settings.PUBLIC_URL)
    host, local = address.hostname or "", (address.hostname or "") in LOCAL
    if settings.DEBUG:
        severe = warning if local else error
        advice = "DEBUG=false: error pages show settings and what people wrote."
        yield severe("DEBUG", "is on", advice)
    if "*" in settings.ALLOWED_HOSTS:
        advice = "Name the hosts: links in mails follow whatever a client says."
        yield warning("ALLOWED_HOSTS", "is *", advice)
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        advice = f"Add {host}, or correct PUBLIC_URL."
        yield error("ALLOWED_HOSTS", f"lacks {host}, the host of PUBLIC_URL", advice)
    else:
        yield ok("ALLOWED_HOSTS", ", ".join(settings.ALLOWED_HOSTS))
    if address.scheme != "https" and not local:
        advice = (
            "Serve it by TLS and give PUBLIC_URL as https://…: keys go in the clear."
        )
        yield warning("PUBLIC_URL", settings.PUBLIC_URL, advice)


def system_checks() -> Iterator[Finding]:
    """What `manage.py check` has to say."""
    for message in checks.run_checks():
        if message.id == "mem0site.E001":
            continue  # the secret key has been looked at
        severe = error if message.is_serious() else warning
        yield severe(f"check {message.id}", message.msg, message.hint or "")
