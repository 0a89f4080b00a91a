"""Profiles of users: read one, make some, say what shape they have."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError, ValidationError
from memories import profile_runs, profile_settings, profiles, staleness
from memories.models_exports import ProfileRun
from memories.profile_settings import MOST_SAMPLED
from orgs import limits
from orgs.api.base import ProjectAPIView

DEFAULT_SAMPLE = 5


class ProfileView(ProjectAPIView):
    """One user's profile."""

    def get(self, request: Request, name: str) -> Response:
        """The profile and how far it is; 404 only for an unknown user."""
        entity_id = limits.check_entity_id(name, "entity name")
        row, status = profiles.profile(self.project, entity_id)
        settings = profile_settings.read(self.project)
        return Response(
            {
                "profile": row.data,
                "status": status,
                "stale": staleness.is_stale(self.project, row, settings),
                "entity_type": row.entity_type,
                "entity_id": row.entity_id,
                "updated_at": row.completed_at,
                "generation_count": row.generation_count,
                "error": row.error,
                "evidence": row.evidence,
                "method": row.method or None,
                "memory_count": row.memory_count,
            }
        )


class ProfileRunViewSet(ViewSetMixin, ProjectAPIView):
    """Make profiles, follow a run."""

    def start(self, request: Request) -> Response:
        """Take a run; the same `Idempotency-Key` answers the same run."""
        run, replayed = profile_runs.start(self.project, self._asked())
        body = {
            "job_id": str(run.pk),
            "status": profile_runs.status(run),
            "status_url": f"/v2/profiles/jobs/{run.pk}/",
            "operation": run.operation,
            "entity_type": run.entity_type,
            "entity_count_reserved": len(run.entity_ids),
            "event_id": str(run.event_id),
            "replayed": replayed,
        }
        if run.operation == "sample":
            body |= {"sampled": len(run.entity_ids), "entity_ids": run.entity_ids}
        return Response(body, status=200 if replayed else 202)

    def retrieve(self, request: Request, run_id: str) -> Response:
        """How far a run is."""
        try:
            key = UUID(run_id)
        except ValueError:
            raise MemoryNotFoundError("Profile job not found") from None
        return Response({"job": _run(profile_runs.get(self.project, key))})

    def _asked(self) -> profile_runs.Asked:
        body = self.request.data if isinstance(self.request.data, dict) else {}
        if body.get("entity_type", profiles.USER) != profiles.USER:
            raise ValidationError('entity_type must be "user".')
        shared: dict[str, Any] = {
            "idempotency_key": _idempotency_key(self.request),
            "request_id": self.request_id,
        }
        match body.get("operation"):
            case "trigger":
                name = limits.check_entity_id(body.get("entity_id"), "entity_id")
                return profile_runs.Asked("trigger", name, **shared)
            case "sample":
                asked = body.get("limit")
                limit = DEFAULT_SAMPLE if asked is None else asked
                number = limits.check_integer(limit, "limit", 1, MOST_SAMPLED)
                return profile_runs.Asked("sample", limit=number, **shared)
        raise ValidationError('operation must be "trigger" or "sample".')


class ProfileSettingsView(ProjectAPIView):
    """Whether the project keeps profiles, and of what shape."""

    def get(self, request: Request) -> Response:
        """The settings and what the server can do."""
        row = profile_settings.read(self.project)
        return Response(profile_settings.represented(self.project, row))

    def post(self, request: Request) -> Response:
        """Change what was sent and nothing else."""
        row = profile_settings.change(self.project, request.data)
        return Response(profile_settings.represented(self.project, row))


def _run(run: ProfileRun) -> dict[str, Any]:
    return {
        "id": str(run.pk),
        "operation": run.operation,
        "entity_type": run.entity_type,
        "status": profile_runs.status(run),
        "total": len(run.entity_ids),
        "enumeration_complete": True,
        "completed": run.succeeded + run.failed + run.skipped,
        "succeeded": run.succeeded,
        "failed": run.failed,
        "skipped": run.skipped,
        "created_at": run.created_at,
        "completed_at": run.completed_at,
    }


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key", "").strip()
    most = limits.current().idempotency_key
    if len(key) > most or not key.isprintable():
        msg = f"Idempotency-Key: at most {most} printable characters are allowed."
        raise ValidationError(msg)
    return key or None
