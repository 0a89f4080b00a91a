"""`/metrics` for Prometheus: requests by route, and the pipeline as it is now.

Several web processes share their counters through files (`METRICS_FOLDER`); without a
folder, a scrape tells of the one process that answers it. The pipeline is read from
the database when it is asked for, so every process says the same about it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from mem0site import pipeline
from mem0site.broker import QUEUES
from mem0site.isolation.models import LeakAlert
from mem0site.operator import for_operators
from memories import spending

logger = logging.getLogger(__name__)

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

requests = Counter(
    "mem0_http_requests_total",
    "Requests that were answered.",
    ("method", "route", "status"),
)
durations = Histogram(
    "mem0_http_request_duration_seconds",
    "How long the answers took.",
    ("method", "route"),
    buckets=SECONDS,
)


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request. `route` is a template, never a path: paths are without end."""
    method = method if method in METHODS else "OTHER"
    requests.labels(method, route, str(status)).inc()
    durations.labels(method, route).observe(seconds)


@require_GET
@for_operators
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(PipelineCollector())
    if settings.METRICS_FOLDER:
        MultiProcessCollector(registry, path=settings.METRICS_FOLDER)  # type: ignore[no-untyped-call]  # the package has no types here
        text = generate_latest(registry)
    else:
        text = generate_latest(registry) + generate_latest(REGISTRY)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


class PipelineCollector(Collector):
    """The pipeline's gauges. `mem0_database_up` is 0 where it cannot be read."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("mem0_database_up", "Whether the database answers.")
        try:
            now = pipeline.state()
        except DatabaseError:
            logger.warning("The pipeline could not be read for the metrics")
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from _queues(now.queues)
        yield from _deliveries(now.deliveries)
        yield from _rest(now)
        yield from _models()
        yield from _recall(now)
        yield GaugeMetricFamily(
            "mem0_isolation_alerts",
            "Canaries seen outside of their project, that nobody has settled.",
            value=LeakAlert.objects.filter(settled_at=None).count(),
        )


def _queues(queues: list[pipeline.Queue]) -> Iterator[Metric]:
    depth = GaugeMetricFamily(
        "mem0_jobs", "Jobs by queue and state.", labels=("queue", "state")
    )
    oldest = GaugeMetricFamily(
        "mem0_oldest_job_age_seconds",
        "How long the oldest due job is overdue.",
        labels=("queue",),
    )
    for queue in queues:
        states = ("due", "later", "running", "expired", "retrying", "dead")
        for state in states:
            depth.add_metric([queue.name, state], getattr(queue, state))
        oldest.add_metric([queue.name], queue.oldest)
    # An empty queue says so: what scales workers must tell 0 from no answer.
    for name in sorted(set(QUEUES) - {queue.name for queue in queues}):
        oldest.add_metric([name], 0.0)
    yield depth
    yield oldest


def _deliveries(found: pipeline.Deliveries) -> Iterator[Metric]:
    family = GaugeMetricFamily(
        "mem0_webhook_deliveries",
        "Deliveries that are open, or ended within a day.",
        labels=("state",),
    )
    for state in ("due", "sending", "delivered", "failed"):
        family.add_metric([state], getattr(found, state))
    yield family
    if found.success is not None:
        yield GaugeMetricFamily(
            "mem0_webhook_success_ratio",
            "The share of the last day's deliveries that arrived.",
            value=found.success,
        )


def _recall(now: pipeline.State) -> Iterator[Metric]:
    """Of the project whose index finds least; none before one was looked at."""
    known = [each.recall for each in now.search_indexes if each.recall is not None]
    if known:
        yield GaugeMetricFamily(
            "mem0_search_recall",
            "The least share of a scan's first ten that an index of a big project finds.",
            value=min(known),
        )


def _models() -> Iterator[Metric]:
    """Counters that begin anew at midnight, UTC, as if the server had been restarted."""
    calls = CounterMetricFamily(
        "mem0_llm_calls",
        "Calls of language models, by all processes.",
        labels=("model", "outcome"),
    )
    tokens = CounterMetricFamily(
        "mem0_llm_tokens", "Their tokens.", labels=("model", "kind")
    )
    seconds = CounterMetricFamily(
        "mem0_llm_seconds", "How long they took together.", labels=("model",)
    )
    for each in spending.today():
        calls.add_metric([each.model, "answered"], each.calls - each.failures)
        calls.add_metric([each.model, "failed"], each.failures)
        tokens.add_metric([each.model, "prompt"], each.prompt_tokens)
        tokens.add_metric([each.model, "completion"], each.completion_tokens)
        seconds.add_metric([each.model], each.milliseconds / 1000)
    yield from (calls, tokens, seconds)


def _rest(now: pipeline.State) -> Iterator[Metric]:
    silent = GaugeMetricFamily(
        "mem0_worker_silence_seconds",
        "Seconds since a background process reported.",
        labels=("worker",),
    )
    for worker in now.workers:
        silent.add_metric([worker.name], worker.silent)
    yield silent
    yield GaugeMetricFamily(
        "mem0_database_size_bytes", "Size of the database.", value=now.database.size
    )
    yield GaugeMetricFamily(
        "mem0_database_connections",
        "Connections to the database.",
        value=now.database.connections,
    )
