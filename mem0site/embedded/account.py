"""The operating-system account PostgreSQL runs under. It refuses to run as root, so a
root caller lends it another account; an ordinary user runs it directly. Kept apart
because everything else only asks "which account, and what can it reach".
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "mem0-postgres"


@dataclass(frozen=True)
class Account:
    """Ids for setuid; `None` in its place means: as the caller."""

    uid: int
    gid: int


def service_account(data: Path) -> Account | None:
    """Whom PostgreSQL runs as: the owner of existing data, else a system user."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (status := data.stat()).st_uid != 0:
        return Account(status.st_uid, status.st_gid)
    return _known("postgres") or _known(SYSTEM_USER) or _created() or _nobody()


def _known(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid) if entry.pw_uid else None


def _created() -> Account | None:
    useradd = shutil.which("useradd")
    if useradd is None:
        return None
    command = [useradd, "--system", "--no-create-home", "--shell", "/bin/false"]
    subprocess.run([*command, SYSTEM_USER], check=False, capture_output=True)
    return _known(SYSTEM_USER)


def _nobody() -> Account:
    return _known("nobody") or Account(65534, 65534)


def can_enter(account: Account | None, folder: Path) -> bool:
    """Whether the account can traverse to `folder`, asked by trying it."""
    if account is None:
        return os.access(folder, os.X_OK)
    leash = Path(__file__).with_name("leash.py")
    ids = [os.getpid(), 15, account.uid, account.gid]
    command = [sys.executable, "-I", "-S", leash, *ids, "/bin/sh", "-c", 'cd -- "$0"']
    words = [str(part) for part in [*command, folder]]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def give(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
