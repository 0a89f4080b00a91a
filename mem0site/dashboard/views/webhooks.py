"""Webhooks: endpoints, their secrets, what was sent to them and what they said."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q

from mem0site.dashboard import cursors, reveals
from mem0site.dashboard.forms.webhooks import EditForm, WebhookForm
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage, ProjectPage
from orgs.roles import Action
from webhooks import services
from webhooks.models import Delivery, DeliveryStatus, Webhook

SHOWN = 50
"""Deliveries on a page."""


def _place(webhook_id: UUID) -> str:
    return f"webhook:{webhook_id}"


class Webhooks(ProjectPage):
    """All endpoints of the project."""

    template_name = "dashboard/webhooks.html"

    def context(self) -> dict[str, Any]:
        failed = Q(webhook_deliveries__status=DeliveryStatus.FAILED)
        rows = self.project.webhooks.annotate(
            failed=Count("webhook_deliveries", filter=failed)
        )
        return {"webhooks": list(rows.order_by("id"))}


class New(ProjectFormPage[WebhookForm]):
    """A form for a new endpoint; its secret is shown on the page after."""

    template_name = "dashboard/webhook_new.html"
    form_class = WebhookForm
    needs = Action.MANAGE_WEBHOOKS

    def save(self, form: WebhookForm) -> str:
        made, secret = services.create(self.project, **form.cleaned_data)
        reveals.put(self.request, _place(made.pk), secret=secret)
        return self.url("webhooks-one", made.pk)


class One(ProjectFormPage[EditForm]):
    """One endpoint: how it is doing, what it is told, its deliveries."""

    template_name = "dashboard/webhook.html"
    form_class = EditForm
    changes = Action.MANAGE_WEBHOOKS

    def enter(self) -> None:
        super().enter()
        self.webhook: Webhook = services.get(self.project, self.kwargs["webhook_id"])

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.webhook, name) for name in EditForm.base_fields}

    def context(self) -> dict[str, Any]:
        status = self.request.GET.get("status", "")
        wanted = {"status": status} if status in DeliveryStatus.values else {}
        rows = self.project.webhook_deliveries.filter(webhook=self.webhook, **wanted)
        part: cursors.Part[Delivery] = cursors.part(self.request, rows, SHOWN)
        return {
            "webhook": self.webhook,
            "deliveries": part.rows,
            **part.pager(),
            "status": status,
            "statuses": DeliveryStatus.choices,
            "secret": reveals.take(self.request, _place(self.webhook.pk)).get("secret"),
        }

    def save(self, form: EditForm) -> str:
        services.update(self.project, self.webhook.pk, **form.cleaned_data)
        messages.success(self.request, "Saved.")
        return self.url("webhooks-one", self.webhook.pk)


class Sent(ProjectPage):
    """One delivery: what was sent, and each answer."""

    template_name = "dashboard/webhook_delivery.html"

    def context(self) -> dict[str, Any]:
        webhook_id = self.kwargs["webhook_id"]
        row = services.get_delivery(
            self.project, webhook_id, self.kwargs["delivery_id"]
        )
        return {
            "webhook": services.get(self.project, webhook_id),
            "delivery": row,
            "payload": _pretty(row.body),
            "attempts": [
                {"row": each, "headers": _lines(each.request_headers)}
                for each in row.log.all()
            ],
        }


class WebhookAction(ProjectAction):
    """A button on the page of one endpoint."""

    back = "webhooks-one"
    needs = Action.MANAGE_WEBHOOKS

    @property
    def webhook_id(self) -> UUID:
        """Which endpoint it is about."""
        found: UUID = self.kwargs["webhook_id"]
        return found

    def back_arguments(self) -> list[Any]:
        return [self.webhook_id]


class Test(WebhookAction):
    """A test is sent."""

    def act(self) -> str:
        services.send_test(self.project, self.webhook_id)
        return "A test is on its way. Its answer stands below in a moment."


class Reveal(WebhookAction):
    """The secret is shown once more."""

    def act(self) -> str:
        secret, _ = services.secrets(self.project, self.webhook_id)
        reveals.put(self.request, _place(self.webhook_id), secret=secret)
        return ""


class Rotate(WebhookAction):
    """A new secret; the old one signs beside it for a day."""

    def act(self) -> str:
        secret, _ = services.rotate_secret(self.project, self.webhook_id)
        reveals.put(self.request, _place(self.webhook_id), secret=secret)
        return "The new secret signs from now on, and the old one for 24 hours more."


class ReplayFailed(WebhookAction):
    """Everything that failed for good is sent again."""

    def act(self) -> str:
        count = services.replay_failed(self.project, self.webhook_id)
        return (
            f"{count} {'delivery is' if count == 1 else 'deliveries are'} sent again."
        )


class Replay(WebhookAction):
    """One delivery is sent again."""

    def act(self) -> str:
        services.replay(self.project, self.webhook_id, self.kwargs["delivery_id"])
        return "The delivery is sent again."


class Delete(WebhookAction):
    """The endpoint goes, with its deliveries."""

    back = "webhooks"

    def back_arguments(self) -> list[Any]:
        return []

    def act(self) -> str:
        services.delete(self.project, self.webhook_id)
        return "The webhook is deleted."


def _pretty(body: str) -> str:
    return json.dumps(json.loads(body), indent=2, ensure_ascii=False)


def _lines(headers: dict[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers.items())
