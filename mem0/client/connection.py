"""How a call becomes an answer: requests, retries and errors, without sending anything.

`Connection` writes down once what is to be done, as generators (flows): they yield a
request to send or a number of seconds to sleep, and get the response (or the error)
back. The two drivers at the end carry a flow out, one blocking and one awaiting.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
import uuid
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, TypeAlias

import httpx

from mem0.client import endpoints, failures
from mem0.client.calls import Call, T, encoded
from mem0.client.project_endpoints import Home
from mem0.client.retries import Retries
from mem0.exceptions import (
    AuthenticationError,
    ConfigurationError,
    Mem0Error,
)

Step: TypeAlias = httpx.Request | float
Flow: TypeAlias = Generator[Step, Any, T]

HOST = "https://api.mem0.ai"
TIMEOUT = 300.0
"""Seconds, as in the official client."""
MARGIN = 30.0
"""Seconds for the way, beside those that the server takes on purpose."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the API is and who asks. The key is in no `repr`."""

    host: httpx.URL
    key: str

    @classmethod
    def of(cls, api_key: str | None, host: str | None, client: Any) -> Address:
        """Arguments first, then the custom client's own address, then the environment.

        Raises `AuthenticationError` for a key that is none, `ConfigurationError` for
        a host that is none.
        """
        own = str(client.base_url) if client is not None else ""
        where = host or own or os.environ.get("MEM0_HOST") or HOST
        key = api_key or os.environ.get("MEM0_API_KEY") or ""
        return cls(_checked_host(where), _checked_key(key))

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"

    @property
    def shown(self) -> str:
        """The host as text, to put paths behind."""
        return str(self.host).rstrip("/")

    @property
    def headers(self) -> dict[str, str]:
        """What every request says. The hash of the key is what the API documents."""
        # By name: the menu shows both parts of the package, and they stand apart.
        version = import_module("mem0").__version__
        digest = hashlib.md5(self.key.encode(), usedforsecurity=False)
        return {
            "Authorization": f"Token {self.key}",
            "Mem0-User-ID": digest.hexdigest(),
            "Accept": "application/json",
            "User-Agent": f"mem0site-python/{version}",
        }


class Connection:
    """One client's way to the API."""

    def __init__(
        self,
        http: httpx.Client | httpx.AsyncClient,
        address: Address,
        asked: Mapping[str, str | None],
        retries: Retries,
        *,
        validate: bool,
    ) -> None:
        self.address, self.retries = address, retries
        self._http = http
        self._asked = asked
        self.validate = validate
        self.known: Home | None = None

    def call(self, call: Call[T]) -> Flow[T]:
        """The answer to a call; the first one is preceded by a ping."""
        if self.validate and self.known is None:
            yield from self.home()
        return (yield from self._exchange(call))

    def home(self) -> Flow[Home]:
        """The organization and the project of the key.

        Raises `AuthenticationError` for a key that the service does not know.
        """
        if self.known is None:
            body = yield from self._exchange(endpoints.ping(self._asked))
            said = body if isinstance(body, dict) else {}
            ids = [said.get(name) for name in ("org_id", "project_id")]
            if not all(ids):
                msg = f"{self.address.shown} did not say which project the key opens."
                raise Mem0Error(msg)
            self.known = Home(*map(str, ids))
        return self.known

    def _exchange(self, call: Call[T]) -> Flow[T]:
        request = self._request(call)
        done = 0
        while True:
            try:
                answer: T = yield from self._attempt(request)
                return answer
            except Mem0Error as failure:
                pause = self.retries.pause(failure, done)
                if pause is None:
                    raise
            yield pause
            done += 1

    def _attempt(self, request: httpx.Request) -> Flow[Any]:
        try:
            response = yield request
        except httpx.HTTPError as exc:
            raise failures.network_error(exc, self.address.key) from exc
        return failures.body_of(response, self.address.key)

    def _request(self, call: Call[Any]) -> httpx.Request:
        headers = dict(self.address.headers)
        content = None
        if call.body is not None:
            content = encoded(call.body)
            headers["Content-Type"] = "application/json"
        if call.writes:
            # One name for all tries of a call is what makes trying again safe.
            headers["Idempotency-Key"] = call.idempotency_key or uuid.uuid4().hex
        return self._http.build_request(
            call.method,
            self.address.shown + call.path,
            params=dict(call.query) or None,
            content=content,
            headers=headers,
            timeout=self._timeout(call),
        )

    def _timeout(self, call: Call[Any]) -> httpx.Timeout:
        own = self._http.timeout
        if not call.patience or own.read is None:
            return own
        read = max(own.read, call.patience + MARGIN)
        return httpx.Timeout(**{**own.as_dict(), "read": read})


class Connected:
    """What a client knows of its connection, whether it blocks or awaits."""

    _connection: Connection

    def __repr__(self) -> str:
        return f"{type(self).__name__}(host={self.host!r})"

    @property
    def host(self) -> str:
        """The address of the API."""
        return self._connection.address.shown

    @property
    def org_id(self) -> str | None:
        """The organization of the key, once the service was asked."""
        home = self._connection.known
        return home.org_id if home else None

    @property
    def project_id(self) -> str | None:
        """The project of the key, once the service was asked."""
        home = self._connection.known
        return home.project_id if home else None


def run(http: httpx.Client, flow: Flow[T], sleep: Any = None) -> T:
    """Carry a flow out, blocking."""
    resume = partial(next, flow)
    while True:
        try:
            step = resume()
        except StopIteration as end:
            answer: T = end.value
            return answer
        try:
            if isinstance(step, httpx.Request):
                resume = partial(flow.send, http.send(step))
            else:
                (sleep or time.sleep)(step)
                resume = partial(flow.send, None)
        except httpx.HTTPError as exc:
            resume = partial(flow.throw, exc)


async def run_async(http: httpx.AsyncClient, flow: Flow[T], sleep: Any = None) -> T:
    """Carry a flow out, awaiting."""
    resume = partial(next, flow)
    while True:
        try:
            step = resume()
        except StopIteration as end:
            answer: T = end.value
            return answer
        try:
            if isinstance(step, httpx.Request):
                resume = partial(flow.send, await http.send(step))
            else:
                await (sleep or asyncio.sleep)(step)
                resume = partial(flow.send, None)
        except httpx.HTTPError as exc:
            resume = partial(flow.throw, exc)


def _checked_host(host: str) -> httpx.URL:
    try:
        url = httpx.URL(host.strip())
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in {"http", "https"} or not url.host:
        msg = "host must be an address such as https://memory.example.com."
        raise ConfigurationError(msg)
    if url.userinfo:
        # It would take the place of the key in the one header there is for both.
        msg = "host must not contain a name and a password."
        raise ConfigurationError(msg)
    return url.copy_with(query=None, fragment=None)


def _checked_key(key: str) -> str:
    key = key.strip()
    if not key:
        msg = "There is no API key: pass api_key, or set MEM0_API_KEY."
        raise AuthenticationError(msg, error_code="missing_api_key")
    if not (key.isascii() and key.isprintable() and " " not in key):
        # A header cannot carry it, and the error of the header would show it.
        msg = "The API key has characters that no key has."
        raise AuthenticationError(msg)
    return key
