"""A loopback HTTP server of JSON routes, for one test module."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


class Answer(Exception):  # noqa: N818 - it is an answer
    """Another status than 200."""

    def __init__(self, status, body=None):
        super().__init__(status)
        self.status, self.body = status, body


class Request:
    """What a route sees: decoded path groups, query, headers, body."""

    def __init__(self, handler, groups, query, raw):
        self.groups = [unquote(group) for group in groups]
        self.every = query
        self.query = {name: found[-1] for name, found in query.items()}
        self.headers = handler.headers
        self.raw = raw

    @property
    def json(self):
        return json.loads(self.raw or b"null")

    @property
    def lines(self):
        return [json.loads(line) for line in self.raw.splitlines() if line.strip()]


class Routes:
    """`@routes("POST", r"/query")` on functions of a request that return JSON."""

    def __init__(self, headers=None):
        self.table = []
        self.headers = {"Content-Type": "application/json", **(headers or {})}

    def __call__(self, method, pattern):
        def keep(function):
            self.table.append((method, re.compile(pattern), function))
            return function

        return keep

    def find(self, method, path):
        for known, pattern, function in self.table:
            match = pattern.fullmatch(path)
            if known == method and match:
                return function, match.groups()
        raise Answer(
            404, {"error": f"no route {method} {path}", "msg": path, "code": 1}
        )


def handler_of(routes):
    """The request handler of a table of routes."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def answer(self):
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                function, groups = routes.find(self.command, parts.path)
                query = parse_qs(parts.query, keep_blank_values=True)
                status, body = 200, function(Request(self, groups, query, raw))
            except Answer as other:
                status, body = other.status, other.body
            except Exception:  # the client must hear of it, and so the test
                status, body = (
                    500,
                    {
                        "error": traceback.format_exc(),
                        "msg": traceback.format_exc(),
                        "code": 1,
                    },
                )
            sent = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            for name, value in routes.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = answer  # noqa: N815

        def log_message(self, *args):
            return

    return Handler


@contextlib.contextmanager
def serving(routes):
    """The base URL of a running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(routes))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
