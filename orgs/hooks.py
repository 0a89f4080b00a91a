"""Doors in this app for the apps above it, which it may not import.

An app fills them when it is ready. What is called here joins the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

erased: list[Callable[[UUID], None]] = []
"""Called with a project's id inside the transaction that deletes all its rows."""
