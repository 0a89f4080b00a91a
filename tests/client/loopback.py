"""A server that answers what it was told to, right or wrong, one after the other."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PING = {"status": "ok", "org_id": "org", "project_id": "project", "user_email": "us"}


@dataclass
class Answer:
    """One answer; a body that is no bytes is sent as JSON.

    `missing` leaves out so many bytes of what was promised, `never` answers nothing.
    """

    status: int = 200
    body: object = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0
    never: bool = False


@dataclass
class Asked:
    method: str
    path: str
    headers: Message
    body: object


class Loopback:
    """Listens on 127.0.0.1 and keeps what it was asked."""

    def __init__(self):
        self.answers, self.asked = [], []
        self.closing = threading.Event()
        handler = type("Handler", (_Handler,), {"owner": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()

    @property
    def host(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def says(self, *answers):
        self.answers += answers

    def close(self):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: Loopback
    protocol_version = "HTTP/1.1"

    def _handle(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.owner.asked.append(Asked(self.command, self.path, self.headers, body))
        self._answer(self.owner.answers.pop(0))

    def _answer(self, answer):
        if answer.never:
            self.close_connection = True
            self.owner.closing.wait()
            return
        raw = answer.body
        if not isinstance(raw, bytes):
            raw = json.dumps(raw).encode()
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw[: len(raw) - answer.missing])
        self.close_connection = bool(answer.missing)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

    def log_message(self, format, *args):  # noqa: A002  the base class names it
        """Tests read `asked`, not the log."""
