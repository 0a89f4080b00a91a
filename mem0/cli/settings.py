"""Which host and which key: options first, then the environment, then the file of `init`.

The file is JSON, readable by its owner only. Its key is for its host: a host that is
given otherwise needs a key of its own, or the saved one would be sent to a stranger.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from mem0.cli.exits import UsageError
from mem0.exceptions import ConfigurationError

NO_HOST = "There is no host: run `mem0site init`, set MEM0_HOST, or pass --local."
NO_KEY = (
    "There is no API key: run `mem0site init`, set MEM0_API_KEY, or pass --api-key."
)


@dataclass(frozen=True, slots=True)
class Account:
    """Where the platform is and the key to it, which is in no `repr`."""

    host: str
    api_key: str

    def __repr__(self) -> str:
        return f"Account({self.host!r})"


def place() -> Path:
    """The file: `MEM0_CONFIG`, or where the system keeps such files."""
    chosen = os.environ.get("MEM0_CONFIG")
    return Path(chosen) if chosen else Path(typer.get_app_dir("mem0site"), "cli.json")


def account(host: str | None, api_key: str | None) -> Account:
    """What to use. Raises `UsageError` where something is missing."""
    saved = load()
    chosen = host or saved.get("host")
    if not chosen:
        raise UsageError(NO_HOST)
    same = chosen.rstrip("/") == str(saved.get("host", "")).rstrip("/")
    key = api_key or (saved.get("api_key") if same else None)
    if not key:
        raise UsageError(NO_KEY)
    return Account(chosen, key)


def load() -> dict[str, Any]:
    """What `init` saved; nothing when there is no file."""
    file = place()
    try:
        saved = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        msg = f"{file} cannot be read: {exc}"
        raise ConfigurationError(msg, suggestion="Run `mem0site init` again.") from exc
    if not isinstance(saved, dict):
        msg = f"{file} is not what `mem0site init` writes."
        raise ConfigurationError(msg, suggestion="Run `mem0site init` again.")
    return saved


def save(chosen: Account) -> Path:
    """Write the file whole or not at all, for its owner's eyes."""
    file = place()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Made with mode 0600, so that the key is never readable, not even for a moment.
        descriptor, name = tempfile.mkstemp(dir=file.parent)
        with open(descriptor, "w", encoding="utf-8") as out:
            body = {"host": chosen.host, "api_key": chosen.api_key}
            out.write(json.dumps(body, indent=2) + "\n")
        Path(name).replace(file)
    except OSError as exc:
        msg = f"{file} cannot be written: {exc.strerror}"
        raise ConfigurationError(msg, suggestion="Set MEM0_CONFIG.") from exc
    return file


def readable_by_others() -> Path | None:
    """The file, if somebody else on the machine may read the key in it."""
    file = place()
    try:
        mode = file.stat().st_mode
    except OSError:
        return None
    return file if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH) else None
