"""What the program leaves behind: one number for each kind of failure."""

from __future__ import annotations

from mem0.exceptions import (
    AuthenticationError,
    ConfigurationError,
    Mem0Error,
    MemoryNotFoundError,
    MemoryQuotaExceededError,
    NetworkError,
    RateLimitError,
    ValidationError,
)

FAILED = 1
USAGE = 2
REFUSED = 3
NOT_FOUND = 4
UNREACHABLE = 5
LIMITED = 6
PARTLY = 7
INTERRUPTED = 130

KINDS: tuple[tuple[type[Mem0Error], int], ...] = (
    (ValidationError, USAGE),
    (ConfigurationError, USAGE),
    (AuthenticationError, REFUSED),
    (MemoryNotFoundError, NOT_FOUND),
    (NetworkError, UNREACHABLE),
    (RateLimitError, LIMITED),
    (MemoryQuotaExceededError, LIMITED),
)


class UsageError(ValidationError):
    """The program was called wrongly."""

    suggestion = ""


def code_of(failure: Mem0Error) -> int:
    """The exit code of a failure."""
    return next((code for kind, code in KINDS if isinstance(failure, kind)), FAILED)
