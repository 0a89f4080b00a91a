"""How Google's models are reached through `google-genai`, for chat and embeddings.

A wrong key comes back as a 400, and how long to wait is in the body, so errors are
read here before they are translated like everyone's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from google import genai
from google.genai import errors, types

from mem0.providers.calls import calling
from mem0.providers.failures import Failures
from mem0.providers.options import from_environment


def http_options(base_url: str | None, timeout: float) -> types.HttpOptions:
    """Where to, and for how long; without retries of its own. `timeout` in seconds."""
    return types.HttpOptions(
        base_url=base_url,
        timeout=max(1, round(timeout * 1000)),
        retry_options=types.HttpRetryOptions(attempts=1),
    )


def gemini_client(key: str, base_url: str | None, timeout: float) -> genai.Client:
    """A client of the Gemini API, which a key opens."""
    base_url = base_url or from_environment(("GOOGLE_GEMINI_BASE_URL",))
    return genai.Client(
        api_key=key, vertexai=False, http_options=http_options(base_url, timeout)
    )


@contextmanager
def calling_google(failures: Failures) -> Iterator[None]:
    """Like `calling`, with what Google says in the body."""
    with calling(failures):
        try:
            yield
        except errors.APIError as exc:
            status = 401 if _reason(exc) == "API_KEY_INVALID" else exc.code
            said = f"{exc.message or ''} ({exc.status})"
            raise failures.status(status, said, retry_after=_wait(exc)) from None


def _details(exc: errors.APIError) -> list[dict[str, Any]]:
    body = exc.details if isinstance(exc.details, dict) else {}
    error = body.get("error", body)
    found = error.get("details") if isinstance(error, dict) else None
    return [item for item in found or [] if isinstance(item, dict)]


def _reason(exc: errors.APIError) -> str | None:
    return next((item["reason"] for item in _details(exc) if "reason" in item), None)


def _wait(exc: errors.APIError) -> float | None:
    headers: Any = getattr(exc.response, "headers", None) or {}
    given = [item["retryDelay"] for item in _details(exc) if "retryDelay" in item]
    given = given or [headers.get("retry-after") or ""]
    try:
        return float(str(given[0]).removesuffix("s"))
    except ValueError:
        return None
