"""As everywhere else: ISO 8601, with the zone."""

from __future__ import annotations

DATETIME_FORMAT = "Y-m-d H:i:s e"
DATE_FORMAT = "Y-m-d"
