"""A mem0 account is read with its key, shown, and imported without it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from memories.archive import accounts, services
from orgs.secrets import unseal
from orgs.tenancy import tenant
from tests.archive.conftest import transfers
from tests.dashboard.conftest import BACKEND
from tests.dashboard.test_transfers import carry_out
from tests.memories.worker import work

KEY = "m0-account-key-of-the-test"


def memory(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"0f0e0d0c-0b0a-4908-8706-{number:012}",
        "memory": f"Plays instrument {number}.",
        "user_id": "ana",
        "metadata": {"n": number},
        "categories": ["music"],
        "created_at": "2024-01-02T03:04:05Z",
        "updated_at": "2024-02-02T03:04:05Z",
        **more,
    }


def change(number: int, event: str) -> dict[str, Any]:
    return {
        "id": f"{event}-{number}",
        "memory_id": memory(number)["id"],
        "event": event,
        "old_memory": None if event == "ADD" else f"Wants instrument {number}.",
        "new_memory": f"{event}: instrument {number}.",
        "created_at": "2024-01-02T03:04:05Z",
        "updated_at": f"2024-0{1 + (event == 'UPDATE')}-02T03:04:05Z",
    }


class Account:
    """What the account has, page by page, and what it was asked."""

    def __init__(self) -> None:
        self.pages: list[Any] = [[memory(1), memory(2)], [memory(2), memory(3)]]
        self.status = 200
        self.keys: list[str] = []
        self.url = ""
        self.asked: list[int] = []
        self.allowed = 1_000

    def history(self, path: str) -> tuple[int, Any]:
        """Memory 3 went meanwhile; after some requests the plan is used up."""
        number = int(path.split("/")[3].rpartition("-")[2])
        if len(self.asked) >= self.allowed:
            return 429, {"detail": "Slowly."}
        self.asked.append(number)
        if number == 3:
            return 404, {"error": "Memory not found!"}
        return 200, [change(number, "ADD"), change(number, "UPDATE")]

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        number = int(parse_qs(urlsplit(path).query).get("page", ["1"])[0])
        if self.status != 200:
            return self.status, {"detail": "The account says no."}
        more = f"{self.url}?page={number + 1}" if self.pages[number:] else None
        return 200, {"count": 3, "next": more, "results": self.pages[number - 1]}


@pytest.fixture
def account(settings) -> Iterator[Account]:
    made = Account()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.say(*made.answer(self.path))

        def do_GET(self) -> None:
            self.say(*made.history(self.path))

        def say(self, status: int, body: Any) -> None:
            made.keys.append(self.headers["Authorization"])
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def begin(person, account, status: int = 302, **typed):
    asked = {"api_key": KEY, "host": account.url, **typed}
    return person.send(person.url("transfers-account"), status, **asked)


def changes(person) -> list[tuple[str, str]]:
    """What is known of the changes that came along."""
    with tenant(person.project):
        rows = person.project.history.filter(new_memory__contains=": instrument")
        return sorted(rows.values_list("event", "new_memory"))


def payloads(person) -> list[dict[str, Any]]:
    with tenant(person.project):
        return list(person.project.jobs.values_list("payload", flat=True))


def test_an_account_is_read_shown_and_imported(
    owner, account, monkeypatch, capfd, caplog
):
    monkeypatch.setattr(accounts, "SLICE", 0.0)  # a step for each page
    page = owner.see(begin(owner, account)["Location"])
    assert "waiting" in page or "Reading" in page
    (payload,) = payloads(owner)
    assert KEY not in str(payload)
    assert unseal(payload["key"]) == KEY
    work(owner.project)
    (row,) = transfers(owner.project)
    assert row.progress["done"] == 2
    carry_out(owner)
    url = owner.url("transfers-transfer", row.pk)
    page = owner.see(url)
    assert f"the mem0 account at {account.url}" in page
    assert "What would happen" in page
    assert "Import what was read" in page
    assert account.keys == [f"Token {KEY}"] * 2
    assert payloads(owner) == [{}]
    with tenant(owner.project):
        assert not owner.project.memories.exists()

    account.status = 500  # it is asked no more
    answer = owner.send(owner.url("transfers-carry-out", row.pk))
    carry_out(owner)
    assert "What came of it" in owner.see(answer["Location"])
    with tenant(owner.project):
        found = list(owner.project.memories.order_by("text"))
    assert [each.text for each in found] == [
        f"Plays instrument {n}." for n in (1, 2, 3)
    ]
    assert found[2].metadata == {"n": 3}
    assert found[0].created_at.year == 2024
    assert "not kept any more" in owner.see(url)
    back = owner.send(owner.url("transfers-carry-out", row.pk))["Location"]
    assert "Read it again" in owner.see(back)
    said = "".join(capfd.readouterr()) + caplog.text
    assert KEY not in said
    log = owner.see(owner.url("audit"))
    assert "import started" in log
    assert KEY not in log


def test_histories_come_along_where_they_are_asked_for(owner, account, monkeypatch):
    assert "one more request for each memory" in owner.see(
        owner.url("transfers-account")
    )
    monkeypatch.setattr(accounts, "SLICE", 0.0)  # a step for each request
    begin(owner, account, history="on")
    work(owner.project)
    work(owner.project)
    (row,) = transfers(owner.project)
    url = owner.url("transfers-transfer", row.pk)
    assert "Reading: 3 of 6 rows" in owner.see(url)
    carry_out(owner)
    assert account.asked == [1, 2, 2, 3]
    assert f"the mem0 account at {account.url}, with histories" in owner.see(url)
    assert set(account.keys) == {f"Token {KEY}"}
    assert payloads(owner) == [{}]
    owner.send(owner.url("transfers-carry-out", row.pk))
    carry_out(owner)
    assert changes(owner) == [
        (event, f"{event}: instrument {n}.")
        for event in ("ADD", "UPDATE")
        for n in (1, 2)
    ]
    with tenant(owner.project):
        assert owner.project.memories.count() == 3


def test_what_a_plan_let_through_is_kept_and_the_rest_waits(owner, account):
    account.allowed = 1
    begin(owner, account, history="on")
    for allowed in (1, 3):
        account.allowed = allowed
        with tenant(owner.project):
            owner.project.jobs.update(run_at=timezone.now())
        work(owner.project)
        assert len(account.asked) == allowed
    account.allowed = 1_000
    with tenant(owner.project):
        owner.project.jobs.update(run_at=timezone.now())
    carry_out(owner)
    assert account.asked == [1, 2, 2, 3]
    (row,) = transfers(owner.project)
    assert row.report["kinds"]["history"]["new"] == 4


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ({"detail": "no"}, "no list of changes"),
        ([{"id": 1, "created_at": "2024-01-02T03:04:05Z"}], "event is missing"),
    ],
)
def test_what_is_no_history_is_told(owner, account, monkeypatch, history, said):
    monkeypatch.setattr(account, "history", lambda path: (200, history))
    url = begin(owner, account, history="on")["Location"]
    carry_out(owner)
    assert said in owner.see(url)
    assert payloads(owner) == [{}]


def test_a_page_of_more_than_was_asked_for_has_no_histories(owner, account):
    account.pages = [[memory(n) for n in range(1_001)]]
    url = begin(owner, account, history="on")["Location"]
    carry_out(owner)
    assert "more than 1000 memories" in owner.see(url)
    assert account.asked == []


@pytest.mark.parametrize(
    ("status", "pages", "said"),
    [
        (401, [[]], "The account says no."),
        (200, [[]], "it has no memories"),
        (200, ["text"], "no list of memories"),
        (200, [[memory(1, memory="")]], "it has no text"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_key_forgotten(
    owner, account, status, pages, said
):
    account.status, account.pages = status, pages
    url = begin(owner, account)["Location"]
    carry_out(owner)
    page = owner.see(url)
    assert "failed" in page
    assert said in page
    assert "Import what was read" not in page
    assert payloads(owner) == [{}]
    with tenant(owner.project):
        assert not owner.project.transfer_pieces.exists()


def test_a_failure_that_may_pass_is_tried_again_and_then_told(owner, account):
    account.status = 503
    url = begin(owner, account)["Location"]
    for _ in range(4):
        assert "hx-get" in owner.see(url)
        with tenant(owner.project):
            owner.project.jobs.update(run_at=timezone.now())
        work(owner.project)
    assert "The account could not be read" in owner.see(url)
    assert len(account.keys) == 4
    assert payloads(owner) == [{}]


def test_an_address_inside_is_refused_when_typed_and_when_reached(
    owner, account, settings
):
    url = begin(owner, account)["Location"]
    settings.OUTBOUND_ALLOWED_HOSTS = []
    carry_out(owner)
    assert "The account could not be read" in owner.see(url)
    for host, said in (
        (account.url, "must start with https"),
        ("https://127.0.0.1", "private or local"),
        ("https://169.254.169.254/latest", "private or local"),
        ("https://u:p@example.org", "user name or password"),
        ("nonsense", "complete URL"),
    ):
        page = begin(owner, account, 422, host=host).content.decode()
        assert said in page
        assert KEY not in page
    assert account.keys == []


@pytest.mark.parametrize("key", ["", " ", "two words", "schlüssel"])
def test_a_key_that_cannot_be_one_is_refused(owner, account, key, monkeypatch):
    monkeypatch.setenv("MEM0_API_KEY", "m0-of-the-server")
    begin(owner, account, 422, api_key=key)
    assert transfers(owner.project) == []


def test_the_key_of_a_worker_that_died_goes_with_the_sweep(owner, account):
    begin(owner, account)
    with tenant(owner.project):
        owner.project.jobs.update(status="dead")
    services.purge()
    assert payloads(owner) == [{}]


def test_a_session_that_ran_out_keeps_the_address_and_not_the_key(owner, account):
    owner.browser.logout()
    begin(owner, account, host="https://memory.example.com")
    owner.browser.force_login(owner.user, backend=BACKEND)
    page = owner.see(owner.url("transfers-account"))
    assert "https://memory.example.com" in page
    assert KEY not in page


def test_only_who_may_change_the_project_imports(owner, reader, stranger, account):
    url = begin(owner, account)["Location"]
    carry_out(owner)
    (row,) = transfers(owner.project)
    page = reader.see(url)
    assert "What would happen" in page
    assert "Import what was read" not in page
    reader.see(reader.url("transfers-account"), 403)
    reader.send(reader.url("transfers-carry-out", row.pk), 403)
    stranger.send(stranger.url("transfers-carry-out", row.pk), 404)
