"""What a web server process works on at once, what waits, and what never does."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mem0site.bulkhead import Bulkhead

PATIENCE = 30


class Held:
    """An application whose answers wait for a word, and know their thread."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Semaphore(0)
        self.threads: set[str] = set()

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        self.threads.add(threading.current_thread().name)
        if environ["PATH_INFO"] == "/slow":
            self.begun.release()
            assert self.go.wait(PATIENCE)
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode()]


class Streamed:
    """An application with a long answer, which says where and whether it ended."""

    streaming = True

    def __init__(self, pieces: int, error: Exception | None = None) -> None:
        self.pieces, self.error = pieces, error
        self.made = 0
        self.threads: set[int] = set()
        self.closed = threading.Event()

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        self.threads.add(threading.get_ident())
        start_response("200 OK", [])
        return self

    def __iter__(self) -> Iterator[bytes]:
        for number in range(self.pieces):
            self.threads.add(threading.get_ident())
            self.made += 1
            yield b"%d," % number
        if self.error:
            raise self.error

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed.set()


def ask(application, path: str, **environ: object) -> tuple[int, dict[str, str], bytes]:
    """The answer to a request, as a web server's thread would get it."""
    given: dict[str, object] = {"PATH_INFO": path, "HTTP_HOST": "testserver", **environ}
    setup_testing_defaults(given)
    heads: list[tuple[str, list[tuple[str, str]]]] = []
    body = application(given, lambda status, headers: heads.append((status, headers)))
    ((status, headers),) = heads
    return int(status[:3]), dict(headers), b"".join(body)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def crowd(held: Held) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool
        held.go.set()


def test_probes_are_answered_while_everything_else_waits(held, crowd):
    inside = Bulkhead(held, threads=1, waiting=2)
    waiting = [crowd.submit(ask, inside, "/slow") for _ in range(3)]
    assert held.begun.acquire(timeout=PATIENCE)
    for probe in ("/healthz", "/healthz/", "/readyz", "/metrics"):
        assert ask(inside, probe)[::2] == (200, probe.encode())
    held.go.set()
    assert {answer.result(PATIENCE)[0] for answer in waiting} == {200}


def test_so_many_run_at_once_and_no_more(held, crowd):
    inside = Bulkhead(held, threads=2, waiting=6)
    waiting = [crowd.submit(ask, inside, "/slow") for _ in range(8)]
    assert held.begun.acquire(timeout=PATIENCE)
    assert held.begun.acquire(timeout=PATIENCE)
    assert not held.begun.acquire(timeout=0.2)
    held.go.set()
    assert [answer.result(PATIENCE)[2] for answer in waiting] == [b"/slow"] * 8
    assert len(held.threads) == 2


def fill(inside: Bulkhead, held: Held, crowd: ThreadPoolExecutor, places: int) -> None:
    for _ in range(places):
        crowd.submit(ask, inside, "/slow")
    assert held.begun.acquire(timeout=PATIENCE)
    wait_for(inside, free=0)


def test_who_finds_no_place_is_told_so_in_the_shape_of_every_error(held, crowd):
    inside = Bulkhead(held, threads=1, waiting=1)
    fill(inside, held, crowd, 2)
    body = io.BytesIO(b'{"query": "tea"}')
    sent = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "16", "wsgi.input": body}
    status, headers, answer = ask(inside, "/v3/memories/search/", **sent)
    said = json.loads(answer)
    assert (status, said["code"]) == (503, "overloaded")
    assert said["detail"] == said["error"]
    assert headers["Retry-After"] == "1"
    assert headers["X-Request-ID"] == said["request_id"]
    assert body.read() == b"", "the connection would not survive what is left of it"


