"""JSON bodies, read strictly: what passes can be stored and sent back unchanged.

Stock parsers accept numbers no other language reads alike, halves of surrogate
pairs that the database refuses, and nesting that ends in a stack overflow. Here each
is a 400 with a sentence, before any view sees the data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

import orjson
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import JSONParser

from mem0.exceptions import PayloadTooLargeError, ValidationError
from mem0.memory.filter_values import kind
from orgs import limits

_BOM = b"\xef\xbb\xbf"
_CHARSETS = frozenset({"utf-8", "utf8"})
_INT64 = 2.0**63


class StrictJSONParser(JSONParser):
    """Reads one JSON object in UTF-8; an empty body is an empty object."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The object. Raises ValidationError (400), PayloadTooLargeError (413) or
        UnsupportedMediaType (415)."""
        _check_charset(media_type or "")
        most = limits.current().body
        _check_announced(parser_context or {}, most)
        # One byte more than allowed tells a full body from one that lied.
        body = loads(_checked(stream.read(most + 1), most))
        _show(parser_context or {}, body)
        return body


def _show(context: Mapping[str, Any], body: dict[str, Any]) -> None:
    """Middleware sees Django's request only, and a body can be read once."""
    request = getattr(context.get("request"), "_request", None)
    if request is not None:
        request.parsed_body = body


def loads(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`, checked as every request body is."""
    body = body.removeprefix(_BOM)
    if not body.strip():
        return {}
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        _refuse(f"The request body is not valid JSON: {_place(error)}.")
    if not isinstance(data, dict):
        _refuse(f"The request body must be a JSON object, not {kind(data)}.")
    if _has_wide_numbers(data):
        # The fast reader makes a double of an integer beyond 64 bits; the slow one
        # tells it from a number that was written as a double.
        json.loads(body, parse_int=_check_digits)
    return data


def _refuse(sentence: str) -> NoReturn:
    raise ValidationError(sentence, error_code="invalid_json")


def _place(error: orjson.JSONDecodeError) -> str:
    reason = error.msg.split(":")[0]
    return f"{reason} (line {error.lineno}, column {error.colno})"


def _check_charset(media_type: str) -> None:
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip("\"'").lower()
        if name.strip().lower() == "charset" and charset not in _CHARSETS:
            raise UnsupportedMediaType(
                media_type, detail="The request body must be JSON in UTF-8."
            )


def _check_announced(context: Mapping[str, Any], most: int) -> None:
    request = context.get("request")
    announced = request.META.get("CONTENT_LENGTH") if request is not None else None
    if str(announced or "").isdecimal() and int(str(announced)[:20]) > most:
        raise _too_large(most)


def _checked(body: bytes, most: int) -> bytes:
    if len(body) > most:
        raise _too_large(most)
    return body


def _too_large(most: int) -> PayloadTooLargeError:
    return PayloadTooLargeError(
        f"The request body is too large: at most {most} bytes are allowed."
    )


def _has_wide_numbers(data: dict[str, Any]) -> bool:
    """Checks depth and integers in one pass; whether some double may be an integer."""
    bounds = limits.current()
    wide = False
    level: list[Any] = [data]
    depth = 1
    while level:
        if depth > bounds.json_depth:
            _refuse(
                "The request body is nested too deep: at most "
                f"{bounds.json_depth} levels are allowed."
            )
        children: list[Any] = []
        for container in level:
            for value in container.values() if type(container) is dict else container:
                if type(value) is dict or type(value) is list:
                    children.append(value)
                elif type(value) is int and abs(value) > bounds.integer:
                    _refuse_integer()
                elif type(value) is float and abs(value) >= _INT64:
                    wide = True
        level, depth = children, depth + 1
    return wide


def _check_digits(digits: str) -> int:
    if len(digits) > 17:
        _refuse_integer()
    return int(digits)


def _refuse_integer() -> NoReturn:
    _refuse(
        "The request body holds an integer beyond ±2^53, which clients cannot read "
        "exactly; send it as a string."
    )
