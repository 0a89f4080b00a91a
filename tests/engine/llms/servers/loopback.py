"""A loopback HTTP server that is told what to answer and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Header names are lower case; a body that is not JSON is text."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer: a body, made JSON unless it is text."""

    body: Any = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    """Say nothing until the server stops."""


Responder = Callable[[Request], Reply]


class Loopback:
    """As a context manager it runs in a thread; replies are queued, else made."""

    def __init__(self, responder: Responder | None = None) -> None:
        self.responder = responder
        self.requests: list[Request] = []
        self.replies: deque[Reply] = deque()
        self.stopping = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def answer(self, request: Request) -> Reply:
        """The next reply."""
        self.requests.append(request)
        if self.replies:
            return self.replies.popleft()
        assert self.responder, f"unexpected {request.method} {request.path}"
        return self.responder(request)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def _serve(self) -> None:
                reply = server.answer(_read(self))
                if reply.hang:
                    server.stopping.wait()
                    self.close_connection = True
                    return
                _write(self, reply)

            do_GET = _serve  # noqa: N815  # the names are http.server's
            do_POST = _serve  # noqa: N815

        return Handler


def _read(handler: BaseHTTPRequestHandler) -> Request:
    raw = handler.rfile.read(int(handler.headers.get("content-length") or 0))
    where = urlsplit(handler.path)
    try:
        body = json.loads(raw) if raw else None
    except ValueError:
        body = raw.decode()
    headers = {name.lower(): value for name, value in handler.headers.items()}
    path = unquote(where.path)
    return Request(handler.command, path, parse_qs(where.query), headers, body)


def _write(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    plain = isinstance(reply.body, str)
    body = reply.body if plain else json.dumps(reply.body)
    sent = body.encode()
    handler.send_response(reply.status)
    headers = {"content-type": "application/json", **reply.headers}
    for name, value in {**headers, "content-length": str(len(sent))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(sent)
