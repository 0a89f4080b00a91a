"""Which pg_dump, pg_restore and psql to use. All three come from one folder, because a
script of one version is not always understood by the psql of another.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mem0site.backup.errors import BackupError
from mem0site.embedded import binaries
from mem0site.embedded.errors import EmbeddedError

NEEDED = ("pg_dump", "pg_restore", "psql")
INSTALLED = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin")
"""Where systems put the programs of each version, beside the wrappers in the PATH."""


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of one PostgreSQL's client programs, and its major version."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        return str(self.folder / name)


def for_server(major: int) -> Programs:
    """Those of the server's own version where they are installed, else newer ones.

    Raises BackupError when all are older: pg_dump refuses newer servers.
    """
    fitting = [each for each in known() if each.major >= major]
    if not fitting:
        msg = (
            f"The server is PostgreSQL {major} and there is no pg_dump of that version: "
            f"install its client programs (on Debian: postgresql-client-{major})."
        )
        raise BackupError(msg)
    return min(fitting, key=lambda each: each.major)


@cache
def known() -> tuple[Programs, ...]:
    """Every set of programs on this machine, the carried one first."""
    found = [_programs(folder) for folder in _folders()]
    return tuple(each for each in found if each is not None)


def _folders() -> list[Path]:
    try:
        folders = [binaries.carried()]
    except EmbeddedError:  # a deployment may do without the wheel
        folders = []
    for pattern in INSTALLED:
        folders += sorted(Path("/").glob(pattern.lstrip("/")))
    return [*folders, Path("/usr/bin"), Path("/usr/local/bin")]


def _programs(folder: Path) -> Programs | None:
    if not all((folder / name).is_file() for name in NEEDED):
        return None
    said = subprocess.run(  # noqa: S603  a program this module found
        [folder / "pg_dump", "--version"], capture_output=True, text=True, check=False
    ).stdout
    version = re.search(r"\(PostgreSQL\) (\d+)", said)
    return Programs(folder, int(version[1])) if version else None
