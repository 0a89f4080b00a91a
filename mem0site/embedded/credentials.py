"""Random secrets kept in a file that only its owner reads, written once and whole."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from mem0site.embedded.errors import EmbeddedError


def kept(path: Path, names: Iterable[str]) -> dict[str, str]:
    """The secrets of `path`; those of `names` that it lacks are drawn and saved."""
    values = _read(path)
    missing = [name for name in names if name not in values]
    if missing:
        values |= {name: secrets.token_urlsafe(32) for name in missing}
        write_private(path, json.dumps(values, indent=2) + "\n")
    return values


def _read(path: Path) -> dict[str, str]:
    try:
        values = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise EmbeddedError(
            f"The secrets in {path} cannot be read: {error}."
        ) from error
    return {str(name): str(value) for name, value in values.items()}


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text` in one step, mode 0600 from the first byte on."""
    scratch = path.with_name(f"{path.name}.new")
    scratch.unlink(missing_ok=True)
    file = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    scratch.replace(path)
