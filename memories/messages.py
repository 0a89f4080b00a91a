"""Messages as clients send them: one string, one object, or a list of objects."""

from __future__ import annotations

from typing import Any

from mem0.exceptions import ValidationError
from memories.attachments import KINDS, part_of
from orgs import limits
from orgs.fields import RequestField

Said = dict[str, Any]
"""`role`, `content` and, if the speaker is named, `name`. With images or documents
also `parts`, all of the content in order, to be read by `memories.attachments`."""

READABLE = ("text", "input_text")
UNREADABLE = (
    "content of type {kind!r} cannot be read by this server; send text, image_url, "
    "pdf_url, mdx_url or txt_url."
)


class MessagesField(RequestField[list[Said]]):
    """What was said, as a list of role, content and name."""

    def to_internal_value(self, data: Any) -> list[Said]:
        """Raises `mem0.exceptions.ValidationError`."""
        return read_messages(data)


def read_messages(raw: Any) -> list[Said]:
    """The messages of a request. Raises `ValidationError` that names the message."""
    if isinstance(raw, str) and raw.strip():
        raw = {"role": "user", "content": raw}
    if isinstance(raw, dict):
        raw = [raw]
    if not isinstance(raw, list) or not raw:
        msg = "messages: a list of at least one {role, content} object is needed."
        raise ValidationError(msg)
    most = limits.current().messages
    if len(raw) > most:
        msg = f"messages: {len(raw)} were sent, at most {most} are allowed."
        raise ValidationError(msg)
    return [_message(number, item) for number, item in enumerate(raw)]


def _message(number: int, item: Any) -> Said:
    where = f"messages[{number}]"
    if isinstance(item, str):
        item = {"role": "user", "content": item}
    if not isinstance(item, dict):
        msg = f"{where}: an object with role and content is needed."
        raise ValidationError(msg)
    role = item.get("role", "user")
    if not isinstance(role, str) or not 1 <= len(role.strip()) <= 32:
        msg = f"{where}.role: a short text such as user or assistant is needed."
        raise ValidationError(msg)
    said: Said = {"role": role.strip().lower(), **_content(where, item)}
    if item.get("name") not in (None, ""):
        said["name"] = limits.check_entity_id(item["name"], f"{where}.name")
    return said


def _content(where: str, item: dict[str, Any]) -> Said:
    content = item.get("content")
    if isinstance(content, dict):
        content = [content]
    parts: list[dict[str, str]] = []
    if isinstance(content, list):
        parts = [_part(f"{where}.content", part) for part in content]
        content = "\n".join(part["text"] for part in parts if "text" in part)
    if content is None and item.get("tool_calls"):
        content = ""  # an assistant's turn that only calls a tool says nothing
    if not isinstance(content, str):
        msg = f"{where}.content: a text is needed."
        raise ValidationError(msg)
    text = limits.check_text(
        content, f"{where}.content", limits.current().message, blank=True
    )
    files = any(part["type"] != "text" for part in parts)
    return {"content": text, "parts": parts} if files else {"content": text}


def _part(where: str, part: Any) -> dict[str, str]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    kind = part.get("type") if isinstance(part, dict) else type(part).__name__
    if isinstance(part, dict) and kind in KINDS:
        return part_of(where, str(kind), part.get(str(kind)))
    if (
        isinstance(part, dict)
        and kind in READABLE
        and isinstance(part.get("text"), str)
    ):
        return {"type": "text", "text": part["text"]}
    raise ValidationError(f"{where}: " + UNREADABLE.format(kind=kind))
