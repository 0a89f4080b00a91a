"""Archives of the key's project, and imports into it."""

from __future__ import annotations

from typing import IO, Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError, ValidationError
from memories.archive import pieces, services
from memories.archive.models import Direction, Transfer
from memories.archive.parsers import FileParser, ZipParser
from memories.archive.serializers import (
    ArchiveRequest,
    ImportQuery,
    key_of,
    represented,
)
from orgs.api.base import ProjectAPIView
from orgs.pagination import Listing, asked_page, envelope
from orgs.refusals import unauthorized
from orgs.roles import Action, allows, project_role

NO_FILE = (
    "The body is the archive itself, sent as application/zip: "
    "curl --data-binary @archive.zip -H 'Content-Type: application/zip'."
)
NOT_READY = "There is nothing to download: the archive is not ready, or has expired."


class TransferViewSet(ViewSetMixin, ProjectAPIView):
    """What archives and imports have in common."""

    direction: Direction
    listing: str

    def list(self, request: Request) -> Response:
        """Newest first."""
        page = asked_page(request, Listing(self.listing, self.project))
        rows, count = services.listed(self.project, self.direction, page)
        return Response(
            envelope(
                request, page, rows, count,
                show=represented, position=lambda row: [str(row.pk)],
            )
        )  # fmt: skip

    def retrieve(self, request: Request, transfer_id: str) -> Response:
        """How far it is, and what came of it."""
        return Response(represented(self.found(transfer_id)))

    def destroy(self, request: Request, transfer_id: str) -> Response:
        """Forget it, and its file."""
        services.delete(self.project, self.direction, self.key(transfer_id))
        return Response({"message": "It is deleted."})

    def key(self, text: str) -> UUID:
        """The id in the path. Raises a 404 for what can be none."""
        key = key_of(text)
        if key is None:
            raise MemoryNotFoundError(services.UNKNOWN[self.direction])
        return key

    def found(self, text: str) -> Transfer:
        """The row of the id in the path. Raises a 404."""
        return services.get(self.project, self.direction, self.key(text))


class ArchiveViewSet(TransferViewSet):
    """Ask for an archive of the project, download it."""

    direction = Direction.EXPORT
    listing = "archives"

    def create(self, request: Request) -> Response:
        """Begin to write one."""
        asked = self.validated(ArchiveRequest)
        made = services.create_export(self.project, vectors=asked["vectors"])
        return Response(represented(made), status=202)

    def download(self, request: Request, transfer_id: str) -> HttpResponseBase:
        """The file, piece by piece."""
        row = self.found(transfer_id)
        if not services.is_ready(row):
            raise MemoryNotFoundError(NOT_READY)
        return file_response(self.project, row)


class ImportViewSet(TransferViewSet):
    """Send an archive in, see what it would do or did."""

    direction = Direction.IMPORT
    listing = "imports"
    upload: IO[bytes] | None = None
    parser_classes = (ZipParser, FileParser, *ProjectAPIView.parser_classes)

    def create(self, request: Request) -> Response:
        """Take the archive. Nothing is written before all of it was checked."""
        role = project_role(self.project, self.credential.created_by_id)
        if not allows(role, Action.UPDATE_PROJECT):
            raise unauthorized("Unauthorized to import into this project.")
        asked = self.validated(ImportQuery, request.query_params.dict())
        if self.upload is None:
            raise ValidationError(NO_FILE, error_code="archive_refused")
        made = services.create_import(self.project, self.upload, **asked)
        return Response(represented(made), status=202)

    def finalize_response(self, *args: Any, **kwargs: Any) -> Response:
        """Whatever it came to, the file is closed."""
        if self.upload is not None:
            self.upload.close()
        return super().finalize_response(*args, **kwargs)


def file_response(project: Any, row: Transfer) -> StreamingHttpResponse:
    """The file of an archive as a download, which is noted."""
    services.taken(project, row)
    response = StreamingHttpResponse(
        pieces.read(project, row.pk), content_type="application/zip"
    )
    response["Content-Length"] = str(row.size)
    name = f"{row.created_at:%Y-%m-%d}-{str(row.project_id)[:8]}.mem0.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
