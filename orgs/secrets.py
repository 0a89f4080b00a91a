"""Secrets of tenants at rest: encrypted with a key derived from SECRET_KEY.

Fernet (AES-128-CBC with HMAC-SHA-256) of the `cryptography` package. The text starts
with `enc:`, so that what is stored in plain is told from what is not.
"""

from __future__ import annotations

import base64
import functools
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from mem0.exceptions import ConfigurationError

PREFIX = "enc:"


def encrypt(text: str) -> str:
    """The secret as it is stored."""
    return PREFIX + _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The secret as it is used. Raises `ConfigurationError` after a change of key."""
    try:
        token = stored.removeprefix(PREFIX).encode()
        return _fernet(settings.SECRET_KEY).decrypt(token).decode()
    except InvalidToken:
        msg = "A stored secret cannot be read: SECRET_KEY is not the one it was stored with."
        raise ConfigurationError(msg) from None


@functools.lru_cache(maxsize=4)
def _fernet(secret: str) -> Fernet:
    digest = hashlib.sha256(f"secrets-at-rest:{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
