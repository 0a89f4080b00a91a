"""API keys: how one is made, recognised and digested. Pure functions.

A key is `m0-`, 40 random base62 characters (238 bits) and 6 base62 characters of
the CRC-32 of what precedes them: 49 characters, so that a scanner, a commit hook
or the first line of the server can tell a key from garbage without a database.
The digest is HMAC-SHA-256 under a pepper: with 238 bits there is nothing a slow
password hash would protect.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
import zlib

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIX = "m0-"
PATTERN = re.compile(r"m0-[0-9A-Za-z]{46}")


def make() -> str:
    """A new key."""
    body = PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(40))
    return body + checksum(body)


def checksum(body: str) -> str:
    """Six base62 digits of the CRC-32 of the part before them."""
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = ALPHABET[digit] + digits
    return digits


def is_well_formed(key: str) -> bool:
    """Whether this can be a key at all."""
    return bool(PATTERN.fullmatch(key)) and key[-6:] == checksum(key[:-6])


def digest(key: str, pepper: str) -> bytes:
    """The 32 bytes under which a key is stored and found."""
    return hmac.new(pepper.encode(), key.encode(), hashlib.sha256).digest()
