"""Words for time in eight languages, and how to find, compute and write dates."""

from __future__ import annotations
