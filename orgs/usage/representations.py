"""Usage and the request log as clients read them."""

from __future__ import annotations

from typing import Any

from orgs.usage.models import ApiRequest, RequestBody
from orgs.usage.services import Numbers, Usage


def usage(found: Usage) -> dict[str, Any]:
    """The numbers of a period; every interval is there, also one without requests."""
    return {
        "from": found.period.start,
        "to": found.period.end,
        "interval": found.period.interval,
        "total": numbers(found.total),
        "series": [
            {"start": at, **numbers(each)} for at, each in sorted(found.series.items())
        ],
        "verbs": [{"verb": name, **numbers(each)} for name, each in _most(found.verbs)],
        "keys": [
            {
                "key_id": str(key),
                "name": found.labels.get(key, (None, None))[0],
                "key": found.labels.get(key, (None, None))[1],
                **numbers(each),
            }
            for key, each in _most(found.keys)
        ],
    }


def numbers(sums: Numbers) -> dict[str, Any]:
    """Counts, and latencies in milliseconds."""
    return {
        "requests": sums.requests,
        "errors": sums.errors,
        "client_errors": sums.client_errors,
        "throttled": sums.throttled,
        "server_errors": sums.server_errors,
        "error_rate": round(sums.error_rate, 6),
        "latency": {
            "mean": sums.mean,
            "p50": sums.percentile(50),
            "p95": sums.percentile(95),
            "p99": sums.percentile(99),
        },
    }


def _most(by_name: dict[Any, Numbers]) -> list[tuple[Any, Numbers]]:
    return sorted(by_name.items(), key=lambda pair: (-pair[1].requests, str(pair[0])))


def request(row: ApiRequest) -> dict[str, Any]:
    """One request of the log."""
    return {
        "id": str(row.pk),
        "created_at": row.created_at,
        "verb": row.verb,
        "method": row.method,
        "route": row.route,
        "path": row.path,
        "query": row.query,
        "status": row.status,
        "error_code": row.error_code or None,
        "latency": round(row.latency, 3),
        "request_size": row.request_size,
        "response_size": row.response_size,
        "key_id": None if row.key_id is None else str(row.key_id),
        "key": row.key_label,
        "user_id": row.user_id,
        "agent_id": row.agent_id,
        "app_id": row.app_id,
        "run_id": row.run_id,
        "client": row.client,
        "request_id": row.request_id,
    }


def detail(row: ApiRequest, kept: RequestBody | None) -> dict[str, Any]:
    """The same with the bodies, null where they were not kept."""
    return {
        **request(row),
        "request_body": None if kept is None else kept.request,
        "response_body": None if kept is None else kept.response,
    }


def flat(row: ApiRequest) -> dict[str, Any]:
    """One request as the open-source server lists it."""
    return {
        "id": str(row.pk),
        "method": row.method,
        "path": row.path,
        "status_code": row.status,
        "latency_ms": round(row.latency, 3),
        "auth_type": "api_key",
        "created_at": row.created_at,
    }