def test_who_asks_little_does_not_wait_for_who_asks_much(held, crowd):
    served: list[str] = []

    def noting(environ, start_response) -> Iterable[bytes]:
        answer = held(environ, start_response)
        served.append(environ["HTTP_AUTHORIZATION"])
        return answer

    inside = Bulkhead(noting, threads=1, waiting=6)
    for count in range(6):
        crowd.submit(ask, inside, "/slow", HTTP_AUTHORIZATION="Token loud")
        wait_for(inside, free=6 - count)
    waiting = crowd.submit(ask, inside, "/slow", HTTP_AUTHORIZATION="Token quiet")
    wait_for(inside, free=0)
    held.go.set()
    assert waiting.result(PATIENCE)[0] == 200
    assert served.index("Token quiet") <= 2, served


def test_where_every_place_is_taken_who_has_most_of_them_loses_one(held, crowd):
    inside = Bulkhead(held, threads=1, waiting=3)
    loud = []
    for count in range(4):
        loud.append(crowd.submit(ask, inside, "/slow", HTTP_AUTHORIZATION="Token loud"))
        wait_for(inside, free=3 - count)
    quiet = crowd.submit(ask, inside, "/slow", HTTP_AUTHORIZATION="Token quiet")
    assert loud[-1].result(PATIENCE)[0] == 503, "the newest"
    refused = ask(inside, "/slow", HTTP_AUTHORIZATION="Token loud")
    assert refused[0] == 503, "who has most is not let in beside"
    held.go.set()
    assert [each.result(PATIENCE)[0] for each in (*loud[:-1], quiet)] == [200] * 4


def test_where_all_have_as_many_who_comes_last_finds_no_place(held, crowd):
    inside = Bulkhead(held, threads=1, waiting=2)
    for count, key in enumerate("abc"):
        crowd.submit(ask, inside, "/slow", HTTP_AUTHORIZATION=key)
        wait_for(inside, free=2 - count)
    assert ask(inside, "/slow", HTTP_AUTHORIZATION="d")[0] == 503


def wait_for(inside: Bulkhead, *, free: int) -> None:
    """Until the lane has so many places left."""
    until = time.monotonic() + PATIENCE
    while inside._requests._free != free:
        assert time.monotonic() < until
        time.sleep(0.005)


def test_people_find_a_page_where_there_is_no_place(held, crowd):
    inside = Bulkhead(held, threads=1, waiting=1)
    fill(inside, held, crowd, 2)
    status, headers, page = ask(inside, "/dashboard/", HTTP_ACCEPT="text/html")
    assert (status, headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert b"Try again" in page


def test_a_place_is_free_again_after_an_answer_and_after_an_accident():
    def broken(environ, start_response) -> Iterable[bytes]:
        raise RuntimeError("broken")

    inside = Bulkhead(broken, threads=1, waiting=1)
    for _ in range(5):
        with pytest.raises(RuntimeError, match="broken"):
            ask(inside, "/v1/memories/")


def test_a_long_answer_is_made_and_ended_in_the_thread_of_its_request():
    streamed = Streamed(pieces=50)
    assert ask(Bulkhead(streamed, 1, 1), "/v1/export/")[2] == b"".join(
        b"%d," % number for number in range(50)
    )
    assert streamed.closed.wait(PATIENCE)
    assert len(streamed.threads) == 1
    assert threading.get_ident() not in streamed.threads


def test_a_long_answer_that_nobody_takes_ends():
    streamed = Streamed(pieces=10_000)
    given: dict[str, object] = {}
    setup_testing_defaults(given)
    pieces = Bulkhead(streamed, 1, 1)(given, lambda status, headers: None)
    assert next(iter(pieces)) == b"0,"
    pieces.close()
    pieces.close()
    assert streamed.closed.wait(PATIENCE)
    assert streamed.made < 100


def test_a_long_answer_that_fails_is_cut_and_not_called_whole():
    streamed = Streamed(pieces=3, error=RuntimeError("torn"))
    with pytest.raises(RuntimeError, match="torn"):
        ask(Bulkhead(streamed, 1, 1), "/v1/export/")
    assert streamed.closed.wait(PATIENCE)


def test_whether_a_process_is_alive_needs_no_database():
    inside = Bulkhead(WSGIHandler(), threads=1, waiting=1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert ask(inside, "/healthz")[0] == 200
    assert not queries.captured_queries
