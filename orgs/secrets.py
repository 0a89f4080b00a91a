"""Secrets that must be read again (signing secrets, keys of models) are kept encrypted.

The key comes from SECRET_KEY, so that a copy of the database alone opens nothing.
`SECRET_KEY_FALLBACKS` can still open what was sealed before a change of the key.
"""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from mem0.exceptions import ConfigurationError


def seal(text: str) -> str:
    """The text, encrypted."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text. Raises `ConfigurationError` when SECRET_KEY is not the one it was
    sealed with."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as exc:
        raise ConfigurationError(
            "A stored secret was sealed with another SECRET_KEY.",
            suggestion="Give the secret again, or put the old key in SECRET_KEY_FALLBACKS.",
        ) from exc


def keyed_digests(text: str, purpose: str) -> list[bytes]:
    """32 bytes that say nothing of the text to who has no key: by SECRET_KEY first,
    then by each of the fallbacks."""
    return [
        hmac.digest(_derived(key, purpose.encode()), text.encode(), "sha256")
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def _box() -> MultiFernet:
    return MultiFernet(
        [_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


@lru_cache(maxsize=8)
def _fernet(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret_key, b"secrets at rest")))


@lru_cache(maxsize=16)
def _derived(secret_key: str, purpose: bytes) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=purpose)
    return derived.derive(secret_key.encode())
