"""Dialogues with what should be remembered of them, and programs that score it."""

from __future__ import annotations
