"""What an archive says of itself, and how large anything in one may be."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

FORMAT: Literal["mem0-archive"] = "mem0-archive"
VERSION: Literal[1] = 1
NAME = "manifest.json"

MOST_MANIFEST = 64 * 1024
MOST_LINE = 8 * 1024 * 1024
"""Bytes of one row. A history entry with the messages it came from is the longest."""
MOST_RATIO = 200
"""How many times larger than packed a file may be, if it is large at all."""
LARGE = 1024 * 1024
MOST_UNPACKED = 64 * 1024**3
"""Bytes of all files of an archive, unpacked."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=2**53)]


class Part(BaseModel):
    """One line of the manifest for each file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    rows: Count
    bytes: Count
    sha256: Digest


class Space(BaseModel):
    """The vector space that the vectors of an archive are in."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    dimensions: Annotated[int, Field(ge=1, le=16_000)]


class Origin(BaseModel):
    """The project an archive was made of. Nothing depends on it."""

    model_config = ConfigDict(extra="forbid")

    id: UUID | None = None
    name: Annotated[str, Field(max_length=200)] = ""


class Manifest(BaseModel):
    """The contents of `manifest.json`."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["mem0-archive"] = FORMAT
    version: Literal[1] = VERSION
    created_at: AwareDatetime = Field(default_factory=lambda: dt.datetime.now(dt.UTC))
    project: Origin = Field(default_factory=Origin)
    embedder: Space | None = None
    vectors: bool = False
    files: list[Part]

    def part(self, name: str) -> Part | None:
        """The line of a file."""
        return next((each for each in self.files if each.name == name), None)
