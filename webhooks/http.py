"""The one door out: every request to an address that a customer named.

The guard sits where the connection is made. It resolves the name once, refuses the
host when any of its addresses is not public, and connects to the very address it
checked, so that neither a redirect nor a resolver that changes its mind gets past.
TLS still verifies the name. Redirects are not followed, proxies of the environment
not asked, and a request as a whole has a time and a size.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Any

import httpcore2
import httpx2

from mem0.exceptions import NetworkError
from webhooks.addresses import check_url, may_connect

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port → addresses, best first. Raises OSError."""

CONNECTED = 4
"""Addresses of one host that are tried."""


class OutboundError(NetworkError):
    """The address could not be reached."""

    code = "outbound_error"


class UnreachableError(OutboundError):
    """No connection could be made."""

    code = "unreachable"


class ForbiddenAddressError(UnreachableError):
    """The host has an address that is not public."""

    code = "forbidden_address"


class TooLargeError(OutboundError):
    """The answer is larger than allowed."""

    code = "answer_too_large"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the whole request and for connecting; bytes of the answer's body."""

    total: float = 15.0
    connect: float = 5.0
    body: int = 4096


LIMITS = Limits()
DOWNLOAD = Limits(total=30.0, body=20 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is as sent, never decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool


def resolve_by_system(host: str, port: int) -> Sequence[str]:
    """The addresses the operating system finds."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Deadline:
    """Ends a connection when the time is up, whatever it is doing.

    A timeout of a socket only bounds one read: who sends a byte a second never
    breaks it. Shutting the socket down from a second thread ends all waiting.
    """

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self.expired = False

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def remaining(self) -> float:
        """Seconds left; a little more than nothing when they are used up."""
        return max(self._ends - time.monotonic(), 0.001)

    def watch(self, connected: socket.socket) -> None:
        """Shut this connection down at the end. TLS takes the socket over, so a
        duplicate is kept: both name one connection."""
        with self._lock:
            if self._socket is not None:
                self._socket.close()
            self._socket = connected.dup()
            if self.expired:
                _shut(self._socket)

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            if self._socket is not None:
                _shut(self._socket)


class GuardedBackend(httpcore2.SyncBackend):
    """Connects to public addresses only."""

    def __init__(self, resolve: Resolver, deadline: Deadline | None = None) -> None:
        self._resolve, self._deadline = resolve, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to one of the host's addresses, all of them checked."""
        ends = time.monotonic() + (5.0 if timeout is None else timeout)
        addresses = self._look_up(host, port, ends - time.monotonic())
        if not may_connect(host, addresses):
            raise ForbiddenAddressError(
                f"The host {host} has an address that is not public."
            )
        options = list(socket_options or ())
        for number, address in enumerate(addresses[:CONNECTED], 1):
            left = max(ends - time.monotonic(), 0.001)
            try:
                stream = super().connect_tcp(
                    address, port, left, local_address, options
                )
            except httpcore2.ConnectError:
                if number == len(addresses[:CONNECTED]):
                    raise
            else:
                if self._deadline is not None:
                    self._deadline.watch(stream.get_extra_info("socket"))
                return stream
        raise UnreachableError(f"The host name {host} has no address.")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Never: a path is not a public address."""
        raise ForbiddenAddressError

    def _look_up(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """The resolver has no timeout of its own, so it is waited for from outside."""
        found: queue.SimpleQueue[Sequence[str] | None] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                found.put(list(self._resolve(host, port)))
            except (OSError, UnicodeError):
                found.put(None)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            addresses = found.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            addresses = None
        if not addresses:
            raise UnreachableError(f"The host name {host} does not resolve.")
        return addresses


class GuardedTransport(httpx2.HTTPTransport):
    """The usual transport over the guarded backend."""

    def __init__(
        self,
        resolve: Resolver = resolve_by_system,
        deadline: Deadline | None = None,
        keep_alive: int = 20,
    ) -> None:
        super().__init__(verify=tls())
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls(),
            max_connections=100,
            max_keepalive_connections=keep_alive,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(resolve, deadline),
        )


@lru_cache(maxsize=1)
def tls() -> ssl.SSLContext:
    """One context for all: reading the certificates takes longer than a request."""
    return httpx2.create_ssl_context()


def client(
    timeout: float = 60.0, resolve: Resolver = resolve_by_system
) -> httpx2.Client:
    """A client to lend to a library (an SDK of a language model). The guard holds
    for it too; time is bounded per read, as the library sets it."""
    return _client(GuardedTransport(resolve), timeout, LIMITS.connect)


def post(
    url: str,
    content: bytes,
    headers: Mapping[str, str],
    limits: Limits = LIMITS,
    resolve: Resolver = resolve_by_system,
) -> Answer:
    """Send; the answer's body is cut at the limit. Raises `OutboundError`, or
    `ValidationError` for a URL that is not allowed."""
    return _request("POST", url, content, headers, limits, resolve)


def fetch(
    url: str,
    limits: Limits = DOWNLOAD,
    resolve: Resolver = resolve_by_system,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Get something whole, such as an image. Raises as `post` does, and
    `TooLargeError` rather than to cut."""
    answer = _request("GET", url, None, headers or {}, limits, resolve)
    if answer.truncated:
        raise TooLargeError(f"The answer has more than {limits.body} bytes.")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise OutboundError("The answer is compressed although that was not asked for.")
    return answer


def _client(
    transport: GuardedTransport, timeout: float, connect: float
) -> httpx2.Client:
    return httpx2.Client(
        transport=transport,
        timeout=httpx2.Timeout(timeout, connect=connect),
        trust_env=False,
        follow_redirects=False,
    )


def _request(
    method: str,
    url: str,
    content: bytes | None,
    headers: Mapping[str, str],
    limits: Limits,
    resolve: Resolver,
) -> Answer:
    target = check_url(url)
    sent = {"accept-encoding": "identity", **headers}
    with Deadline(limits.total) as deadline:
        transport = GuardedTransport(resolve, deadline, keep_alive=0)
        try:
            with (
                _client(transport, limits.total, limits.connect) as opened,
                opened.stream(
                    method, target, content=content, headers=sent
                ) as response,
            ):
                body, truncated = _read(response, limits.body)
        except httpx2.HTTPError as exc:
            raise _named(exc, deadline, limits) from exc
        if deadline.expired and not truncated:
            raise OutboundError(_late(limits))
    return Answer(response.status_code, response.headers, body, truncated)


def _read(response: httpx2.Response, most: int) -> tuple[bytes, bool]:
    """At most so many bytes as sent, and whether there were more."""
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > most:
            return bytes(body[:most]), True
    return bytes(body), False


def _named(exc: httpx2.HTTPError, deadline: Deadline, limits: Limits) -> OutboundError:
    if deadline.expired or isinstance(exc, httpx2.ReadTimeout | httpx2.WriteTimeout):
        return OutboundError(_late(limits))
    if isinstance(exc, httpx2.ConnectTimeout):
        return UnreachableError(
            f"No connection could be made within {limits.connect:g} seconds."
        )
    if isinstance(exc, httpx2.ConnectError):
        return UnreachableError(f"No connection could be made: {exc}")
    return OutboundError(f"The connection broke off: {exc}")


def _late(limits: Limits) -> str:
    return f"There was no complete answer within {limits.total:g} seconds."


def _shut(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already
