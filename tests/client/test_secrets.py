from __future__ import annotations

import logging
import traceback

import pytest

from mem0.exceptions import AuthenticationError, ConfigurationError, Mem0Error
from tests.client.conftest import KEY
from tests.client.loopback import Answer
from tests.memories.wire import UNKNOWN


@pytest.mark.parametrize(
    "answer",
    [
        Answer(401, {"detail": f"Token {KEY} is wrong.", "headers": [KEY]}),
        Answer(502, f"<pre>Authorization: Token {KEY}</pre>".encode()),
        Answer(200, f"Token {KEY}".encode()),
        Answer(body={"text": KEY}, missing=5),
        Answer(never=True),
    ],
)
def test_no_error_shows_the_key(rig, answer, caplog):
    caplog.set_level(logging.INFO)
    rig.server.says(answer)

    with pytest.raises(Mem0Error) as caught:
        rig.client(attempts=0, timeout=0.05).get(UNKNOWN)

    error = caught.value
    shown = [*map(str, (error.details, error.debug_info, error.message, caplog.text))]
    assert KEY not in "".join([*shown, *traceback.format_exception(error)])


def test_no_representation_shows_the_key(rig):
    client = rig.client()

    assert KEY not in f"{client!r} {client.host} {client._connection.address!r}"


def test_a_password_in_the_host_is_refused_and_not_shown(rig):
    host = rig.server.host.replace("//", "//user:password@")

    with pytest.raises(ConfigurationError, match="name and a password") as caught:
        rig.make(KEY, host)
    assert "user:" not in str(caught.value)


@pytest.mark.parametrize("key", ["m0sk_with\nnewline", "m0sk_with space", "m0sk_ü"])
def test_a_key_that_no_header_can_carry_is_not_shown(rig, key):
    with pytest.raises(AuthenticationError) as caught:
        rig.make(key, rig.server.host)

    assert key not in "".join(traceback.format_exception(caught.value))
