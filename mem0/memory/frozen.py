"""Frozen dataclasses of which one answer makes hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["frozen"]

if TYPE_CHECKING:
    from dataclasses import dataclass as frozen
else:
    from dataclasses import dataclass

    def frozen(**options):
        """As `dataclass`, but that it is frozen only the type checker enforces.

        To set the 34 fields of a frozen memory costs eight times as much.
        """
        return dataclass(**{**options, "frozen": False})
