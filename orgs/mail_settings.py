"""Django's mail settings from one URL, as the database and the broker have one."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from mem0.exceptions import ConfigurationError

_PORTS = {"smtp": 587, "smtps": 465}
_LOCAL = {"localhost", "127.0.0.1", "::1"}


def options(url: str, sender: str) -> dict[str, Any]:
    """`EMAIL_*` of a mail server; without a URL, mails are printed.

    smtp:// speaks STARTTLS unless the server is on this machine, smtps:// speaks TLS
    from the first byte. Raises `ConfigurationError` for any other URL.
    """
    common = {"DEFAULT_FROM_EMAIL": sender, "EMAIL_TIMEOUT": 10}
    if not url:
        backend = "django.core.mail.backends.console.EmailBackend"
        return {**common, "EMAIL_BACKEND": backend}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        msg = "EMAIL_URL starts with smtp:// or smtps:// and names a host."
        raise ConfigurationError(msg)
    return {
        **common,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in _LOCAL,
    }
