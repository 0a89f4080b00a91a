"""A loopback server that speaks OpenAI's chat and embeddings protocol, with scripted answers.

The tests drive the real `openai` package against it, so a model's answer, its
faults and its attacks are all played at the wire. Replies come from a queue, else
from a callable on the request, else from `parrot`, which "extracts" what users said.

    python -m tests.openai_server --port 9100

Another process scripts it over HTTP: `POST /script` with a list of replies
(the fields of `Reply`), `GET /requests` to read what came in, `DELETE /requests`
to forget both.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import math
import re
import threading
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.openai_replies import (
    Reply,
    answer,
    fact,
    failure,
    filtered,
    refused,
    truncated,
)

__all__ = [
    "OpenAIServer",
    "Reply",
    "answer",
    "fact",
    "failure",
    "filtered",
    "refused",
    "truncated",
]

DEFAULT_DIMENSIONS = 1536


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in. Header names are lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """The text of all chat messages, one after the other."""
        contents = [message["content"] for message in self.body.get("messages", [])]
        return "\n".join(text for text in contents if isinstance(text, str))

    @property
    def texts(self) -> list[Any]:
        """The inputs of an embeddings request; one input may be a list of token ids."""
        given = self.body.get("input")
        whole = isinstance(given, str) or (given and isinstance(given[0], int))
        return [given] if whole else list(given or [])


Responder = Callable[[Request], Reply]


def messages_in(prompt: str) -> list[dict[str, Any]]:
    """The messages an extraction prompt asks about; none if it is another prompt."""
    found = re.search(r"<messages>\s*(\[.*?\])\s*</messages>", prompt, re.DOTALL)
    return json.loads(found[1]) if found else []


def parrot(request: Request) -> Reply:
    """Each user message of an extraction prompt as one fact; no categories; else
    plain words."""
    if "sort memories into categories" in request.prompt:
        return answer({"memories": []})
    messages = messages_in(request.prompt)
    if not messages:
        return Reply(text="Understood.")
    said = [item for item in messages if item["role"] == "user"]
    return answer({"facts": [fact(item["content"], [item["index"]]) for item in said]})


def embedding(text: Any, dimensions: int = DEFAULT_DIMENSIONS) -> list[float]:
    """A unit vector from hashed words: equal texts are equal, shared words are near."""
    vector = [0.0] * dimensions
    words = text if isinstance(text, list) else re.findall(r"\w+", text.casefold())
    for word in words or [""]:
        digest = hashlib.blake2b(str(word).encode(), digest_size=8).digest()
        place = int.from_bytes(digest[:7], "big") % dimensions
        vector[place] += 1.0 if digest[7] % 2 else -1.0
    length = math.hypot(*vector)
    if not length:
        vector[0] = length = 1.0
    return [value / length for value in vector]


class OpenAIServer:
    """The server. As a context manager it runs in a thread and stops at the end."""

    def __init__(self, port: int = 0, responder: Responder = parrot) -> None:
        self.responder = self._first_responder = responder
        self.requests: list[Request] = []
        self.stopping = threading.Event()
        self.keys: set[str] | None = None
        """The accepted API keys; None accepts any key that is not empty."""
        self._replies: deque[Reply] = deque()
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """The base URL a client is given, with `/v1`."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> OpenAIServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def serve_forever(self) -> None:
        """Serve in this thread until it is interrupted."""
        with self._http:
            self._http.serve_forever()

    def reply(self, *replies: Reply) -> None:
        """Queue replies; each answers one request, chat or embeddings."""
        with self._lock:
            self._replies.extend(replies)

    def reset(self) -> None:
        """As at the start: no replies queued, no requests recorded, any key good."""
        with self._lock:
            self._replies.clear()
            self.requests.clear()
        self.responder, self.keys = self._first_responder, None

    @property
    def prompts(self) -> list[str]:
        """The prompts of the chat requests so far, oldest first."""
        return [seen.prompt for seen in self.requests if "messages" in seen.body]

    def accept(self, request: Request) -> Reply | None:
        """Record the request; the reply queued for it, if any."""
        with self._lock:
            self.requests.append(request)
            return self._replies.popleft() if self._replies else None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self
        return type("Handler", (_Handler,), {"owner": owner})


