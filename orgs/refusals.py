"""Errors about organizations and projects, in the hosted service's own words.

Their bodies carry the sentence as `message`, which its clients read.
"""

from __future__ import annotations

from typing import Any

from mem0.exceptions import (
    MemoryNotFoundError,
    PermissionDeniedError,
    ValidationError,
)


def unauthorized(message: str = "Unauthorized") -> PermissionDeniedError:
    """A 403: the role does not allow it."""
    return PermissionDeniedError(message, details={"wire": {"message": message}})


def missing(message: str) -> MemoryNotFoundError:
    """A 404, the same for what does not exist and for what is somebody else's."""
    return MemoryNotFoundError(message, details={"wire": {"message": message}})


def invalid(message: str, *, errors: Any = None) -> ValidationError:
    """A 400; `errors` says what is wrong by field."""
    details = {"wire": {"message": message}, "errors": errors}
    return ValidationError(message, details=details)


NO_ORGANIZATION = "Organization not found"
NO_PROJECT = "Organization or project not found"
