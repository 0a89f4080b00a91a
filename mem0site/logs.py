"""How log lines look: JSON for machines or coloured text for people, with the request's
id, project and key on every line, and without what looks like a secret."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import structlog

from orgs.usage import redaction

Line = MutableMapping[str, Any]


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


def options(level: str, form: str) -> dict[str, Any]:
    """Django's `LOGGING`. `form` is `json` or `console`."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
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
    }


def _renderer(form: str) -> Any:
    if form == "json":
        return structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False)
