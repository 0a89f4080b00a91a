from __future__ import annotations

import pytest

from mem0.exceptions import (
    AuthenticationError,
    ConflictError,
    FilterError,
    LLMOutputError,
    Mem0Error,
    MemoryNotFoundError,
    MemoryQuotaExceededError,
    NetworkError,
    PayloadTooLargeError,
    PermissionDeniedError,
    RateLimitError,
    UnavailableError,
    ValidationError,
)
from tests.client.conftest import ONLY_BLOCKING
from tests.client.loopback import Answer
from tests.client.transports import connected
from tests.memories.wire import UNKNOWN


def test_an_error_has_all_that_the_server_said(client):
    with pytest.raises(MemoryNotFoundError, match="Memory not found!") as caught:
        client.get(UNKNOWN)

    error = caught.value
    assert error.error_code == "not_found"
    assert error.details["error"] == "Memory not found!"
    assert error.debug_info["status_code"] == 404
    assert error.debug_info["request_id"] == error.details["request_id"]
    assert error.hint == error.suggestion == "Check the id."


def test_the_base_has_the_name_that_older_code_catches(client):
    from mem0.exceptions import MemoryError as Base  # noqa: PLC0415  mem0's name

    with pytest.raises(Base, match="Memory not found!"):
        client.get(UNKNOWN)


def test_a_filter_that_does_not_parse_says_so(client):
    with pytest.raises(FilterError):
        client.search("bees", filters={"user_id": {"around": 3}})


@ONLY_BLOCKING
@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, None, ValidationError),
        (400, "invalid_filter", FilterError),
        (401, None, AuthenticationError),
        (403, None, PermissionDeniedError),
        (404, None, MemoryNotFoundError),
        (405, None, Mem0Error),
        (408, None, NetworkError),
        (409, None, ConflictError),
        (413, None, MemoryQuotaExceededError),
        (413, "payload_too_large", PayloadTooLargeError),
        (422, None, ValidationError),
        (429, None, RateLimitError),
        (500, None, Mem0Error),
        (502, None, NetworkError),
        (502, "llm_output_error", LLMOutputError),
        (503, None, NetworkError),
        (503, "unavailable", UnavailableError),
        (504, "not_found", NetworkError),
    ],
)
def test_status_and_code_choose_the_class(rig, status, code, expected):
    rig.server.says(Answer(status, {"detail": "So it is.", "code": code}))

    with pytest.raises(Mem0Error, match="So it is") as caught:
        rig.client(attempts=0).get(UNKNOWN)

    assert type(caught.value) is expected
    assert caught.value.error_code == (code or f"HTTP_{status}")


@ONLY_BLOCKING
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"message": "No."}, "No."),
        ({"error": "No."}, "No."),
        ({"detail": ["a", "b"]}, '400 Bad Request: {"detail": ["a", "b"]}'),
        (["No."], '400 Bad Request: ["No."]'),
        (b"<h1>\n No. </h1>", "400 Bad Request: <h1> No. </h1>"),
        (b"\xff\xfe", "400 Bad Request: "),
        (b"", "400 Bad Request."),
        (b"[" * 100_000, "400 Bad Request: [[["),
    ],
)
def test_any_body_makes_a_message(rig, body, message):
    rig.server.says(Answer(400, body))

    with pytest.raises(ValidationError) as caught:
        rig.client().get(UNKNOWN)

    assert caught.value.message.startswith(message)
    assert len(caught.value.message) < 600


@ONLY_BLOCKING
@pytest.mark.parametrize(
    "body", [b"<html>hello</html>", b"", b'{"id": "trunc', b"[" * 100_000]
)
def test_an_answer_that_is_no_json_is_an_error_of_the_network(rig, body):
    rig.server.says(Answer(200, body, {"Content-Type": "text/html"}))

    with pytest.raises(NetworkError, match=r"not JSON \(text/html\)") as caught:
        rig.client(attempts=0).get(UNKNOWN)

    assert caught.value.error_code == "NET_BODY"


def test_a_redirect_says_that_the_host_is_wrong(rig):
    rig.server.says(Answer(301, b"", {"Location": "https://example.com/"}))

    with pytest.raises(Mem0Error, match="give that as host"):
        rig.client().get(UNKNOWN)


@ONLY_BLOCKING
@pytest.mark.parametrize("value", [float("nan"), object(), "\ud800", {1, "a"}])
def test_what_cannot_be_sent_is_refused(recorded, value):
    client, requests = recorded

    with pytest.raises(ValidationError, match="cannot be sent as JSON"):
        client.add("I keep bees.", user_id="alice", metadata={"value": value})
    assert requests == []


def test_messages_must_be_messages(recorded):
    client, _ = recorded

    with pytest.raises(ValidationError, match="not int"):
        client.add(5, user_id="alice")


def test_a_key_of_nobody_is_refused(kind):
    with pytest.raises(AuthenticationError):
        connected(kind, "m0sk_nobody")[0].users()
