"""What an exception means to the client: a status, a sentence, a code, headers.

It knows the three families an API call can raise (ours, REST framework's, Django's
and the database's) and keeps to itself what a stranger must not read: anything it
does not know is an internal error without a word of its message.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError as DjangoValidationError,
)
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions as drf

from mem0.exceptions import Mem0Error

SAFE_DETAILS = ("field", "operator", "allowed", "limit", "memory_id", "event_id")
"""Keys of `Mem0Error.details` that the client gets to see."""

_NO_KEY = "No API key: send it in the header Authorization: Token <key>."
_NO_JSON = "Send JSON, with the header Content-Type: application/json."

_DRF_CODES: dict[type[drf.APIException], str] = {
    drf.ValidationError: "invalid_input",
    drf.ParseError: "invalid_json",
    drf.AuthenticationFailed: "authentication_failed",
    drf.NotAuthenticated: "authentication_failed",
    drf.Throttled: "rate_limited",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the client sees it. `extra` stands first in the body."""

    status: int
    detail: str
    code: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self, request_id: str) -> dict[str, Any]:
        """The JSON object; `detail` is always a string."""
        standard = {
            "detail": self.detail,
            "error": self.detail,
            "code": self.code,
            "request_id": request_id,
        }
        return {
            **self.extra,
            **{k: v for k, v in standard.items() if k not in self.extra},
        }


def problem_of(exc: BaseException, otherwise: int = 500) -> Problem:
    """What to tell the client. `otherwise` is the status of an unknown exception."""
    for types, read in _READERS:
        if isinstance(exc, types):
            return read(exc)
    return _STATUSES[otherwise]


def _ours(exc: Mem0Error) -> Problem:
    wire = exc.details.get("wire")
    extra = dict(wire) if isinstance(wire, Mapping) else {}
    if errors := exc.details.get("errors"):
        extra.setdefault("errors", errors)
    safe = {key: exc.details[key] for key in SAFE_DETAILS if exc.details.get(key)}
    if safe:
        extra.setdefault("details", safe)
    if not isinstance(extra.get("detail", ""), str):
        extra.pop("detail")
    headers = _headers(exc.status_code, exc.debug_info.get("retry_after"))
    headers |= _rate_limit(exc.debug_info)
    return Problem(exc.status_code, exc.message, exc.error_code, extra, headers)


def _rate_limit(debug_info: Mapping[str, Any]) -> dict[str, str]:
    """The headers behind `x_ratelimit_limit` and its like, as the client names them."""
    names = {f"x_ratelimit_{n.lower()}": n for n in ("Limit", "Remaining", "Reset")}
    return {
        f"X-RateLimit-{name}": str(debug_info[key])
        for key, name in names.items()
        if key in debug_info
    }


def _headers(status: int, retry_after: float | None = None) -> dict[str, str]:
    headers: dict[str, str] = {}
    if status == 401:
        headers["WWW-Authenticate"] = "Token"
    if retry_after is None and status in {429, 503}:
        retry_after = 1
    if retry_after is not None:
        # Clients read whole seconds; zero would have them try again at once.
        headers["Retry-After"] = str(max(1, math.ceil(retry_after)))
    return headers


def _rest_framework(exc: drf.APIException) -> Problem:
    # Without an authenticator the framework turns a 401 into a 403.
    unknown = isinstance(exc, drf.NotAuthenticated | drf.AuthenticationFailed)
    status = 401 if unknown else exc.status_code
    codes = exc.get_codes()
    named = codes if isinstance(codes, str) else "error"
    code = next((c for kind, c in _DRF_CODES.items() if isinstance(exc, kind)), named)
    headers = _headers(status, getattr(exc, "wait", None))
    if isinstance(exc.detail, str):
        return Problem(status, _sentence(exc), code, headers=headers)
    sentences = list(_sentences(exc.detail))
    extra = {"errors": exc.detail} if isinstance(exc.detail, Mapping) else {}
    return Problem(
        status, " ".join(sentences) or "Invalid input.", code, extra, headers
    )


def _sentence(exc: drf.APIException) -> str:
    """What the framework says, with what to do about it where that is not plain."""
    if str(exc.detail) == str(drf.NotAuthenticated.default_detail):
        return _NO_KEY
    if isinstance(exc, drf.UnsupportedMediaType):
        return f"{exc.detail} {_NO_JSON}"
    return str(exc.detail)


def _sentences(detail: Any, place: str = "") -> Iterator[str]:
    """`field: message` for every message of a nested validation error."""
    if isinstance(detail, Mapping):
        for key, inside in detail.items():
            named = "" if key == "non_field_errors" else str(key)
            yield from _sentences(inside, ".".join(filter(None, (place, named))))
    elif isinstance(detail, list | tuple):
        for index, inside in enumerate(detail):
            nested = isinstance(inside, Mapping) and place
            yield from _sentences(inside, f"{place}[{index}]" if nested else place)
    else:
        yield f"{place}: {detail}" if place else str(detail)


def _django_validation(exc: DjangoValidationError) -> Problem:
    by_field = getattr(exc, "error_dict", None)
    detail = exc.message_dict if by_field else exc.messages
    extra = {"errors": detail} if by_field else {}
    return Problem(400, " ".join(_sentences(detail)), "invalid_input", extra)


def _fixed(problem: Problem) -> Callable[[Any], Problem]:
    def read(exc: BaseException) -> Problem:
        return problem

    return read


_STATUSES = {
    400: Problem(400, "The request is not valid.", "invalid_input"),
    403: Problem(
        403, "You do not have permission to perform this action.", "permission_denied"
    ),
    404: Problem(404, "Not found.", "not_found"),
    409: Problem(409, "The request conflicts with what is stored.", "conflict"),
    413: Problem(413, "The request body is too large.", "payload_too_large"),
    500: Problem(500, "Internal server error", "internal_error"),
    503: Problem(
        503,
        "The database did not answer in time. Try again.",
        "unavailable",
        headers=_headers(503),
    ),
}

_UNSTORABLE = Problem(
    400, "The request holds a value that cannot be stored.", "invalid_input"
)

_READERS: tuple[tuple[type[BaseException], Callable[[Any], Problem]], ...] = (
    (Mem0Error, _ours),
    (drf.APIException, _rest_framework),
    (Http404, _fixed(_STATUSES[404])),
    (PermissionDenied, _fixed(_STATUSES[403])),
    (DjangoValidationError, _django_validation),
    (RequestDataTooBig, _fixed(_STATUSES[413])),
    (SuspiciousOperation, _fixed(_STATUSES[400])),
    (OperationalError, _fixed(_STATUSES[503])),
    (InterfaceError, _fixed(_STATUSES[503])),
    (DataError, _fixed(_UNSTORABLE)),
    (IntegrityError, _fixed(_STATUSES[409])),
)
"""The first family that fits reads the exception; the narrower ones stand first."""
