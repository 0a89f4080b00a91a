"""Webhooks and the log of what was sent to them."""

from __future__ import annotations

from mem0site.openapi import samples
from mem0site.openapi.shapes import (
    Schema,
    array,
    flag,
    free,
    integer,
    mapping,
    maybe,
    moment,
    one,
    page,
    ref,
    text,
    thing,
    uuid,
)
from webhooks.events import EVENT_TYPES
from webhooks.models import DeliveryStatus

WEBHOOK: Schema = {
    "webhook_id": uuid(),
    "id": uuid("The same."),
    "name": text(),
    "url": text(format="uri"),
    "event_types": array(one(*EVENT_TYPES)),
    "owner": text("Name of the organization."),
    "is_active": flag(),
    "project": text("Name of the project."),
    "project_id": uuid(),
    "created_at": moment(),
    "updated_at": moment(),
    "failures": integer("Failed attempts since the last success."),
    "failing_since": maybe(moment()),
    "paused_until": maybe(moment("Set while nobody answers there.")),
    "disabled_at": maybe(moment("When it was switched off for failing.")),
    "disabled_reason": maybe(text()),
}


def schemas() -> dict[str, Schema]:
    """The components by name."""
    created = {**WEBHOOK, "secret": text("Signs what is sent; see Standard Webhooks.")}
    updated = {"message": text(), **WEBHOOK}
    return {
        "Webhook": thing(WEBHOOK, "One webhook.", examples=[samples.WEBHOOK]),
        "CreatedWebhook": thing(created, "A new webhook with its signing secret."),
        "UpdatedWebhook": thing(updated, "The webhook after the change."),
        "DeletedWebhook": thing(
            {"message": text(), "webhook_id": text(), "id": text()}
        ),
        "WebhookSecret": thing(
            {
                "secret": text(),
                "previous_secret_expires_at": maybe(
                    moment("Until when the old secret signs too.")
                ),
            }
        ),
        "DeliveryAttempt": thing(_attempt(), "One request and its answer."),
        "Delivery": thing(
            _delivery(), "One message to one webhook.", examples=[samples.DELIVERY]
        ),
        "DeliveryPage": page(ref("Delivery"), "A page of the delivery log."),
        "Replayed": thing({"replayed": integer("How many will be sent again.")}),
    }


def _delivery() -> Schema:
    return {
        "id": uuid("The `webhook-id` header of every attempt."),
        "webhook_id": uuid(),
        "event_type": text(),
        "status": one(*DeliveryStatus.values),
        "attempts": integer(),
        "payload": free("The body that was sent."),
        "error": maybe(text()),
        "created_at": moment(),
        "next_attempt_at": maybe(moment()),
        "finished_at": maybe(moment()),
        "log": array(ref("DeliveryAttempt")),
    }


def _attempt() -> Schema:
    return {
        "number": integer("From 1."),
        "url": text(),
        "request_headers": mapping(text()),
        "status_code": maybe(integer("Null when nothing came back.")),
        "response": text("The beginning of the answer's body."),
        "error": maybe(text()),
        "latency": integer("Milliseconds."),
        "created_at": moment(),
    }
