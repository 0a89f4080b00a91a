"""Webhooks: who is told of changes, and how each telling went."""

from __future__ import annotations

from mem0site.openapi import samples
from mem0site.openapi.operation import Answer, Operation, Table, query, shared
from mem0site.openapi.shapes import array, integer, ref, text
from webhooks.models import DeliveryStatus
from webhooks.serializers import ReplayFailedRequest, WebhookRequest

TAG = "Webhooks"
ALL = "/api/v1/webhooks/projects/{project_id}/"
ONE = "/api/v1/webhooks/{webhook_id}/"
NEW = {
    "name": "Notify the CRM",
    "url": "https://hooks.example.com/mem0",
    "event_types": ["memory_add", "memory_update"],
}
SECRET = {"secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}
SECRET_ANSWER = Answer(
    ref("WebhookSecret"),
    {"A secret": {**SECRET, "previous_secret_expires_at": None}},
)
DELIVERY = {"A delivery": samples.DELIVERY}
QUEUED = Answer(ref("Delivery"), DELIVERY, "It will be sent.")

OPERATIONS: Table = {
    ("GET", ALL): Operation(
        "listWebhooks", TAG, "List webhooks",
        {200: Answer(array(ref("Webhook")), {"Webhooks": [samples.WEBHOOK]})},
        errors=(403,),
    ),
    ("POST", ALL): Operation(
        "createWebhook", TAG, "Create a webhook",
        {201: Answer(ref("CreatedWebhook"),
                     {"Created": {**samples.WEBHOOK, **SECRET}}, "Created.")},
        WebhookRequest, examples={"A webhook": NEW}, errors=(403,),
    ),
    ("GET", ONE): Operation(
        "getWebhook", TAG, "Read a webhook",
        {200: Answer(ref("Webhook"), {"A webhook": samples.WEBHOOK})},
    ),
    ("PUT", ONE): Operation(
        "updateWebhook", TAG, "Change a webhook",
        {200: Answer(ref("UpdatedWebhook"), {"Changed": {
            "message": "Webhook updated successfully", **samples.WEBHOOK}})},
        ref("WebhookChange"),
        examples={"Switch off": {"is_active": False}},
    ),
    ("DELETE", ONE): Operation(
        "deleteWebhook", TAG, "Delete a webhook",
        {200: Answer(ref("DeletedWebhook"), {"Deleted": {
            "message": "Webhook deleted successfully",
            "webhook_id": samples.OTHER_ID, "id": samples.OTHER_ID}})},
    ),
    ("GET", f"{ONE}deliveries/"): Operation(
        "listDeliveries", TAG, "List what was sent",
        {200: Answer(ref("DeliveryPage"), {
            "A page": samples.page_of(samples.DELIVERY)})},
        parameters=(
            shared("Page"),
            query("page_size", integer(minimum=1, maximum=200, default=50),
                  "Rows of a page."),
            shared("Cursor"),
            query("status", text(enum=list(DeliveryStatus.values)), "Only these."),
            query("event_type", text(maxLength=40), "Only these."),
        ),
    ),
    ("GET", f"{ONE}deliveries/{{delivery_id}}/"): Operation(
        "getDelivery", TAG, "Read one delivery",
        {200: Answer(ref("Delivery"), DELIVERY)},
    ),
    ("POST", f"{ONE}deliveries/{{delivery_id}}/replay/"): Operation(
        "replayDelivery", TAG, "Send one delivery again", {202: QUEUED}, errors=(409,),
    ),
    ("POST", f"{ONE}replay-failed/"): Operation(
        "replayFailedDeliveries", TAG, "Send failed deliveries again",
        {202: Answer(ref("Replayed"), {"Three": {"replayed": 3}}, "They will be sent.")},
        ReplayFailedRequest, body_optional=True, errors=(409,),
        examples={"Since a day": {"since": "2026-08-22"}},
    ),
    ("POST", f"{ONE}test/"): Operation(
        "testWebhook", TAG, "Send a test ping", {202: QUEUED}, errors=(409,),
    ),
    ("GET", f"{ONE}secret/"): Operation(
        "getWebhookSecret", TAG, "Read the signing secret", {200: SECRET_ANSWER},
    ),
    ("POST", f"{ONE}secret/rotate/"): Operation(
        "rotateWebhookSecret", TAG, "Make a new signing secret", {200: SECRET_ANSWER},
    ),
}  # fmt: skip
