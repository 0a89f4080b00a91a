"""What a person or a pipe gives: texts, JSON, files. Wrong input is a `UsageError`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from mem0.cli.exits import UsageError


def text(words: list[str] | None, what: str) -> str:
    """The words of the command line, or standard input where there are none, or `-`."""
    if words and words != ["-"]:
        return " ".join(words)
    if not words and sys.stdin.isatty():
        msg = f"There is no {what}: give it, or pipe it in."
        raise UsageError(msg)
    said = _decoded(sys.stdin.buffer.read(), "standard input").strip()
    if not said:
        msg = f"There is no {what}: standard input is empty."
        raise UsageError(msg)
    return said


def json_object(given: str | None, option: str) -> dict[str, Any] | None:
    """An option that is a JSON object."""
    if given is None:
        return None
    value = _parsed(given, option)
    if not isinstance(value, dict):
        msg = f'{option} must be a JSON object, such as \'{{"key": "value"}}\'.'
        raise UsageError(msg)
    return value


def conversation(file: Path) -> list[dict[str, Any]]:
    """Messages from a file (`-` is standard input): `[{"role", "content"}, …]`."""
    raw = sys.stdin.buffer.read() if str(file) == "-" else _read(file)
    value = _parsed(_decoded(raw, str(file)), str(file))
    messages = value if isinstance(value, list) else [value]
    if not messages or not all(isinstance(each, dict) for each in messages):
        msg = f'{file} must hold messages: [{{"role": "user", "content": "…"}}].'
        raise UsageError(msg)
    return messages


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as exc:
        msg = f"{file} cannot be read: {exc.strerror}."
        raise UsageError(msg) from exc


def _decoded(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        msg = f"{what} is not UTF-8."
        raise UsageError(msg) from exc


def _parsed(given: str, what: str) -> Any:
    try:
        return json.loads(given)
    except (ValueError, RecursionError) as exc:
        msg = f"{what} is not JSON: {exc}"
        raise UsageError(msg) from exc