class _Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, looks up what to say, says it."""

    owner: OpenAIServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent: what came in is in `OpenAIServer.requests`."""

    def do_GET(self) -> None:
        if self._path == "/requests":
            seen = [asdict(item) for item in self.owner.requests]
            return self._send_json(200, {"requests": seen})
        if self._path == "/v1/models":
            model = {"id": "stub", "object": "model", "created": 0, "owned_by": "stub"}
            return self._send_json(200, {"object": "list", "data": [model]})
        return self._unknown()

    def do_DELETE(self) -> None:
        if self._path != "/requests":
            return self._unknown()
        self.owner.reset()
        return self._send_json(200, {"requests": []})

    def do_POST(self) -> None:
        body = self._read_json()
        if self._path == "/script":
            self.owner.reply(*(Reply(**fields) for fields in body))
            return self._send_json(200, {"queued": len(body)})
        endpoints = {"/v1/chat/completions": _chat, "/v1/embeddings": _embeddings}
        endpoint = endpoints.get(self._path)
        if endpoint is None:
            return self._unknown()
        return self._model_call(endpoint, body)

    def _model_call(self, endpoint: Endpoint, body: Any) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self._path, headers, body if isinstance(body, dict) else {})
        key = headers.get("authorization", "").removeprefix("Bearer ").strip()
        queued = self.owner.accept(request)
        refusal = self._refusal(key) or _mistake(request)
        if refusal:
            return self._send(refusal, "")
        reply, content = endpoint(self.owner, request, queued)
        return self._send(reply, content)

    def _refusal(self, key: str) -> Reply | None:
        keys = self.owner.keys
        if key if keys is None else key in keys:
            return None
        return failure(401, f"Incorrect API key provided: {key}.")

    @property
    def _path(self) -> str:
        return urlsplit(self.path).path.rstrip("/")

    def _read_json(self) -> Any:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            return json.loads(data or b"{}")
        except ValueError:
            return None

    def _unknown(self) -> None:
        self._send(failure(404, f"Invalid URL ({self.command} {self._path})"), "")

    def _send_json(self, status: int, value: object) -> None:
        self._send(Reply(status=status), json.dumps(value))

    def _send(self, reply: Reply, content: str) -> None:
        if reply.hang and self.owner.stopping.wait(reply.hang):
            self.close_connection = True
            return
        text = json.dumps({"error": reply.error}) if reply.error else content
        data = (reply.raw if reply.raw is not None else text).encode()
        try:
            self._write(reply, data)
        except OSError:  # the client gave up first, as a time-out is meant to
            self.close_connection = True

    def _write(self, reply: Reply, data: bytes) -> None:
        headers = {"Content-Type": "application/json", "x-request-id": "req_stub"}
        self.send_response(reply.status)
        for name, value in (headers | reply.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for piece in _pieces(data, dripping=bool(reply.drip)):
            self.wfile.write(piece)
            self.wfile.flush()
            if reply.drip and self.owner.stopping.wait(reply.drip):
                break


Endpoint = Callable[[OpenAIServer, Request, Reply | None], tuple[Reply, str]]


def _pieces(data: bytes, *, dripping: bool) -> Iterator[bytes]:
    size = max(1, len(data) // 8) if dripping else max(1, len(data))
    for start in range(0, len(data), size):
        yield data[start : start + size]


def _mistake(request: Request) -> Reply | None:
    """What OpenAI itself would refuse about the request."""
    body = request.body
    if not body.get("model"):
        return failure(400, "you must provide a model parameter")
    if body.get("stream"):
        return failure(400, "This server does not stream.", param="stream")
    if request.path.endswith("embeddings"):
        bad = not request.texts or any(not text for text in request.texts)
        return failure(400, "'$.input' is invalid.", param="input") if bad else None
    if not body.get("messages"):
        return failure(400, "[] is too short - 'messages'", param="messages")
    return _schema_mistake(body.get("response_format") or {})


def _schema_mistake(wanted: dict[str, Any]) -> Reply | None:
    """OpenAI's rules for a strict schema: every object closed, every property required."""
    given = wanted.get("json_schema") or {}
    if wanted.get("type") != "json_schema" or not given.get("strict"):
        return None
    for node in _objects(given.get("schema")):
        required, names = set(node.get("required") or ()), set(node["properties"])
        if node.get("additionalProperties") is not False or required != names:
            detail = "strict needs closed objects with all properties required"
            return failure(400, f"Invalid schema: {detail}.", param="response_format")
    return None


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema of an object inside a schema."""
    if isinstance(node, list):
        for item in node:
            yield from _objects(item)
    if isinstance(node, dict):
        if "properties" in node and isinstance(node.get("type"), str | list):
            yield node
        for item in node.values():
            yield from _objects(item)


def _chat(
    owner: OpenAIServer, request: Request, queued: Reply | None
) -> tuple[Reply, str]:
    reply = queued or owner.responder(request)
    message = {"role": "assistant", "content": reply.text, "refusal": reply.refusal}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish_reason}
    sent, got = reply.usage or (_tokens(request.prompt), _tokens(reply.text or ""))
    usage = {"prompt_tokens": sent, "completion_tokens": got}
    body = {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": 0,
        "model": request.body["model"],
        "choices": [choice | {"logprobs": None}],
        "usage": usage | {"total_tokens": sent + got},
    }
    return reply, json.dumps(body)


def _embeddings(
    owner: OpenAIServer, request: Request, queued: Reply | None
) -> tuple[Reply, str]:
    dimensions = request.body.get("dimensions") or DEFAULT_DIMENSIONS
    packed = request.body.get("encoding_format") == "base64"
    vectors = [embedding(text, dimensions) for text in request.texts]
    values = [_packed(vector) if packed else vector for vector in vectors]
    data = [
        {"object": "embedding", "index": index, "embedding": value}
        for index, value in enumerate(values)
    ]
    used = sum(_tokens(str(text)) for text in request.texts)
    usage = {"prompt_tokens": used, "total_tokens": used}
    model = request.body["model"]
    body = {"object": "list", "model": model, "data": data, "usage": usage}
    return queued or Reply(), json.dumps(body)


def _packed(vector: list[float]) -> str:
    """Little-endian float32, as the `openai` package asks for by default."""
    return base64.b64encode(array("f", vector).tobytes()).decode()


def _tokens(text: str) -> int:
    return max(1, len(text) // 4)


@pytest.fixture
def openai_server() -> Iterator[OpenAIServer]:
    """A running server with no replies queued."""
    with OpenAIServer() as server:
        yield server


def main() -> None:
    """Serve on a fixed port until interrupted."""
    parser = argparse.ArgumentParser(description="A scripted OpenAI-compatible server")
    parser.add_argument("--port", type=int, default=9100)
    try:
        OpenAIServer(parser.parse_args().port).serve_forever()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
