from __future__ import annotations

import datetime as dt
import socket
from email.utils import format_datetime

import pytest

from mem0.client.retries import Retries
from mem0.exceptions import ConflictError, Mem0Error, NetworkError, RateLimitError
from tests.client.conftest import KEY, ONLY_BLOCKING
from tests.client.loopback import Answer
from tests.memories.wire import BEES, UNKNOWN, texts

DONE = Answer(body={"status": "SUCCEEDED", "results": []})
DOWN = Answer(503, {"detail": "Soon.", "code": "unavailable"})


def limited(seconds):
    headers = {
        "Retry-After": str(seconds),
        "X-RateLimit-Limit": "10",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "1800000000",
    }
    return Answer(429, {"detail": "Too many requests."}, headers)


def test_it_tries_again_with_longer_pauses(rig):
    rig.server.says(DOWN, DOWN, DOWN, DONE)

    assert rig.client().add(BEES, user_id="alice")["status"] == "SUCCEEDED"
    assert rig.slept == [0.5, 1.0, 2.0]


def test_it_gives_up_after_so_many_tries(rig):
    rig.server.says(DOWN, DOWN, DOWN)

    with pytest.raises(NetworkError, match=r"Soon\."):
        rig.client(attempts=2).add(BEES, user_id="alice")
    assert len(rig.server.asked) == 3


def test_all_tries_of_a_write_have_one_key_and_one_body(rig):
    rig.server.says(DOWN, DONE, DONE)
    client = rig.client()

    client.add(BEES, user_id="alice")
    client.add(BEES, user_id="alice")

    first, again, other = [
        asked.headers["Idempotency-Key"] for asked in rig.server.asked
    ]
    assert first == again != other
    assert rig.server.asked[0].body == rig.server.asked[1].body


def test_the_key_of_the_caller_is_used(rig):
    rig.server.says(DONE)

    rig.client().add(BEES, user_id="alice", idempotency_key="order-1")

    assert rig.server.asked[0].headers["Idempotency-Key"] == "order-1"


def test_reading_needs_no_key(rig):
    rig.server.says(DOWN, Answer(body={"results": []}), Answer(body={}))
    client = rig.client()

    client.search("bees", user_id="alice")
    client.get(UNKNOWN)

    assert not any("Idempotency-Key" in asked.headers for asked in rig.server.asked)


def test_it_waits_as_long_as_the_server_asks(rig):
    rig.server.says(limited(7), DONE)

    rig.client().add(BEES, user_id="alice")

    assert rig.slept == [7.25]


def test_a_date_to_wait_for_is_understood(rig):
    past = format_datetime(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), usegmt=True)
    rig.server.says(limited(past), DONE)

    rig.client().add(BEES, user_id="alice")

    assert rig.slept == [0.25]


def test_a_wait_that_cannot_be_read_is_not_kept_to(rig):
    rig.server.says(limited("a while"), DONE)

    rig.client().add(BEES, user_id="alice")

    assert rig.slept == [0.5]


def test_it_does_not_wait_for_hours(rig):
    rig.server.says(limited(7200))

    with pytest.raises(RateLimitError) as caught:
        rig.client().add(BEES, user_id="alice")

    assert rig.slept == []
    assert caught.value.debug_info == {
        "status_code": 429,
        "retry_after": 7200,
        "x_ratelimit_limit": "10",
        "x_ratelimit_remaining": "0",
        "x_ratelimit_reset": "1800000000",
    }


def test_a_try_that_still_runs_is_asked_for_its_answer(rig):
    running = {"detail": "Still running.", "code": "idempotency_key_in_use"}
    rig.server.says(Answer(409, running, {"Retry-After": "1"}), DONE)

    rig.client().add(BEES, user_id="alice")

    assert rig.slept == [1.25]


@ONLY_BLOCKING
@pytest.mark.parametrize("status", [400, 401, 404, 409, 413, 500])
def test_what_will_not_pass_is_not_tried_again(rig, status):
    rig.server.says(Answer(status, {"detail": "No."}))

    with pytest.raises(Mem0Error):
        rig.client().add(BEES, user_id="alice")
    assert len(rig.server.asked) == 1


@pytest.mark.parametrize(
    "broken", [Answer(body={"text": "x" * 100}, missing=50), Answer(body=b"{nonsense")]
)
def test_half_an_answer_is_asked_for_again(rig, broken):
    rig.server.says(broken, DONE)

    assert rig.client().add(BEES, user_id="alice") == DONE.body
    assert len(rig.server.asked) == 2


def test_no_answer_in_time_is_an_error_of_the_network(rig):
    rig.server.says(Answer(never=True), Answer(never=True))

    with pytest.raises(NetworkError, match=r"127\.0\.0\.1 did not answer") as caught:
        rig.client(attempts=1, timeout=0.05).get(UNKNOWN)

    assert caught.value.error_code == "NET_TIMEOUT"
    assert len(rig.server.asked) == 2


def test_nobody_there_is_an_error_of_the_network(rig):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = rig.make(KEY, f"http://127.0.0.1:{port}", validate=False, max_retries=0)

    with pytest.raises(NetworkError, match="cannot be reached") as caught:
        client.get(UNKNOWN)
    assert caught.value.error_code == "NET_CONNECT"


def test_pauses_are_spread_and_bounded():
    low, high = Retries(chance=lambda: 0.0), Retries(chance=lambda: 1.0)

    assert [low.backoff(done) for done in range(7)] == [0.25, 0.5, 1, 2, 4, 4, 4]
    assert [high.backoff(done) for done in range(7)] == [0.5, 1, 2, 4, 8, 8, 8]
    assert high.backoff(10_000) == 8


def test_a_write_that_was_answered_before_is_not_done_twice(client):
    for _ in range(2):
        client.add(BEES, user_id="alice", infer=False, idempotency_key="once")

    assert texts(client.get_all(user_id="alice")) == [BEES]
    with pytest.raises(ConflictError):
        client.add("Else.", user_id="alice", idempotency_key="once")
