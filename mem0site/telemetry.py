"""Traces to an OpenTelemetry collector and errors to Sentry, where one is configured.

Both are packages of their own, imported only then. What they send is chosen here, not
struck out: a list of what may leave. No body, no query, no header, no address, no value
of a statement, no message of an exception is on it, because what people wrote can be
in any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import structlog

from mem0.exceptions import ConfigurationError
from mem0site.configuration import Configuration
from orgs.usage import redaction

if TYPE_CHECKING:
    from django.http import HttpRequest
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span
    from sentry_sdk.types import Event, Hint

SPAN_ATTRIBUTES = frozenset(
    {
        "celery.action",
        "celery.state",
        "celery.task_name",
        "db.operation",
        "db.operation.name",
        "db.query.text",
        "db.statement",
        "db.system",
        "db.system.name",
        "error.type",
        "http.method",
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "http.status_code",
        "mem0.request_id",
        "messaging.destination",
        "messaging.destination.name",
        "messaging.system",
    }
)
LONGEST = 2000
"""Characters of a statement."""
EVENT_KEYS = frozenset(
    {
        "environment",
        "event_id",
        "exception",
        "fingerprint",
        "level",
        "logger",
        "platform",
        "release",
        "sdk",
        "server_name",
        "tags",
        "timestamp",
        "transaction",
    }
)
FRAME_KEYS = frozenset(
    {"abs_path", "filename", "function", "in_app", "lineno", "module"}
)


def start(configuration: Configuration) -> None:
    """Begin to send what is configured. Raises ConfigurationError where its package
    is not installed."""
    try:
        if configuration.otel_exporter_otlp_endpoint:
            _trace(configuration)
        if dsn := configuration.sentry_dsn.get_secret_value():
            _report(configuration, dsn)
    except ModuleNotFoundError as missing:
        msg = (
            f"{missing.name} is not installed: pip install 'mem0site[telemetry]', or "
            "build the image with EXTRAS=telemetry."
        )
        raise ConfigurationError(msg) from missing


def _trace(configuration: Configuration) -> None:
    # Nobody without a collector has these packages.
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.instrumentation.celery import CeleryInstrumentor  # noqa: PLC0415
    from opentelemetry.instrumentation.django import DjangoInstrumentor  # noqa: PLC0415
    from opentelemetry.instrumentation.psycopg import (  # noqa: PLC0415
        PsycopgInstrumentor,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    from opentelemetry.sdk.trace.sampling import (  # noqa: PLC0415
        ParentBased,
        TraceIdRatioBased,
    )

    endpoint = configuration.otel_exporter_otlp_endpoint.rstrip("/")
    provider = TracerProvider(
        resource=Resource.create({"service.name": configuration.otel_service_name}),
        sampler=ParentBased(TraceIdRatioBased(configuration.otel_traces_ratio)),
    )
    exporter = careful(OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces"))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument(response_hook=_name_request)
    PsycopgInstrumentor().instrument()
    CeleryInstrumentor().instrument()  # type: ignore[no-untyped-call]  # the package has no types here


def _name_request(span: Span, request: HttpRequest, response: object) -> None:
    if name := getattr(request, "request_id", None):
        span.set_attribute("mem0.request_id", str(name))


def careful(exporter: SpanExporter) -> SpanExporter:
    """An exporter that is given only what may leave."""
    from opentelemetry.sdk.trace.export import (  # noqa: PLC0415
        SpanExporter,
        SpanExportResult,
    )

    class Careful(SpanExporter):
        def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
            return exporter.export([_sendable(span) for span in spans])

        def shutdown(self) -> None:
            exporter.shutdown()

        def force_flush(self, timeout_millis: int = 30_000) -> bool:
            return exporter.force_flush(timeout_millis)

    return Careful()


def _sendable(span: ReadableSpan) -> ReadableSpan:
    from opentelemetry.sdk.trace import Event, ReadableSpan  # noqa: PLC0415
    from opentelemetry.trace import Status  # noqa: PLC0415

    return ReadableSpan(
        name=redaction.text(span.name),
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=_allowed(span.attributes or {}),
        events=[
            Event(
                event.name,
                {"exception.type": str((event.attributes or {}).get("exception.type"))},
                event.timestamp,
            )
            for event in span.events
        ],
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _allowed(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: redaction.text(value)[:LONGEST] if isinstance(value, str) else value
        for name, value in attributes.items()
        if name in SPAN_ATTRIBUTES
    }


def _report(configuration: Configuration, dsn: str) -> None:
    import sentry_sdk  # noqa: PLC0415  nobody without a DSN has it

    sentry_sdk.init(
        dsn=dsn,
        environment=configuration.sentry_environment or None,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        traces_sample_rate=None,
        before_send=before_send,
    )


def before_send(event: Event, hint: Hint) -> Event:
    """The event with what may leave: which exception, where, in which request."""
    given: dict[str, Any] = dict(event)
    kept = {name: value for name, value in given.items() if name in EVENT_KEYS}
    kept["tags"] = _tags()
    kept["exception"] = {
        "values": [_exception(each) for each in _values(given.get("exception"))]
    }
    if not kept["exception"]["values"]:
        kept["logentry"] = {"message": _template(hint)}
    return kept  # type: ignore[return-value]  # the same keys, fewer of them


def _values(part: Any) -> list[dict[str, Any]]:
    return list((part or {}).get("values") or [])


def _exception(given: dict[str, Any]) -> dict[str, Any]:
    frames = ((given.get("stacktrace") or {}).get("frames")) or []
    return {
        "type": given.get("type"),
        "module": given.get("module"),
        "mechanism": {
            "type": str((given.get("mechanism") or {}).get("type", "generic")),
            "handled": bool((given.get("mechanism") or {}).get("handled", True)),
        },
        "stacktrace": {
            "frames": [
                {name: value for name, value in frame.items() if name in FRAME_KEYS}
                for frame in frames
            ]
        },
    }


def _template(hint: Hint) -> str:
    """What the log line says without its values."""
    record = hint.get("log_record")
    message = getattr(record, "msg", "")
    if isinstance(message, Mapping):
        message = message.get("event", "")
    return redaction.text(str(message))


def _tags() -> dict[str, str]:
    """The request's id, by which its log lines are found."""
    name = structlog.contextvars.get_contextvars().get("request_id")
    return {"request_id": str(name)} if name else {}
