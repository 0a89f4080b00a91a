"""Which folders a cluster uses: the one it was asked for when the service account can
get there, otherwise one under /var/lib, and a socket folder whose path is short enough
for the kernel. Permissions of folders that exist already are never widened.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mem0site.embedded.account import Account, can_enter, give, service_account
from mem0site.embedded.binaries import SHARED, make_public
from mem0site.embedded.errors import EmbeddedError

PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 100  # bytes; the kernels' limits are 104 and 108
MARKER = "moved-to"


@dataclass(frozen=True)
class Layout:
    """`home` holds `data`, the secrets and the lock; `socket` may be elsewhere."""

    home: Path
    account: Account | None
    socket: Path

    @property
    def data(self) -> Path:
        return self.home / "data"


def settled(folder: Path) -> Layout:
    """The layout for `folder`, its folders created with the right owners.

    Raises EmbeddedError when they cannot be made.
    """
    try:
        home = current_home(folder)
        account = service_account(home / "data")
        home = _private(home, account)
        if not can_enter(account, home):
            home = _moved(folder, account)
        return Layout(home, account, _socket_folder(home, account))
    except OSError as error:
        where = error.filename or folder
        raise EmbeddedError(
            f"The folder {where} cannot be used: {error.strerror}."
        ) from error


def current_home(folder: Path) -> Path:
    """Where the data of `folder` are: there, or where its marker points."""
    marker = folder / MARKER
    return Path(marker.read_text().strip()) if marker.is_file() else folder


def leave(layout: Layout) -> None:
    """Clear away what a stopped server needs no more."""
    if not layout.socket.is_relative_to(layout.home):
        shutil.rmtree(layout.socket, ignore_errors=True)


def forget(layout: Layout, folder: Path) -> None:
    """Delete a throw-away cluster with everything it left."""
    for path in (layout.home, folder):
        shutil.rmtree(path, ignore_errors=True)


def _private(home: Path, account: Account | None) -> Path:
    make_public(home.parent)
    home.mkdir(exist_ok=True)
    status = home.stat()
    if account is None and status.st_uid != os.geteuid():
        raise EmbeddedError(f"The folder {home} belongs to another user.")
    home.chmod(0o700)
    give(home, account)
    return home


def _moved(folder: Path, account: Account | None) -> Path:
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    names = [digest, *(f"{digest}-{number}" for number in range(2, 1000))]
    home = next(path for name in names if not (path := SHARED / name).exists())
    _private(home, account)
    if not can_enter(account, home):
        raise EmbeddedError(f"PostgreSQL's account cannot reach {folder} or {home}.")
    (folder / MARKER).write_text(f"{home}\n")
    return home


def _socket_folder(home: Path, account: Account | None) -> Path:
    for folder in (home / "socket", *_short_folders(home)):
        if fits(folder) and folder.parent.is_dir():
            return _claimed(folder, account)
    raise EmbeddedError(f"No folder has a path short enough for a socket of {home}.")


def fits(folder: Path) -> bool:
    """Whether a socket there has a path the kernel and a URL-free DSN can hold."""
    path = os.fspath(folder / SOCKET_NAME)
    short = len(os.fsencode(path)) <= LONGEST_SOCKET_PATH
    return short and re.fullmatch(r"[\w./-]+", path, re.ASCII) is not None


def _short_folders(home: Path) -> list[Path]:
    name = "m0-" + hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    runtime = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() else None
    parents = [runtime, tempfile.gettempdir(), "/tmp"]  # noqa: S108
    return [Path(parent) / name for parent in parents if parent]


def _claimed(folder: Path, account: Account | None) -> Path:
    """Make a private folder, or take over one of ours; never somebody else's."""
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    owners = {os.geteuid(), account.uid if account else os.geteuid()}
    if folder.is_symlink() or status.st_uid not in owners:
        raise EmbeddedError(f"The folder {folder} belongs to another user.")
    folder.chmod(0o700)
    give(folder, account)
    return folder
