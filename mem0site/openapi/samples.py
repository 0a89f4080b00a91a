"""One small story in values: what the examples of requests and answers show."""

from __future__ import annotations

from typing import Any

MEMORY_ID = "01990d5c-8f43-7d52-9c39-5c2bb1a7c2f1"
EVENT_ID = "01990d5c-8f11-7b0e-a7b0-0f4f0d5a3e77"
OTHER_ID = "01990d5c-90aa-7d1c-8f6e-2b1d7c9e4a10"
ORG_ID = "01990d5b-1111-7c3e-9d4a-1f2e3d4c5b6a"
PROJECT_ID = "01990d5b-2222-7c3e-9d4a-1f2e3d4c5b6a"
REQUEST_ID = "5a46388114474ba58f3c0bab914cda7e"
AT = "2026-08-22T19:04:24.123456+00:00"
LATER = "2026-08-23T08:30:00.000000+00:00"

MESSAGES = [
    {"role": "user", "content": "I moved to Porto last week."},
    {"role": "assistant", "content": "How nice! Do you like it there?"},
]
CALENDAR: dict[str, Any] = {
    "year": 2026,
    "month": 8,
    "day": 22,
    "hour": 19,
    "minute": 4,
    "day_of_week": "saturday",
    "week_of_year": 34,
    "day_of_year": 234,
    "quarter": 3,
    "is_weekend": True,
}
MEMORY: dict[str, Any] = {
    "id": MEMORY_ID,
    "memory": "Lives in Porto",
    "hash": "0f4b9a1e2c3d4e5f60718293a4b5c6d7",
    "user_id": "alice",
    "agent_id": None,
    "app_id": None,
    "run_id": None,
    "session_id": None,
    "metadata": {},
    "categories": ["personal_details"],
    "created_at": AT,
    "updated_at": AT,
    "expiration_date": None,
    "immutable": False,
    "owner": None,
    "structured_attributes": CALENDAR,
    "replaced_by": None,
    "synthesized": False,
    "lifecycle_state": "active",
    "state": "current",
    "attributed_to": "user",
    "actor": None,
    "said_at": AT,
    "recorded_at": AT,
    "valid_from": AT,
    "valid_to": None,
    "closed_at": None,
    "event_start": None,
    "event_end": None,
    "confirmations": 0,
    "confirmed_at": None,
    "feedback": None,
}
HIT = {
    **MEMORY,
    "score": 0.78,
    "score_breakdown": {"semantic": 0.71, "bm25": 0.4, "entity": 0.0},
}
UPDATED = {
    **MEMORY,
    "memory": "Lives in Vila Nova de Gaia",
    "updated_at": LATER,
    "event": "UPDATE",
    "previous_memory": "Lives in Porto",
}
HISTORY: dict[str, Any] = {
    "id": OTHER_ID,
    "memory_id": MEMORY_ID,
    "input": MESSAGES[:1],
    "old_memory": None,
    "new_memory": "Lives in Porto",
    "memory": "Lives in Porto",
    "user_id": "alice",
    "agent_id": None,
    "app_id": None,
    "run_id": None,
    "session_id": None,
    "categories": ["personal_details"],
    "event": "ADD",
    "change": "ADD",
    "metadata": {},
    "created_at": AT,
    "updated_at": AT,
    "previous_embedding_qwen": None,
    "embedding_qwen": None,
}
BELIEF: dict[str, Any] = {
    "memory": MEMORY,
    "confidence": 1.0,
    "confirmations": 0,
    "confirmed_at": None,
    "model": "rules",
    "rule": "slots",
    "event_id": EVENT_ID,
    "said_by": None,
    "attributed_to": "user",
    "subject": "User",
    "attribute": "home",
    "value": "Porto",
    "sources": [
        {
            "id": OTHER_ID,
            "role": "user",
            "name": None,
            "content": "I moved to Porto last week.",
            "said_at": AT,
            "run_id": None,
        }
    ],
    "replaced_by": None,
    "replaces": [],
    "history": [HISTORY],
}
ADDED: dict[str, Any] = {
    "id": MEMORY_ID,
    "event": "ADD",
    "memory": "Lives in Porto",
    "data": {"memory": "Lives in Porto"},
    "user_id": "alice",
    "structured_attributes": CALENDAR,
}
QUEUED = {
    "message": "Memory processing has been queued for background execution",
    "status": "PENDING",
    "event_id": EVENT_ID,
}
STORED = {
    "message": "Memories stored successfully",
    "status": "SUCCEEDED",
    "event_id": EVENT_ID,
    "results": [ADDED],
}
EVENT: dict[str, Any] = {
    "id": EVENT_ID,
    "event_type": "ADD",
    "status": "SUCCEEDED",
    "payload": {"messages": MESSAGES, "user_id": "alice"},
    "metadata": {},
    "results": [ADDED],
    "dropped": {},
    "quarantined": 0,
    "created_at": AT,
    "updated_at": AT,
    "started_at": AT,
    "completed_at": AT,
    "latency": 84.0,
    "graph_status": None,
    "error": None,
    "error_code": None,
    "request_id": REQUEST_ID,
}
ENTITY: dict[str, Any] = {
    "id": "17",
    "name": "alice",
    "type": "user",
    "owner": "Acme",
    "organization": "Acme",
    "metadata": {},
    "total_memories": 12,
    "created_at": AT,
    "updated_at": AT,
}
WEBHOOK: dict[str, Any] = {
    "webhook_id": OTHER_ID,
    "id": OTHER_ID,
    "name": "Notify the CRM",
    "url": "https://hooks.example.com/mem0",
    "event_types": ["memory_add", "memory_update"],
    "owner": "Acme",
    "is_active": True,
    "project": "Default",
    "project_id": PROJECT_ID,
    "created_at": AT,
    "updated_at": AT,
    "failures": 0,
    "failing_since": None,
    "paused_until": None,
    "disabled_at": None,
    "disabled_reason": None,
}
DELIVERY: dict[str, Any] = {
    "id": EVENT_ID,
    "webhook_id": OTHER_ID,
    "event_type": "memory_add",
    "status": "delivered",
    "attempts": 1,
    "payload": {
        "event_details": {
            "id": MEMORY_ID,
            "data": {"memory": "Lives in Porto"},
            "event": "ADD",
        },
        "id": EVENT_ID,
        "type": "memory_add",
        "timestamp": AT,
        "project_id": PROJECT_ID,
    },
    "error": None,
    "created_at": AT,
    "next_attempt_at": None,
    "finished_at": AT,
    "log": [
        {
            "number": 1,
            "url": "https://hooks.example.com/mem0",
            "request_headers": {"webhook-id": EVENT_ID},
            "status_code": 200,
            "response": "ok",
            "error": None,
            "latency": 41,
            "created_at": AT,
        }
    ],
}


def page_of(*results: Any, **more: Any) -> dict[str, Any]:
    """A page that has everything."""
    return {
        "count": len(results),
        "next": None,
        "previous": None,
        "next_cursor": None,
        "results": list(results),
        **more,
    }
