from __future__ import annotations

import gzip
import socket

import pytest

from mem0.exceptions import ValidationError
from tests.webhooks.conftest import SHORT, Handler, Receiver, answering
from webhooks import http

BIG = 100 * 1024 * 1024


class Names:
    """A resolver whose answers are given, one after another; the last one stays."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def post(url: str, **options) -> http.Answer:
    return http.post(url, b"{}", {}, **options)


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.receiver.release.wait(0.05):
        handler.wfile.write(b".")


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
    while not handler.server.receiver.release.wait(0.05):
        handler.wfile.write(b".")


def hang(handler: Handler) -> None:
    handler.server.receiver.release.wait(20)


def flood(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", str(BIG))
    handler.end_headers()
    for _ in range(BIG // 65536):
        handler.wfile.write(b"x" * 65536)


def test_it_brings_the_answer(receiver):
    answer = post(receiver.url)
    assert (answer.status, answer.body, answer.truncated) == (200, b"thanks", False)


def test_a_body_is_read_up_to_the_limit_and_the_connection_closed(receiver):
    receiver.behaviour = flood
    answer = post(receiver.url)
    assert (len(answer.body), answer.truncated) == (4096, True)
    assert receiver.broken.wait(5)  # the sender could not send it all


def test_a_download_that_is_too_large_is_an_error(receiver):
    receiver.behaviour = flood
    with pytest.raises(http.TooLargeError):
        http.fetch(receiver.url, http.Limits(body=100_000))


def test_a_compressed_answer_is_never_unpacked(receiver):
    bomb = gzip.compress(b"\0" * 10_000_000)
    receiver.behaviour = answering(200, bomb, content_encoding="gzip")
    assert post(receiver.url).body == bomb[:4096]
    assert receiver.requests[0].headers["accept-encoding"] == "identity"
    with pytest.raises(http.OutboundError, match="compressed"):
        http.fetch(receiver.url)


@pytest.mark.parametrize("behaviour", [hang, drip, drip_headers])
def test_who_takes_too_long_is_hung_up_on(receiver, behaviour):
    receiver.behaviour = behaviour
    with pytest.raises(http.OutboundError, match=r"within 0\.5 seconds"):
        post(receiver.url, limits=SHORT)
    if behaviour is not hang:
        assert receiver.broken.wait(5)


def test_a_handshake_that_never_ends_is_given_up(receiver):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(http.OutboundError):
            post(url, limits=SHORT)


def test_nobody_there_is_told_apart_from_a_bad_answer():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(http.UnreachableError):
        post(f"http://127.0.0.1:{port}/")


def test_a_connection_that_breaks_off_is_an_error(receiver):
    receiver.behaviour = lambda handler: None
    with pytest.raises(http.OutboundError, match="broke off") as caught:
        post(receiver.url)
    assert not isinstance(caught.value, http.UnreachableError)


def test_a_redirect_is_not_followed(receiver):
    receiver.behaviour = answering(302, location=f"{receiver.url}/inner")
    assert post(receiver.url).status == 302
    assert len(receiver.requests) == 1


def test_proxies_of_the_environment_are_not_asked(receiver, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert post(receiver.url).status == 200


def test_a_name_that_resolves_inside_is_refused(receiver, settings):
    settings.OUTBOUND_ALLOWED_HOSTS = []
    url = f"https://inner.example.com:{receiver.port}/"
    with pytest.raises(http.ForbiddenAddressError):
        post(url, resolve=Names(["127.0.0.1"]))
    with pytest.raises(http.ForbiddenAddressError):
        post(url, resolve=Names(["93.184.216.34", "127.0.0.1"]))
    assert receiver.requests == []


def test_a_name_that_changes_its_address_reaches_only_the_checked_one(settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.2"]
    outer, inner = Receiver(host="127.0.0.2"), Receiver()
    servers = [outer.start(), inner.start(outer.port)]
    names = Names(["127.0.0.2"], ["127.0.0.1"])
    with http.client(resolve=names) as client:
        url = f"http://rebinding.example.com:{outer.port}/"
        assert client.get(url, headers={"connection": "close"}).status_code == 200
        assert names.asked == 1
        with pytest.raises(http.ForbiddenAddressError):
            client.get(url)
    for server in servers:
        server.shutdown()
        server.server_close()
    assert len(outer.requests) == 1
    assert inner.requests == []


def test_the_client_for_libraries_follows_no_redirect_inside(receiver):
    receiver.behaviour = answering(307, location="http://169.254.169.254/latest/")
    with http.client() as client:
        assert client.get(receiver.url).status_code == 307
        with pytest.raises(http.ForbiddenAddressError):
            client.get(receiver.url, follow_redirects=True)


def test_a_second_address_is_tried_when_the_first_does_not_answer(receiver, settings):
    settings.OUTBOUND_ALLOWED_HOSTS = ["two.example.com"]
    url = f"http://two.example.com:{receiver.port}/"
    assert post(url, resolve=Names(["127.0.0.9", "127.0.0.1"])).status == 200


def test_a_resolver_that_fails_or_hangs_is_an_error(receiver):
    def failing(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "unknown")

    def hanging(host: str, port: int) -> list[str]:
        receiver.release.wait(20)
        return ["127.0.0.1"]

    for resolve in (failing, hanging):
        with pytest.raises(http.UnreachableError, match="does not resolve"):
            post("https://example.com/", resolve=resolve, limits=SHORT)


def test_a_url_that_is_not_allowed_is_not_resolved():
    names = Names(["127.0.0.1"])
    with pytest.raises(ValidationError):
        post("https://localhost/", resolve=names)
    assert names.asked == 0
