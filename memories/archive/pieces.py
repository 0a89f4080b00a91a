"""The file of an archive as rows: cut up on the way in, put together on the way out."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from typing import IO
from uuid import UUID

from memories.archive.models import TransferPiece
from orgs.models import Project
from orgs.tenancy import tenant

PIECE = 1024 * 1024
"""Bytes of one piece."""


def keep(project: Project, transfer_id: UUID, file: IO[bytes]) -> tuple[int, str]:
    """Store a file, inside the tenant's transaction; its size and SHA-256."""
    file.seek(0)
    digest, size, number = hashlib.sha256(), 0, 0
    while data := file.read(PIECE):
        TransferPiece(
            project=project, transfer_id=transfer_id, number=number, data=data
        ).save(force_insert=True)
        digest.update(data)
        size, number = size + len(data), number + 1
    return size, digest.hexdigest()


def read(project: Project, transfer_id: UUID) -> Iterator[bytes]:
    """The file, piece by piece, each in a transaction of its own."""
    number = 0
    while True:
        with tenant(project):
            piece = project.transfer_pieces.filter(
                transfer_id=transfer_id, number=number
            ).first()
        if piece is None:
            return
        yield bytes(piece.data)
        number += 1


@contextlib.contextmanager
def opened(project: Project, transfer_id: UUID) -> Iterator[IO[bytes]]:
    """The file on this machine's disk, for as long as it is read."""
    with tempfile.TemporaryFile() as file:
        for data in read(project, transfer_id):
            file.write(data)
        file.seek(0)
        yield file


def drop(project: Project, transfer_id: UUID) -> None:
    """Delete a file, inside the tenant's transaction."""
    project.transfer_pieces.filter(transfer_id=transfer_id).delete()


def forget_archives(project: Project) -> None:
    """Drop every archive, inside the tenant's transaction: who is erased stands in
    them too. An import that waits fails then."""
    project.transfer_pieces.all().delete()
    project.transfers.all().delete()
