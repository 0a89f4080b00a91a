"""Whatever goes wrong, the client gets one shape of JSON, and no secrets."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError as DjangoValidationError,
)
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from rest_framework import exceptions as drf, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from mem0 import exceptions as ours
from mem0site.exceptions import handle, is_api
from mem0site.parsers import StrictJSONParser
from mem0site.renderers import JSONRenderer

SECRET = "hunter2"


def answer(exc: Exception) -> Response:
    request = APIRequestFactory().get("/v1/memories/")
    request.request_id = "req-1"  # type: ignore[attr-defined]  # the middleware's
    return handle(exc, {"request": Request(request), "view": None})


def test_our_errors_carry_their_status_sentence_and_code() -> None:
    response = answer(ours.ConflictError("Taken."))
    assert response.status_code == 409
    assert response.data == {
        "detail": "Taken.",
        "error": "Taken.",
        "code": "conflict",
        "request_id": "req-1",
    }


def test_the_hosted_body_comes_first() -> None:
    wire = {"message": "Invalid entity type", "error": "Bad type"}
    response = answer(ours.ValidationError("No such type.", details={"wire": wire}))
    assert list(response.data)[:2] == ["message", "error"]
    assert response.data["message"] == "Invalid entity type"
    assert response.data["error"] == "Bad type"
    assert response.data["detail"] == "No such type."


def test_a_wire_detail_that_is_no_string_is_not_sent() -> None:
    details = {"wire": {"detail": ["a"]}}
    assert answer(ours.ValidationError("x", details=details)).data["detail"] == "x"


def test_only_safe_details_are_sent() -> None:
    details = {"field": "user_id", "operator": "gt", "body": SECRET}
    data = answer(ours.FilterError("No.", details=details)).data
    assert data["details"] == {"field": "user_id", "operator": "gt"}
    assert SECRET not in str(data)


def test_a_401_says_how_to_authenticate() -> None:
    for exc in (
        ours.AuthenticationError(),
        drf.AuthenticationFailed("Bad key."),
        drf.NotAuthenticated(),
    ):
        response = answer(exc)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Token"
        assert response.data["code"] == "authentication_failed"


@pytest.mark.parametrize(
    ("exc", "seconds"),
    [
        (ours.RateLimitError(debug_info={"retry_after": 12}), "12"),
        (ours.RateLimitError(debug_info={"retry_after": 0.2}), "1"),
        (ours.RateLimitError(), "1"),
        (ours.UnavailableError(), "1"),
        (drf.Throttled(wait=7.4), "8"),
        (OperationalError("canceling statement due to statement timeout"), "1"),
    ],
    ids=repr,
)
def test_a_client_that_must_wait_is_told_how_long(exc: Exception, seconds: str) -> None:
    assert answer(exc).headers["Retry-After"] == seconds


def test_the_state_of_the_rate_limit_is_in_the_headers() -> None:
    info = {"retry_after": 3, "x_ratelimit_limit": 100, "x_ratelimit_remaining": 0}
    headers = answer(ours.RateLimitError(debug_info=info)).headers
    assert headers["X-RateLimit-Limit"] == "100"
    assert headers["X-RateLimit-Remaining"] == "0"


@pytest.mark.parametrize(
    ("exc", "status_code", "code"),
    [
        (Http404("no row of Memory"), 404, "not_found"),
        (PermissionDenied(SECRET), 403, "permission_denied"),
        (drf.PermissionDenied(), 403, "permission_denied"),
        (drf.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (drf.UnsupportedMediaType("text/x"), 415, "unsupported_media_type"),
        (drf.ParseError("bad"), 400, "invalid_json"),
        (RequestDataTooBig(SECRET), 413, "payload_too_large"),
        (SuspiciousOperation(SECRET), 400, "invalid_input"),
        (OperationalError(SECRET), 503, "unavailable"),
        (InterfaceError(SECRET), 503, "unavailable"),
        (DataError(SECRET), 400, "invalid_input"),
        (IntegrityError(SECRET), 409, "conflict"),
        (RuntimeError(SECRET), 500, "internal_error"),
        (KeyError(SECRET), 500, "internal_error"),
    ],
    ids=repr,
)
def test_every_exception_has_its_status_and_keeps_its_secrets(
    exc: Exception, status_code: int, code: str
) -> None:
    response = answer(exc)
    assert (response.status_code, response.data["code"]) == (status_code, code)
    assert isinstance(response.data["detail"], str)
    assert response.data["error"] == response.data["detail"]
    assert response.data["request_id"] == "req-1"
    assert SECRET not in str(response.data)


def test_field_errors_become_sentences_and_stay_readable_by_field() -> None:
    exc = drf.ValidationError(
        {
            "url": ["Enter a valid URL."],
            "non_field_errors": ["Too much."],
            "messages": [{"role": ["Required."]}],
        }
    )
    data = answer(exc).data
    assert data["detail"] == (
        "url: Enter a valid URL. Too much. messages[0].role: Required."
    )
    assert data["errors"]["url"] == ["Enter a valid URL."]
    assert data["code"] == "invalid_input"


def test_a_list_of_errors_becomes_one_sentence() -> None:
    assert answer(drf.ValidationError(["One.", "Two."])).data["detail"] == "One. Two."


def test_django_validation_errors_read_the_same() -> None:
    data = answer(DjangoValidationError({"name": ["Taken."]})).data
    assert data["detail"] == "name: Taken."
    assert data["errors"] == {"name": ["Taken."]}
    assert answer(DjangoValidationError("Plain.")).data["detail"] == "Plain."


def test_an_accident_is_logged_with_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, logger="mem0site.exceptions"):
        answer(RuntimeError("broken"))
    (record,) = caplog.records
    assert record.exc_info
    assert record.getMessage() == "GET /v1/memories/ failed with 500: RuntimeError"


def test_an_expected_error_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    answer(ours.ValidationError("x"))
    assert not caplog.records


class Echo(APIView):
    authentication_classes = ()
    permission_classes = ()
    parser_classes = (StrictJSONParser,)
    renderer_classes = (JSONRenderer,)

    def get_exception_handler(self) -> Callable[..., Response]:
        return handle

    def post(self, request: Request) -> Response:
        return Response(request.data, status=status.HTTP_200_OK)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def too_big(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig(SECRET)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(SECRET)


urlpatterns = [
    path("v1/echo/", Echo.as_view()),
    *(
        path(f"{prefix}{name}/", view)
        for prefix in ("v1/", "pages/")
        for name, view in (("broken", broken), ("big", too_big), ("no", forbidden))
    ),
]
handler400 = "mem0site.exceptions.bad_request"
handler403 = "mem0site.exceptions.permission_denied"
handler404 = "mem0site.exceptions.page_not_found"
handler500 = "mem0site.exceptions.server_error"


@pytest.fixture
def client() -> Any:
    with override_settings(
        ROOT_URLCONF=sys.modules[__name__],
        MIDDLEWARE=["mem0site.request_id.RequestIdMiddleware"],
        DEBUG=False,
        ALLOWED_HOSTS=["testserver"],
    ):
        yield Client(raise_request_exception=False)


def test_a_body_that_is_no_json_is_a_400_in_our_shape(client: Client) -> None:
    response = client.post("/v1/echo/", b"{nope", content_type="application/json")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert body["code"] == "invalid_json"
    assert body["request_id"] == response.headers["X-Request-ID"]


def test_ten_megabytes_are_a_413(client: Client) -> None:
    body = json.dumps({"messages": "x" * 10_000_000})
    response = client.post("/v1/echo/", body, content_type="application/json")
    assert response.status_code == 413
    assert response.json()["code"] == "payload_too_large"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_another_media_type_is_a_415(client: Client, kind: str) -> None:
    response = client.post("/v1/echo/", b"a=1", content_type=kind)
    assert response.status_code == 415
    assert "Content-Type: application/json" in response.json()["detail"]


@pytest.mark.parametrize(
    ("name", "status_code"), [("broken", 500), ("big", 413), ("no", 403), ("none", 404)]
)
def test_errors_outside_of_the_framework_are_json_on_api_paths(
    client: Client, name: str, status_code: int
) -> None:
    response = client.get(f"/v1/{name}/")
    assert response.status_code == status_code
    body = response.json()
    assert body["detail"] == body["error"]
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "status_code"), [("broken", 500), ("big", 413), ("no", 403), ("none", 404)]
)
def test_the_same_errors_are_pages_elsewhere(
    client: Client, name: str, status_code: int
) -> None:
    response = client.get(f"/pages/{name}/")
    assert response.status_code == status_code
    assert response.headers["Content-Type"].startswith("text/html")
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"authorization": "Token m0-x"}, "application/json"),
        ({"x-api-key": "m0-x"}, "application/json"),
        ({"accept": "application/json"}, "application/json"),
        ({"accept": "*/*"}, "text/html"),
        ({"accept": "text/html,*/*", "authorization": "Basic x"}, "text/html"),
    ],
    ids=["token", "key", "asks for JSON", "anything", "browser behind a password"],
)
def test_a_program_that_lost_its_way_is_answered_in_json(client, headers, kind):
    response = client.get("/pages/none/", headers=headers)
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith(kind)
    assert (b"/pages/none/" in response.content) == (kind == "application/json")


def test_who_sends_no_key_is_told_how() -> None:
    answered = answer(drf.NotAuthenticated()).data["detail"]
    assert "Authorization: Token <key>" in answered


@pytest.mark.parametrize(
    "url", ["/v1/x/", "/v3/", "/api/v1/", "/memories", "/search", "/auth/me"]
)
def test_api_paths_are_known(url: str) -> None:
    assert is_api(url)


@pytest.mark.parametrize(
    "url", ["/", "/admin/", "/dashboard/memories/", "/v1x/", "/static/v1/"]
)
def test_pages_are_known(url: str) -> None:
    assert not is_api(url)
