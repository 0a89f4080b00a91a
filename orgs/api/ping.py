"""`GET /v1/ping/`: who this key is. The first call of every official client."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from orgs.api.base import ProjectAPIView


class PingView(ProjectAPIView):
    """The organization and the project of the key."""

    def get(self, request: Request) -> Response:
        """Answer the ids, which clients keep."""
        return Response(
            {
                "status": "ok",
                "org_id": str(self.project.organization_id),
                "project_id": str(self.project.pk),
                "user_email": self._label(),
            }
        )

    def _label(self) -> str:
        """A name for the connection.

        Not an address, because clients would report it. Printable ASCII, because the
        JavaScript clients send it back as a header and cannot send anything else.
        """
        name = f"{self.project.organization.name} / {self.project.name}"
        safe = name.replace("@", " at ").encode("ascii", "replace").decode()
        return "".join(sign if sign.isprintable() else " " for sign in safe)
