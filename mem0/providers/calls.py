"""The edge where a vendor's client is called and its exceptions become ours.

Clients disagree on classes but agree on attributes: an HTTP status, a message, a
response with headers; what has no status is a connection or a time-out, and says so
in the name of its class.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mem0.exceptions import Mem0Error
from mem0.providers.failures import Failures, retry_after


@contextmanager
def calling(failures: Failures) -> Iterator[None]:
    """Turns what a vendor's client raises into the engine's errors."""
    try:
        yield
    except (Mem0Error, ImportError):
        raise
    except Exception as exc:
        # A status comes with the provider's text, which may repeat part of the key.
        cause = exc if _status(exc) is None else None
        raise translated(exc, failures) from cause


def translated(exc: Exception, failures: Failures) -> Mem0Error:
    """The engine's error for an exception of a vendor's client."""
    status = _status(exc)
    if status is not None:
        wait = retry_after(_headers(exc), dt.datetime.now(dt.UTC))
        return failures.status(status, spoken(exc), retry_after=wait)
    names = " ".join(cls.__name__ for cls in type(exc).__mro__)
    if "Timeout" in names or "TimedOut" in names:
        return failures.unreachable(timeout=True)
    if "Connect" in names or isinstance(exc, OSError) or "TransportError" in names:
        return failures.unreachable()
    msg = f"{failures.provider} failed with {type(exc).__name__}."
    return failures.error(msg)


def spoken(exc: Exception) -> str:
    """What the provider said, with its error code, wherever the client put them."""
    body = getattr(exc, "body", None)
    body = body if isinstance(body, dict) else {}
    body = body["error"] if isinstance(body.get("error"), dict) else body
    said = body.get("message") or body.get("detail") or getattr(exc, "message", None)
    said = said or getattr(exc, "error", None) or exc
    code = getattr(exc, "code", None) or body.get("code") or body.get("type")
    return f"{said} ({code})" if isinstance(code, str) else str(said)


def _status(exc: Exception) -> int | None:
    for name in ("status_code", "code"):
        value = getattr(exc, name, None)
        if isinstance(value, int) and 400 <= value < 600:
            return value
    return None


def _headers(exc: Exception) -> dict[str, str]:
    headers: Any = getattr(getattr(exc, "response", None), "headers", None)
    # LiteLLM puts an empty response into its errors and the headers beside it.
    headers = headers or getattr(exc, "litellm_response_headers", None) or {}
    return {str(name).lower(): str(value) for name, value in dict(headers).items()}
