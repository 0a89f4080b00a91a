"""How log lines look: JSON for machines or coloured text for people, with the request's
id, project and key on every line, and without what looks like a secret."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import psycopg
import structlog
from django.db.utils import Error as DatabaseError
from pydantic import ValidationError

from orgs.usage import redaction

Line = MutableMapping[str, Any]
REPEATING = ("22", "P0")
"""Classes of SQLSTATE whose first line repeats a value: bad data, and what functions
raise."""


def without_secrets(logger: Any, method: str, line: Line) -> Line:
    """A processor: texts of a line as they may be kept."""
    return {
        name: redaction.text(value) if isinstance(value, str) else value
        for name, value in line.items()
    }


def with_request_id(logger: Any, method: str, line: Line) -> Line:
    """A processor: Django logs a refused request when our middleware is through."""
    request = getattr(line.get("_record"), "request", None)
    name = getattr(request, "request_id", None)
    return line if name is None else {"request_id": name, **line}


def without_values(exc_info: Any) -> str:
    """A traceback in which no message repeats what somebody sent: PostgreSQL tells the
    row that failed and the statement it could not read, and pydantic its input."""
    written = "".join(traceback.format_exception(*exc_info)).rstrip("\n")
    for exc in _chain(exc_info[1]):
        if told := str(exc):
            written = written.replace(told, _summary(exc, told))
    return written


def _chain(exc: BaseException | None) -> Iterator[BaseException]:
    """The exception and those it came from."""
    seen: set[int] = set()
    while exc is not None and id(exc) not in seen:
        seen.add(id(exc))
        yield exc
        exc = exc.__cause__ or exc.__context__


def _summary(exc: BaseException, told: str) -> str:
    """What may be kept of a message."""
    if isinstance(exc, ValidationError):
        return f"{exc.error_count()} errors in {exc.title}"
    if isinstance(exc, DatabaseError):
        exc = exc.__cause__ or exc
    if not isinstance(exc, psycopg.Error) or exc.sqlstate is None:
        return told
    first = "" if exc.sqlstate.startswith(REPEATING) else exc.diag.message_primary
    return " ".join(filter(None, (f"SQLSTATE {exc.sqlstate}", first)))


def options(level: str, form: str) -> dict[str, Any]:
    """Django's `LOGGING`. `form` is `json` or `console`."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(without_values),
        without_secrets,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*before, with_request_id],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    _renderer(form),
                ],
            },
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "lines"}
        },
        "root": {"handlers": ["console"], "level": level},
        # A line for every request to a provider or a store buries everything else.
        "loggers": {"httpx": {"level": level if level == "DEBUG" else "WARNING"}},
    }


def _renderer(form: str) -> Any:
    if form == "json":
        return structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False)
