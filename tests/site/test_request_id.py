"""Every request has a name that the client, the answer and the logs share."""

from __future__ import annotations

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from mem0site.request_id import RequestIdMiddleware, accept, request_id


@pytest.mark.parametrize("given", ["abc", "3f-9:x/y", "!" * 200])
def test_a_sane_name_is_kept(given: str) -> None:
    assert accept(given) == given


@pytest.mark.parametrize("given", [None, "", "x" * 201, "a b", "a\nb", "é", "a\x7f"])
def test_any_other_name_is_replaced(given: str | None) -> None:
    made = accept(given)
    assert made != given
    assert len(made) == 32
    assert accept(given) != made


def test_the_name_is_on_the_request_the_answer_and_the_logs() -> None:
    seen: list[object] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request_id(request))
        seen.append(structlog.contextvars.get_contextvars()["request_id"])
        seen.append(request_id(None))
        return HttpResponse("ok")

    request = RequestFactory().get("/", headers={"X-Request-ID": "from-client"})
    response = RequestIdMiddleware(view)(request)
    assert seen == ["from-client"] * 3
    assert response.headers["X-Request-ID"] == "from-client"
    assert "request_id" not in structlog.contextvars.get_contextvars()
