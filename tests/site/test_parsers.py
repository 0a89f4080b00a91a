"""Request bodies: what is read, and what is refused before a view sees it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import override_settings
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.test import APIRequestFactory

from mem0.exceptions import PayloadTooLargeError, ValidationError
from mem0site.parsers import StrictJSONParser, loads

MIB = 1024 * 1024


def parse(
    body: bytes, media_type: str = "application/json", announced: Any = None
) -> Any:
    meta = {} if announced is None else {"CONTENT_LENGTH": str(announced)}
    request = APIRequestFactory().post("/", **meta)
    context = {"request": request} if announced is not None else {}
    return StrictJSONParser().parse(io.BytesIO(body), media_type, context)


def refusal(body: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        loads(body)
    assert caught.value.status_code == 400
    assert caught.value.error_code == "invalid_json"
    return str(caught.value)


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf{}", b"{}"]
)
def test_an_empty_body_is_an_empty_object(body: bytes) -> None:
    assert parse(body) == {}


def test_a_byte_order_mark_is_dropped() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_the_last_of_two_equal_keys_wins() -> None:
    assert parse(b'{"a": 1, "a": 2}') == {"a": 2}


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf8"'])
def test_utf_8_is_read(charset: str) -> None:
    body = '{"a": "é"}'.encode()
    assert parse(body, f"application/json; charset={charset}") == {"a": "é"}


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "bz2_codec", ""])
def test_any_other_charset_is_a_415(charset: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        parse(b"{}", f"application/json; charset={charset}")


@pytest.mark.parametrize("body", [b"[]", b"1", b'"x"', b"null", b"true", b"[{}]"])
def test_the_body_must_be_an_object(body: bytes) -> None:
    assert "must be a JSON object" in refusal(body)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b'{"\\udc00": 1}',
        b'{"a": "\xff"}',
        b'{"a": 01}',
        '{"a": "é"}'.encode("utf-16"),
        b"\x00",
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    assert "not valid JSON" in refusal(body)


@pytest.mark.parametrize(
    "number",
    [
        "9007199254740993",
        "-9007199254740993",
        "1" + "0" * 19,
        "-" + "9" * 30,
        "9" * 300,
    ],
    ids=lambda n: n[:22],
)
def test_integers_no_client_reads_exactly_are_refused(number: str) -> None:
    assert "2^53" in refusal(f'{{"a": [{{"b": {number}}}]}}'.encode())


@pytest.mark.parametrize(
    ("text", "number"),
    [("9007199254740992", 2**53), ("-9007199254740992", -(2**53)), ("1e300", 1e300)],
)
def test_numbers_within_bounds_are_read(text: str, number: float) -> None:
    assert loads(f'{{"a": {text}}}'.encode()) == {"a": number}


def test_depth_is_bounded() -> None:
    def nested(levels: int) -> bytes:
        return b'{"a":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"

    assert loads(nested(64))
    assert "at most 64 levels" in refusal(nested(65))
    for levels in (900, 5_000, 100_000):
        assert refusal(nested(levels))


def test_a_body_above_the_limit_is_a_413() -> None:
    body = json.dumps({"a": "x" * (2 * MIB)}).encode()
    with pytest.raises(PayloadTooLargeError, match="at most 2097152 bytes"):
        parse(body)


def test_the_announced_length_alone_is_enough_for_a_413() -> None:
    with pytest.raises(PayloadTooLargeError):
        parse(b"{}", announced=10 * MIB)


def test_a_length_that_lies_does_not_help() -> None:
    with pytest.raises(PayloadTooLargeError):
        parse(b" " * (2 * MIB + 1), announced=2)


def test_a_body_of_exactly_the_limit_is_read() -> None:
    with override_settings(LIMITS={"body": 10}):
        assert parse(b'{"a": "x"}') == {"a": "x"}
        with pytest.raises(PayloadTooLargeError, match="at most 10 bytes"):
            parse(b'{"a": "xy"}')
