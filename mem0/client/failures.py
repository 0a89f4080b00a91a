"""What went wrong, as an exception of `mem0.exceptions`.

The status of the answer decides, as in the official client; the `code` in the body
then picks the class that the server raised, so that both ends speak of the same
error. The key is taken out of every text that gets into an exception.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from mem0 import exceptions
from mem0.exceptions import (
    AuthenticationError,
    ConflictError,
    Mem0Error,
    MemoryNotFoundError,
    MemoryQuotaExceededError,
    NetworkError,
    PermissionDeniedError,
    RateLimitError,
    ValidationError,
)

BY_STATUS: dict[int, type[Mem0Error]] = {
    400: ValidationError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: MemoryNotFoundError,
    408: NetworkError,
    409: ConflictError,
    413: MemoryQuotaExceededError,
    422: ValidationError,
    429: RateLimitError,
    502: NetworkError,
    503: NetworkError,
    504: NetworkError,
}
RATE_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
MOST_TEXT = 500
"""Characters of an answer that is no JSON which get into a message."""


def body_of(response: httpx.Response, secret: str) -> Any:
    """The body of an answer. Raises the `Mem0Error` that it stands for."""
    text = response.text
    if response.is_success:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as exc:
            raise _not_json(response) from exc
    raise _refused(response, text.replace(secret, "***"))


def network_error(error: httpx.HTTPError, secret: str) -> NetworkError:
    """No answer, or not a whole one."""
    host = _host(error)
    if isinstance(error, httpx.TimeoutException):
        code, what = "NET_TIMEOUT", f"{host} did not answer in time"
    elif isinstance(error, httpx.ConnectError):
        code, what = "NET_CONNECT", f"{host} cannot be reached"
    else:
        code, what = "NET_GENERIC", f"The connection to {host} failed"
    reason = str(error).replace(secret, "***")
    message = f"{what}: {reason}" if reason else f"{what}."
    return NetworkError(message, error_code=code)


def retry_after(headers: httpx.Headers) -> int | None:
    """Whole seconds of a `Retry-After`, given as a number or as a date."""
    raw = headers.get("Retry-After", "").strip()
    if raw.isdecimal():
        return int(raw[:9])
    try:
        moment = parsedate_to_datetime(raw)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    left = moment - dt.datetime.now(dt.UTC)
    return max(0, round(left.total_seconds()))


def _refused(response: httpx.Response, text: str) -> Mem0Error:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = None
    details = body if isinstance(body, dict) else {}
    code = details.get("code")
    kind = _kind(response.status_code, code)
    return kind(
        _sentence(response, body, text),
        error_code=code if isinstance(code, str) else f"HTTP_{response.status_code}",
        details=details,
        debug_info=_debug_info(response, details),
    )


def _kind(status: int, code: Any) -> type[Mem0Error]:
    for kind in _family(Mem0Error):
        if kind.code == code and kind.status_code == status:
            return kind
    return BY_STATUS.get(status, Mem0Error)


def _family(kind: type[Mem0Error]) -> Iterator[type[Mem0Error]]:
    if kind.__module__ == exceptions.__name__:
        yield kind
        for child in kind.__subclasses__():
            yield from _family(child)


def _sentence(response: httpx.Response, body: Any, text: str) -> str:
    if isinstance(body, dict):
        for name in ("detail", "message", "error"):
            if isinstance(body.get(name), str) and body[name].strip():
                return str(body[name])
    status = f"{response.status_code} {response.reason_phrase}".strip()
    if response.is_redirect:
        return f"{status}: the service has another address; give that as host."
    shown = " ".join(text.split())[:MOST_TEXT]
    return f"{status}: {shown}" if shown else f"{status}."


def _debug_info(response: httpx.Response, details: dict[str, Any]) -> dict[str, Any]:
    headers = response.headers
    found: dict[str, Any] = {
        "status_code": response.status_code,
        "request_id": headers.get("X-Request-ID") or details.get("request_id"),
        "retry_after": retry_after(headers),
    }
    for name in RATE_HEADERS:
        found[name.lower().replace("-", "_")] = headers.get(name)
    return {name: value for name, value in found.items() if value is not None}


def _not_json(response: httpx.Response) -> NetworkError:
    kind = response.headers.get("Content-Type") or "without a type"
    return NetworkError(
        f"The answer of {response.url.host} is not JSON ({kind}).",
        error_code="NET_BODY",
        suggestion="Check that host is the address of the API.",
        debug_info={"status_code": response.status_code},
    )


def _host(error: httpx.HTTPError) -> str:
    try:
        return error.request.url.host or "The service"
    except RuntimeError:  # raised before there was a request
        return "The service"
