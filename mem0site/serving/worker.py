"""What granian loads in each of its processes."""

from __future__ import annotations

from mem0site.serving.newcomers import refuse_when_told
from mem0site.wsgi import application

__all__ = ["application"]

refuse_when_told()
