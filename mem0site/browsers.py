"""Pages of other origins that may call the API: none, unless the operator names them.

The API is asked with a key in a header, never with cookies, so no credentials are
allowed across origins and the dashboard stays out of it.
"""

from __future__ import annotations

from typing import Any

from corsheaders.defaults import default_headers

API = r"^/(v[123]|api|memories|search|entities|reset|configure)(/|$)"
ASKED = ("idempotency-key", "mem0-user-id", "x-api-key", "x-request-id")
TOLD = (
    "Deprecation",
    "Idempotency-Replayed",
    "Link",
    "Retry-After",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-ID",
)


def options(origins: list[str]) -> dict[str, Any]:
    """The settings of django-cors-headers for these origins; `*` is all."""
    everybody = "*" in origins
    return {
        "CORS_ALLOW_ALL_ORIGINS": everybody,
        "CORS_ALLOWED_ORIGINS": [] if everybody else origins,
        "CORS_URLS_REGEX": API,
        "CORS_ALLOW_HEADERS": (*default_headers, *ASKED),
        "CORS_EXPOSE_HEADERS": TOLD,
    }
