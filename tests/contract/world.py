"""A project with one of everything and the key of its owner; its ids stand in for
those of the examples."""

from __future__ import annotations

import uuid

from orgs import services
from orgs.models import User
from tests.conftest import Api

NEW_HOOK = {
    "name": "CRM",
    "url": "https://hooks.example.com/x",
    "event_types": ["memory_add"],
}


class World:
    """An API client and the ids of what its project has, by path parameter."""

    def __init__(self) -> None:
        email = f"owner-{uuid.uuid4().hex}@example.com"
        owner = User.objects.create_user(email=email, password="correct horse battery")
        project = services.create_organization(name="Acme", owner=owner).projects.get()
        self.api = Api(project, services.create_key(project, created_by=owner)[1])
        self.memory, self.other = (
            each["id"] for each in self.api.remember("Likes olives.", "Plays chess.")
        )
        hooks = f"/api/v1/webhooks/projects/{project.pk}/"
        hook = self.api.post(hooks, NEW_HOOK).json()["webhook_id"]
        test = self.api.post(f"/api/v1/webhooks/{hook}/test/", {})
        events = self.api.get("/v1/events/").json()["results"]
        self.ids: dict[str, str] = {
            "memory_id": self.memory,
            "webhook_id": hook,
            "delivery_id": test.json()["id"],
            "project_id": str(project.pk),
            "org_id": str(project.organization_id),
            "event_id": events[0]["id"],
            "hold_id": self.held(),
            "rule_id": self.api.post("/v1/retention/rules/", {"days": 9}).json()["id"],
            "erasure_id": self.erased(),
            "entity_type": "user",
            "entity_id": "alice",
            "name": "alice",
        }

    def erased(self) -> str:
        """The id of a receipt."""
        answer = self.api.delete("/v2/entities/user/nobody/").json()
        return str(answer["receipt_id"])

    def held(self) -> str:
        """The id of a legal hold."""
        body = {"reason": "x", "entity_type": "user", "entity_id": "zoe"}
        return str(self.api.post("/v1/holds/", body).json()["id"])
