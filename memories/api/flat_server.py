"""The flat surface's view of the server: keys, configuration, first steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError
from mem0.utils.factory import EmbedderFactory, LlmFactory
from memories import engine
from memories.api.flat_base import FlatView
from memories.instructions import generate
from orgs import limits, services
from orgs.models import ApiKey, User
from orgs.tenancy import tenant
from orgs.usage import log, representations
from orgs.usage.serializers import asked_limit

LOGGED = 50
"""Requests of a list that does not say how many."""


class ApiKeyViewSet(ViewSetMixin, FlatView):
    """The keys of the project."""

    def list(self, request: Request) -> Response:
        """Keys that open the door, newest first; never their text."""
        with tenant(self.project):
            keys = list(self.project.api_keys.live())
        return Response([_key(key) for key in keys])

    def create(self, request: Request) -> Response:
        """A new key, shown this once. It ends when the key that made it ends, and may
        no more than that."""
        body = request.data if isinstance(request.data, dict) else {}
        label = limits.check_text(body.get("label"), "label", 200)
        key, text = services.create_key(
            self.project,
            name=label,
            expires_at=self.credential.expires_at,
            scopes=self.credential.scopes,
        )
        return Response({**_key(key), "key": text}, status=201)

    def destroy(self, request: Request, key_id: str) -> Response:
        """Close a key for good."""
        try:
            found = services.revoke_key(self.project, UUID(key_id))
        except ValueError:
            found = False
        if not found:
            raise MemoryNotFoundError("API key not found")
        return Response({"message": "API key revoked"})


class ConfigurationView(FlatView):
    """What the project's memories are made with; nothing secret."""

    def get(self, request: Request) -> Response:
        """Providers and models. They are set in the environment of the server."""
        provider, config = engine.language_model(self.project)
        space = self.project.embedder or {}
        return Response(
            {
                "version": self.project.version,
                "llm": {
                    "provider": provider,
                    "config": {"model": config.get("model")} if provider else {},
                },
                "embedder": {
                    "provider": space.get("provider")
                    or settings.CONFIGURATION.embedder_provider
                    or None,
                    "config": {
                        "model": self.project.embedding_model or None,
                        "embedding_dims": self.project.embedding_dimensions,
                    },
                },
                "custom_instructions": self.project.custom_instructions,
            }
        )


class ProvidersView(FlatView):
    """Which providers this server can be configured with."""

    def get(self, request: Request) -> Response:
        """Their names."""
        return Response(
            {
                "llm": LlmFactory.get_supported_providers(),
                "embedder": EmbedderFactory.get_supported_providers(),
            }
        )


class InstructionsView(FlatView):
    """Custom instructions for a use case."""

    def post(self, request: Request) -> Response:
        """Instructions to keep in the project, and a sentence to try them with."""
        body = request.data if isinstance(request.data, dict) else {}
        most = limits.current().query
        use_case = limits.check_text(body.get("use_case"), "use_case", most)
        made = generate(self.project, use_case)
        return Response(
            {
                "custom_instructions": made.custom_instructions,
                "test_message": made.test_message,
            }
        )


class RequestLogView(FlatView):
    """What was asked of the project lately."""

    def get(self, request: Request) -> Response:
        """Requests, newest first."""
        limit = asked_limit(request.query_params, LOGGED)
        rows = log.requests(self.project, log.Wanted(), limit)
        return Response([representations.flat(row) for row in rows])


class SetupStatusView(APIView):
    """Whether the server waits for its first account; asked before there is a key."""

    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request) -> Response:
        """One boolean, nothing else."""
        return Response({"needsSetup": not User.objects.exists()})


def _key(key: ApiKey) -> dict[str, Any]:
    return {
        "id": str(key.pk),
        "label": key.name,
        "key_prefix": key.prefix,
        "created_at": key.created_at,
        "last_used_at": key.last_used_at,
        "expires_at": key.expires_at,
    }
