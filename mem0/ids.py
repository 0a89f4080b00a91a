"""Identifiers: UUIDs of version 7 (RFC 9562), which sort by their time of making."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new identifier; later ones are greater, within one process strictly so."""
    return _uuid7()
