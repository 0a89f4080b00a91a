"""What the log can be asked for besides JSON: by `Accept`, or by `?format=`."""

from __future__ import annotations

from typing import Any

from rest_framework.renderers import BaseRenderer


class FileRenderer(BaseRenderer):
    """Only names a format: the view writes the file."""

    def render(self, data: Any, *more: Any, **options: Any) -> Any:
        """As it is."""
        return data


class CSVRenderer(FileRenderer):
    media_type, format = "text/csv", "csv"


class NDJSONRenderer(FileRenderer):
    media_type, format = "application/x-ndjson", "ndjson"
