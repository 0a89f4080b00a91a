"""What is understood and found again of what people say in their own language."""

from __future__ import annotations
