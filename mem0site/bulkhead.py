"""So many requests at once in a process, so many more that wait, and probes aside.

A web server gives each request a thread and asks no further. Here those threads only
carry: a few others do the work, one request each, and keep their database connections
between requests. So a crowd cannot take more of the processor and of the database than
was meant for it, who comes when too many wait is told so at once instead of being kept,
and what asks whether the process is well never stands in that line. Those who wait are
served in turn by who asks, so that a crowd with one key waits for itself.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from mem0site.draining import DrainingMiddleware
from mem0site.error_bodies import Problem
from mem0site.exceptions import answer
from mem0site.observing import ObservingMiddleware
from mem0site.request_id import RequestIdMiddleware

Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

ALIVE = "/healthz"
"""Speaks for the process alone, so it needs nothing that others may hold."""
PROBES = frozenset({"/readyz", "/metrics"})
WAITING_PROBES = 8
AHEAD = 4
"""Pieces of a long answer that are made before the client has taken the first."""
FULL = Problem(
    503,
    "The server has more to do than it can. Try again in a moment.",
    "overloaded",
    headers={"Retry-After": "1"},
)

logger = logging.getLogger(__name__)


class Bulkhead:
    """A WSGI application around another: `threads` requests run, `waiting` wait.

    The server around it should have some threads more than both together; with fewer,
    it is there that requests wait, and probes with them.
    """

    def __init__(self, application: Application, threads: int, waiting: int) -> None:
        self._application = application
        self._requests = Lane(application, threads, waiting)
        self._probes = Lane(application, 1, WAITING_PROBES)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"].rstrip("/")
        if path == ALIVE:
            return self._application(environ, start_response)
        lane = self._probes if path in PROBES else self._requests
        answered = lane.carry(environ, start_response).result()
        return _refused(environ, start_response) if answered is None else answered


class Lane:
    """Threads that answer requests, and the places of those that wait for them."""

    def __init__(self, application: Application, threads: int, waiting: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, "request")
        self._line = Line()
        self._free = threads + waiting
        self._places = threading.Lock()

    def carry(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Future[Iterable[bytes] | None]:
        """The answer to come; none is to come where no place is left.

        Where all are taken, one is lost by whoever has most requests waiting.
        """
        request = Request(environ, start_response)
        with self._places:
            self._line.add(request)
            crowded_out = None
            if self._free:
                self._free -= 1
            else:
                crowded_out = self._line.crowd_out(request)
        if crowded_out is not None:
            crowded_out.answered.set_result(None)
        if crowded_out is not request:
            self._threads.submit(self._serve)
        return request.answered

    def _serve(self) -> None:
        """Whose turn it is; nobody's, if one of those that waited lost its place."""
        with self._places:
            request = self._line.next()
        if request is None:
            return
        try:
            response = self._application(request.environ, request.start_response)
            _answer(response, request.answered)
        except BaseException as error:
            if request.answered.done():
                logger.exception("What follows an answer failed")
            else:
                request.answered.set_exception(error)
        finally:
            with self._places:
                self._free += 1


class Request:
    """What a web server's thread brings, and waits for."""

    def __init__(self, environ: WSGIEnvironment, start_response: StartResponse) -> None:
        self.environ, self.start_response = environ, start_response
        self.answered: Future[Iterable[bytes] | None] = Future()

    @property
    def who(self) -> str:
        """Who asks, as far as that is known before anything is looked up."""
        names = ("HTTP_AUTHORIZATION", "HTTP_COOKIE", "REMOTE_ADDR")
        return next(filter(None, map(self.environ.get, names)), "")


class Line:
    """Requests that wait: everybody's in their order, and everybody in turn."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Request]] = OrderedDict()

    def add(self, request: Request) -> None:
        """Behind the others of who asks."""
        self._waiting.setdefault(request.who, deque()).append(request)

    def next(self) -> Request | None:
        """Of who was served longest ago."""
        if not self._waiting:
            return None
        who, theirs = self._waiting.popitem(last=False)
        request = theirs.popleft()
        if theirs:
            self._waiting[who] = theirs
        return request

    def crowd_out(self, newcomer: Request) -> Request:
        """Remove the newest of who has most of them; where others have as many as who
        came last, it is the newcomer."""
        who = max(
            self._waiting, key=lambda x: (len(self._waiting[x]), x == newcomer.who)
        )
        request = self._waiting[who].pop()
        if not self._waiting[who]:
            del self._waiting[who]
        return request


def _answer(
    response: Iterable[bytes], answered: Future[Iterable[bytes] | None]
) -> None:
    """In the thread that made the response: its pieces and its end may need queries."""
    try:
        if getattr(response, "streaming", False):
            pieces = Pieces()
            answered.set_result(pieces)
            pieces.fill(response)
        else:
            answered.set_result([b"".join(response)])
    finally:
        if close := getattr(response, "close", None):
            close()


class Pieces:
    """An answer on its way from the thread that makes it to the one that sends it."""

    def __init__(self) -> None:
        self._ready: queue.Queue[bytes | BaseException | None] = queue.Queue(AHEAD)
        self._unwanted = False

    def fill(self, pieces: Iterable[bytes]) -> None:
        """Pass on every piece, then the error that ended them, if one did."""
        end: BaseException | None = None
        try:
            for piece in pieces:
                if self._unwanted:
                    break
                self._ready.put(piece)
        except BaseException as error:
            end = error
        self._ready.put(end)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._ready.get()
        if isinstance(piece, bytes):
            return piece
        self._ready.put(piece)  # whoever asks again is told the same
        raise StopIteration if piece is None else piece

    def close(self) -> None:
        """Nobody wants the rest; who makes it is not kept waiting."""
        self._unwanted = True
        while isinstance(piece := self._ready.get(), bytes):
            pass
        self._ready.put(piece)


def _refuse(request: HttpRequest) -> HttpResponse:
    return answer(request, FULL)


def _refused(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Without what needs the database: named, counted, and its body read."""
    response = _refusal(WSGIRequest(environ))
    start_response(
        f"{response.status_code} {response.reason_phrase}", list(response.items())
    )
    return list(response)


_refusal = DrainingMiddleware(RequestIdMiddleware(ObservingMiddleware(_refuse)))
