"""What callers of `Memory` pass, in any of the forms mem0's libraries took, as values.

Every function raises `ValidationError` with the name of the argument, or
`FilterError` for a filter.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from mem0.exceptions import ValidationError
from mem0.memory.filter_values import day, identifier, kind, moment
from mem0.memory.filters import (
    Filter,
    all_of,
    entity_ids,
    has_positive_entity,
    parse,
    scope_filter,
)
from mem0.memory.types import Scope
from mem0.memory.validity import View

T = TypeVar("T")
Messages = str | Mapping[str, Any] | Iterable[Mapping[str, Any]]
Ids = Mapping[str, str | int | None]

NOBODY = "At least one of user_id, agent_id, run_id is required."
MOST = 10_000


def scope(ids: Ids, filters: Any = None) -> Scope:
    """Whose memories a write is about; typed clients carry the ids in `filters`."""
    found = entity_ids(parse(filters)) if filters else {}
    named = {
        name: _read(name, identifier, value)
        for name, value in ids.items()
        if value is not None
    }
    whose = Scope(**{**found, **named})
    if not whose:
        raise ValidationError(NOBODY)
    return whose


def where(ids: Ids, filters: Any, view: View) -> Filter:
    """Which memories a read is about: the ids, the filter and what the view shows."""
    named = {
        name: _read(name, identifier, value)
        for name, value in ids.items()
        if value is not None
    }
    tree = all_of(
        scope_filter(Scope(**named)) if named else None,
        parse(filters) if filters else None,
    )
    if not has_positive_entity(tree):
        raise ValidationError(NOBODY)
    return all_of(tree, view.condition(dt.datetime.now(dt.UTC)))


def view(as_of: Any, known_at: Any, **shown: bool) -> View:
    """From when a read looks, and what it shows; of a day, its end."""
    return View(_until("as_of", as_of), _until("known_at", known_at), **shown)


def _until(name: str, value: Any) -> dt.datetime | None:
    if value is None:
        return None
    at = _read(name, moment, value)
    if isinstance(at, dt.datetime):
        return at
    return dt.datetime.combine(at, dt.time.max, tzinfo=dt.UTC)


def messages(given: Messages) -> list[dict[str, str]]:
    """Role, content and name of each message; a text is what the user said."""
    if isinstance(given, str | Mapping):
        given = [_message(0, given)]
    if not isinstance(given, Iterable):
        raise ValidationError(f"messages must be text or a list, not {kind(given)}.")
    read = [_message(number, each) for number, each in enumerate(given)]
    if not any(message["content"].strip() for message in read):
        raise ValidationError("messages must hold some text.")
    return read


def text(name: str, value: Any) -> str:
    """A text with something in it; NUL becomes U+FFFD, half a surrogate is refused."""
    if not isinstance(value, str):
        raise ValidationError(f"{name} must be a string, not {kind(value)}.")
    if not value.strip():
        raise ValidationError(f"{name} must not be blank.")
    return _writable(name, value)


def metadata(value: Any) -> dict[str, Any]:
    """A JSON object; None is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValidationError(f"metadata must be an object, not {kind(value)}.")
    try:
        printed = json.dumps(value, allow_nan=False, ensure_ascii=False)
        printed.encode()
    except (TypeError, ValueError, RecursionError) as exc:
        raise ValidationError(f"metadata must be JSON: {exc}") from exc
    read: dict[str, Any] = json.loads(printed)
    return read


def said_at(value: Any) -> dt.datetime:
    """A time: epoch seconds, ISO 8601, a datetime; None is now, a day its first moment."""
    if value is None:
        return dt.datetime.now(dt.UTC)
    at = _read("timestamp", moment, value)
    if isinstance(at, dt.datetime):
        return at
    return dt.datetime.combine(at, dt.time.min, tzinfo=dt.UTC)


def expiration(value: Any) -> dt.date | None:
    """The last day a memory is shown; None for ever."""
    return None if value is None else _read("expiration_date", day, value)


def limit(top_k: Any, older_name: Any, default: int) -> int:
    """How many at most: `top_k`, or `limit` as it was called before."""
    for name, value in (("top_k", top_k), ("limit", older_name)):
        if value is None:
            continue
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValidationError(f"{name} must be a whole number, not {kind(value)}.")
        if not 1 <= value <= MOST:
            raise ValidationError(f"{name} must be between 1 and {MOST}.")
        return value
    return default


def threshold(value: Any) -> float | None:
    """A score from 0 to 1 below which nothing is answered; None for no bound."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValidationError(f"threshold must be a number, not {kind(value)}.")
    if not 0 <= value <= 1:
        raise ValidationError("threshold must be between 0 and 1.")
    return float(value)


def _message(number: int, given: Any) -> dict[str, str]:
    where = f"messages[{number}]"
    if isinstance(given, str):
        given = {"role": "user", "content": given}
    if not isinstance(given, Mapping):
        raise ValidationError(f"{where} must be an object, not {kind(given)}.")
    role = given.get("role", "user")
    if not isinstance(role, str) or not role.strip():
        raise ValidationError(f"{where}.role must be a text such as user.")
    read = {
        "role": role.strip().lower(),
        "content": _writable(where, _content(where, given.get("content"))),
    }
    if given.get("name"):
        read["name"] = _read(f"{where}.name", identifier, given["name"])
    return read


def _content(where: str, content: Any) -> str:
    """Text, or the text of its parts; None is the turn of who only calls a tool."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else [content]
    texts = [part.get("text") if isinstance(part, Mapping) else part for part in parts]
    readable = [each for each in texts if isinstance(each, str)]
    if len(readable) < len(texts):
        raise ValidationError(f"{where}.content must be text; nothing else is read.")
    return "\n".join(readable)


def _writable(name: str, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        msg = f"{name} must not contain half a surrogate pair."
        raise ValidationError(msg) from None
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _read(name: str, read: Callable[[Any], T], value: Any) -> T:
    try:
        return read(value)
    except ValueError as exc:
        raise ValidationError(f"{name} {exc}.") from None
