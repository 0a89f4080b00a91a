"""Memory for AI agents: the engine and the client of the platform."""

from __future__ import annotations

__version__ = "0.1.0"
