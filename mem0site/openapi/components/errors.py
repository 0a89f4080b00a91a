"""Errors: one shape, one response per status, and the headers of answers."""

from __future__ import annotations

from typing import Any

from mem0site.openapi import samples
from mem0site.openapi.shapes import Schema, free, ref, text, thing

DETAILS: dict[int, tuple[str, str, str, str]] = {
    400: (
        "BadRequest",
        "The input is not valid; `detail` names the field.",
        "invalid_input",
        "query must not be blank.",
    ),
    401: (
        "Unauthorized",
        "The key is missing or not valid.",
        "authentication_failed",
        "Invalid API key.",
    ),
    403: (
        "Forbidden",
        "The key is valid and may not do this.",
        "permission_denied",
        "You don't have access to this project",
    ),
    404: (
        "NotFound",
        "There is no such thing, or it is somebody else's. Also for an `org_id` or "
        "`project_id` that is not the key's own, and for a page that is none.",
        "not_found",
        "Memory not found!",
    ),
    409: (
        "Conflict",
        "It contradicts what is stored, or the `Idempotency-Key` was used for "
        "another request, is in use, or belongs to a request whose answer was lost.",
        "idempotency_key_reused",
        "This Idempotency-Key was used for a request with another body.",
    ),
    413: (
        "PayloadTooLarge",
        "The body is too large, or the plan has no room for more memories.",
        "payload_too_large",
        "The request body is too large: at most 2097152 bytes are allowed.",
    ),
    415: (
        "UnsupportedMediaType",
        "The body is not JSON in UTF-8.",
        "unsupported_media_type",
        'Unsupported media type "text/plain" in request. Send JSON, with the header '
        "Content-Type: application/json.",
    ),
    429: (
        "TooManyRequests",
        "Over a limit of the plan, or too much is waiting already.",
        "rate_limited",
        "Rate limit exceeded: 100 requests per minute. Try again in 12 seconds.",
    ),
    502: (
        "BadGateway",
        "A model or store of the deployment answered wrongly.",
        "provider_error",
        "A provider answered wrongly.",
    ),
    503: (
        "Unavailable",
        "A part of the service does not answer; try again.",
        "unavailable",
        "The database did not answer in time. Try again.",
    ),
}
"""Status → name of the response, meaning, and an example's code and sentence."""

HEADERS: dict[str, tuple[str, Schema]] = {
    "X-Request-ID": ("The request's name: yours, or a new one.", text()),
    "X-RateLimit-Limit": ("Requests of the fullest window.", text(pattern=r"^\d+$")),
    "X-RateLimit-Remaining": ("How many are left in it.", text(pattern=r"^\d+$")),
    "X-RateLimit-Reset": ("Its end, in Unix seconds.", text(pattern=r"^\d+$")),
    "Retry-After": ("Whole seconds to wait.", text(pattern=r"^\d+$")),
    "WWW-Authenticate": ("`Token`.", text()),
    "Deprecation": ("Since when, as `@` and Unix seconds (RFC 9745).", text()),
    "Link": ("The successor (RFC 8288).", text()),
    "Idempotency-Replayed": ("`true` when the answer was given before.", text()),
    "X-Export-Method": ("Who built it: `rules`, `model` …", text()),
}
OF_STATUS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
ON_ALL = ("X-Request-ID",)


def schemas() -> dict[str, Schema]:
    """`Error`."""
    about = (
        "Every error. Where the hosted platform has keys of its own, such as "
        "`message`, or the name of a field, they stand beside these."
    )
    error = thing(
        {
            "detail": text("What is wrong, in a sentence."),
            "error": {
                "type": ["string", "object"],
                "description": "The same, or the hosted platform's short form; of "
                "`/v1/agent-rush/` an object with `code` and `message`.",
            },
            "code": text("What is wrong, for programs."),
            "request_id": text(),
            "errors": free("Sentences by field."),
            "details": free("Numbers and names that belong to the sentence."),
        },
        about,
        optional=("errors", "details"),
        examples=[_example(400)],
    )
    return {"Error": {**error, "additionalProperties": True}}


def responses() -> dict[str, Any]:
    """The component responses by name."""
    return {name: _response(status) for status, (name, *_) in DETAILS.items()}


def response_ref(status: int) -> Schema:
    """The component response of a status."""
    return {"$ref": f"#/components/responses/{DETAILS[status][0]}"}


def headers() -> dict[str, Any]:
    """The component headers by name. No answer needs to have all of them."""
    return {
        name: {"description": about, "schema": schema}
        for name, (about, schema) in HEADERS.items()
    }


def header_refs(*names: str) -> dict[str, Schema]:
    """References to component headers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _response(status: int) -> dict[str, Any]:
    name, about, _, _ = DETAILS[status]
    content = {"schema": ref("Error"), "examples": {name: {"value": _example(status)}}}
    return {
        "description": about,
        "headers": header_refs(*ON_ALL, *OF_STATUS.get(status, ())),
        "content": {"application/json": content},
    }


def _example(status: int) -> dict[str, Any]:
    _, _, code, detail = DETAILS[status]
    return {
        "detail": detail,
        "error": detail,
        "code": code,
        "request_id": samples.REQUEST_ID,
    }
