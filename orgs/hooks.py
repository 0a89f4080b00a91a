"""Doors in this app for the apps above it, which it may not import.

An app fills them when it is ready. What is called here joins the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from orgs.models import Project

erased: list[Callable[[UUID], None]] = []
"""Called with a project's id inside the transaction that deletes all its rows."""


confirmers: dict[str, Callable[[UUID], str]] = {}
"""By the name of a store outside of the database: called with the id of an erased
project, in no transaction; `clean` or that there is none. Raises `Mem0Error` while it
cannot be said."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A checked choice: columns of the project to set, and what is done afterwards,
    whose answer goes into that of the request."""

    columns: Mapping[str, Any]
    afterwards: Callable[[], Mapping[str, Any]] = field(default=dict)


choosers: dict[str, Callable[[Project, Any], Choice]] = {}
"""By setting: checks what a project chooses, and writes nothing. Raises
`ValidationError`."""
