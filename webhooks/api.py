"""The webhook endpoints: the hosted platform's four, and ours for the delivery log."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework import status
from rest_framework.exceptions import ValidationError as FrameworkValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import PermissionDeniedError, ValidationError
from orgs.api.base import ProjectAPIView
from orgs.pagination import Listing, asked_page, envelope, part
from orgs.tenancy import tenant
from webhooks import serializers, services


class WebhookAPIView(ViewSetMixin, ProjectAPIView):
    """Errors of a body are keyed by field, as the hosted platform has them."""

    def checked(
        self,
        serializer_class: type[Serializer[Any]],
        data: Any,
        *,
        partial: bool = False,
    ) -> dict[str, Any]:
        """The data, checked; raises a 400 that names each field."""
        serializer = serializer_class(data=data, partial=partial)
        try:
            serializer.is_valid(raise_exception=True)
        except FrameworkValidationError as exc:
            fields = exc.detail if isinstance(exc.detail, dict) else {}
            sentences = [
                f"{name}: {sentence}"
                for name, found in fields.items()
                for sentence in _flat(found)
            ]
            raise ValidationError(
                " ".join(sentences), details={"wire": fields}
            ) from exc
        asked: dict[str, Any] = serializer.validated_data
        return asked


class ProjectWebhookViewSet(WebhookAPIView):
    """The webhooks of the project."""

    def list(self, request: Request, project_id: str) -> Response:
        """All of them, oldest first, as a bare array."""
        self._check_project(project_id)
        rows = services.get_webhooks(self.project)
        return Response([serializers.webhook(row, self.project) for row in rows])

    def create(self, request: Request, project_id: str) -> Response:
        """A new webhook. Its signing secret is in this answer."""
        self._check_project(project_id)
        asked = self.checked(serializers.WebhookRequest, request.data)
        row, secret = services.create(self.project, **asked)
        body = serializers.webhook(row, self.project) | {"secret": secret}
        return Response(body, status=status.HTTP_201_CREATED)

    def _check_project(self, project_id: str) -> None:
        """Others' projects and projects that are none get the same answer."""
        try:
            same = uuid.UUID(project_id) == self.project.pk
        except ValueError:
            same = False
        if not same:
            raise PermissionDeniedError("You don't have access to this project")


class WebhookViewSet(WebhookAPIView):
    """One webhook of the project."""

    def retrieve(self, request: Request, webhook_id: str) -> Response:
        """The webhook."""
        row = services.get(self.project, webhook_id)
        return Response(serializers.webhook(row, self.project))

    def update(self, request: Request, webhook_id: str) -> Response:
        """Change what is given."""
        asked = self.checked(serializers.WebhookRequest, request.data, partial=True)
        row = services.update(self.project, webhook_id, **asked)
        return Response(
            {"message": "Webhook updated successfully"}
            | serializers.webhook(row, self.project)
        )

    def destroy(self, request: Request, webhook_id: str) -> Response:
        """Delete it with its log."""
        services.delete(self.project, webhook_id)
        return Response(
            {
                "message": "Webhook deleted successfully",
                "webhook_id": webhook_id,
                "id": webhook_id,
            }
        )

    def test(self, request: Request, webhook_id: str) -> Response:
        """Send a test ping; the log tells how it went."""
        row = services.send_test(self.project, webhook_id)
        return self._accepted(webhook_id, row.pk)

    def secret(self, request: Request, webhook_id: str) -> Response:
        """The signing secret."""
        text, until = services.secrets(self.project, webhook_id)
        return Response({"secret": text, "previous_secret_expires_at": until})

    def rotate_secret(self, request: Request, webhook_id: str) -> Response:
        """A new signing secret; the old one signs beside it for a day."""
        text, until = services.rotate_secret(self.project, webhook_id)
        return Response({"secret": text, "previous_secret_expires_at": until})

    def deliveries(self, request: Request, webhook_id: str) -> Response:
        """What was sent, newest first."""
        where = self.checked(serializers.DeliveriesRequest, request.query_params.dict())
        rows = services.deliveries(self.project, webhook_id, **where)
        narrowed = repr((webhook_id, sorted(where.items())))
        page = asked_page(
            request, Listing("deliveries", self.project, narrowed), default=50
        )
        with tenant(self.project):
            found, count = part(rows, page, by=["id"]), rows.count()
        return Response(
            envelope(
                request, page, found, count,
                show=serializers.delivery, position=lambda row: [str(row.pk)],
            )
        )  # fmt: skip

    def delivery(self, request: Request, webhook_id: str, delivery_id: str) -> Response:
        """One delivery with its log."""
        return Response(self._delivery(webhook_id, delivery_id))

    def replay(self, request: Request, webhook_id: str, delivery_id: str) -> Response:
        """Send one delivery again."""
        row = services.replay(self.project, webhook_id, delivery_id)
        return self._accepted(webhook_id, row.pk)

    def replay_failed(self, request: Request, webhook_id: str) -> Response:
        """Send all deliveries again that failed for good."""
        asked = self.checked(serializers.ReplayFailedRequest, request.data)
        count = services.replay_failed(self.project, webhook_id, asked["since"])
        return Response({"replayed": count}, status=status.HTTP_202_ACCEPTED)

    def _accepted(self, webhook_id: str, delivery_id: uuid.UUID) -> Response:
        return Response(
            self._delivery(webhook_id, delivery_id), status=status.HTTP_202_ACCEPTED
        )

    def _delivery(
        self, webhook_id: str, delivery_id: str | uuid.UUID
    ) -> dict[str, Any]:
        row = services.get_delivery(self.project, webhook_id, delivery_id)
        return serializers.delivery(row)


def _flat(found: Any) -> list[str]:
    """The sentences of a field, also of one whose items have their own."""
    if isinstance(found, dict):
        return [sentence for inside in found.values() for sentence in _flat(inside)]
    if isinstance(found, list):
        return [sentence for inside in found for sentence in _flat(inside)]
    return [str(found)]
