"""A receiver on the loopback interface that behaves as badly as it is told to."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from mem0.ids import uuid7
from mem0.memory.types import Change, Record, Scope
from orgs.models import Membership, Role, User
from orgs.tenancy import tenant
from webhooks import http, services
from webhooks.models import Attempt, Delivery, Webhook

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
Behaviour = Callable[["Handler"], None]


@dataclass
class Request:
    """What arrived."""

    path: str
    headers: dict[str, str]
    body: str

    def json(self) -> Any:
        return json.loads(self.body)


class Handler(BaseHTTPRequestHandler):
    """Writes down the request, then does what the receiver is told to."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length).decode()
        receiver = self.server.receiver
        receiver.requests.append(Request(self.path, headers, body))
        try:
            receiver.behaviour(self)
        except OSError:
            receiver.broken.set()
        self.close_connection = True

    do_GET = do_POST  # noqa: N815  the names are the base's

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Nothing: the requests are kept."""


class Server(ThreadingHTTPServer):
    receiver: Receiver
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up, in the TLS handshake for one, is expected here."""
        self.receiver.broken.set()


def answering(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    return lambda handler: handler.answer(status, body, **headers)


@dataclass
class Receiver:
    """`release` lets a hanging answer go; `broken` says that we were hung up on."""

    host: str = "127.0.0.1"
    behaviour: Behaviour = field(default_factory=lambda: answering(200, b"thanks"))
    requests: list[Request] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    broken: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def start(self, port: int = 0) -> Server:
        server = Server((self.host, port), Handler)
        server.receiver = self
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/hook"


@pytest.fixture(autouse=True)
def loopback_is_allowed(settings: Any) -> None:
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    server = made.start()
    yield made
    made.release.set()
    server.shutdown()
    server.server_close()


def hook(api: Any, url: str, *event_types: str, name: str = "hook") -> Webhook:
    """A webhook of the project for these events (added memories)."""
    row, _ = services.create(
        api.project, name=name, url=url, event_types=event_types or ["memory_add"]
    )
    return row


def record(text: str = "Ana lives in Porto", **more: Any) -> Record:
    values = {"scope": Scope(user_id="ana"), "created_at": START, "updated_at": START}
    return Record(id=str(uuid7()), text=text, **{**values, **more})


def announce(api: Any, *changes: Change, now: dt.datetime = START) -> list[Delivery]:
    """Tell the project's webhooks of changes; the deliveries, oldest first."""
    with tenant(api.project):
        services.announce(api.project.pk, changes or [Change("ADD", record())], now=now)
        return list(Delivery.unscoped.filter(project=api.project).order_by("id"))


def attempt(api: Any, row: Delivery, now: dt.datetime = START, **options: Any) -> Any:
    """One attempt at a time that is given."""
    return services.attempt(api.project.pk, row.pk, clock=lambda: now, **options)


def fresh(api: Any, row: Any) -> Any:
    """The row as it is now."""
    with tenant(api.project):
        return type(row).unscoped.get(project=api.project, pk=row.pk)


def log(api: Any, row: Delivery) -> list[Attempt]:
    with tenant(api.project):
        return list(Attempt.unscoped.filter(delivery=row).order_by("number"))


SHORT = http.Limits(total=0.5, connect=0.4)


@pytest.fixture
def owner(acme: Any) -> User:
    """Who gets the mail; a member and a former owner do not."""
    organization = acme.project.organization
    people = []
    for name, role, active in (
        ("owner", Role.OWNER, True),
        ("member", Role.MEMBER, True),
        ("gone", Role.OWNER, False),
    ):
        user = User.objects.create_user(
            f"{name}-{uuid7()}@example.com", is_active=active
        )
        Membership.objects.create(organization=organization, user=user, role=role)
        people.append(user)
    return people[0]
