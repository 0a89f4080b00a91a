"""The body of an import: a file, taken to disk as it comes in.

The view has it as `upload` and closes it, whatever the request comes to.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser

from mem0.exceptions import PayloadTooLargeError

IN_MEMORY = 1024 * 1024
PIECE = 256 * 1024


class FileParser(BaseParser):
    """Reads the body into a temporary file."""

    media_type = "application/octet-stream"

    def parse(  # type: ignore[override]  # a file is the data
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> IO[bytes]:
        """The file. Raises `PayloadTooLargeError` (413)."""
        most = settings.CONFIGURATION.archive_bytes
        announced = _announced(parser_context or {})
        if announced > most:
            raise _too_large(most)
        file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the view closes it
        (parser_context or {})["view"].upload = file
        size = 0
        while data := stream.read(PIECE):
            size += len(data)
            if size > most:
                raise _too_large(most)
            file.write(data)
        return file


class ZipParser(FileParser):
    """The same under the name it should have."""

    media_type = "application/zip"


def _announced(context: Mapping[str, Any]) -> int:
    request = context.get("request")
    text = str(request.META.get("CONTENT_LENGTH") or "") if request is not None else ""
    return int(text[:20]) if text.isdecimal() else 0


def _too_large(most: int) -> PayloadTooLargeError:
    return PayloadTooLargeError(
        f"The archive is too large: at most {most} bytes are allowed. The command "
        "import_archive takes larger ones."
    )
