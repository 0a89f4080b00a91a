"""What each call about a project, its webhooks, exports and profiles sends. No I/O."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mem0.client.calls import Call, given, path, query_of
from mem0.client.endpoints import LONGEST_WAIT
from mem0.client.types import Object
from mem0.exceptions import ValidationError

JOBS = "/v2/profiles/jobs/"
SETTINGS = "/v2/profiles/settings/"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a key is at home: the ids that a ping answers."""

    org_id: str
    project_id: str

    @property
    def projects(self) -> str:
        """Where the organization's projects are."""
        return path("api", "v1", "orgs", "organizations", self.org_id, "projects")

    @property
    def project(self) -> str:
        """Where the key's own project is."""
        return self.projects + path(self.project_id)[1:]


def get_project(home: Home, fields: Sequence[str] | None) -> Call[Object]:
    query = query_of({"fields": list(fields)}) if fields else {}
    return Call("GET", home.project, query=query)


def create_project(home: Home, name: str, description: str | None) -> Call[Object]:
    return Call(
        "POST", home.projects, given({"name": name, "description": description})
    )


def update_project(home: Home, changes: Mapping[str, Any]) -> Call[Object]:
    if not changes:
        msg = "At least one setting to change is required."
        raise ValidationError(msg)
    return Call("PATCH", home.project, dict(changes))


def delete_project(home: Home) -> Call[Object]:
    return Call("DELETE", home.project)


def get_members(home: Home) -> Call[Object]:
    return Call("GET", f"{home.project}members/")


def add_member(home: Home, email: str, role: str) -> Call[Object]:
    return Call("POST", f"{home.project}members/", {"email": email, "role": role})


def update_member(home: Home, email: str, role: str) -> Call[Object]:
    return Call("PUT", f"{home.project}members/", {"email": email, "role": role})


def remove_member(home: Home, email: str) -> Call[Object]:
    return Call("DELETE", f"{home.project}members/", query={"email": email})


def get_webhooks(project_id: str) -> Call[list[Object]]:
    return Call("GET", path("api", "v1", "webhooks", "projects", project_id))


def create_webhook(
    project_id: str, url: str, name: str, event_types: Sequence[str]
) -> Call[Object]:
    body = {"url": url, "name": name, "event_types": list(event_types)}
    return Call("POST", path("api", "v1", "webhooks", "projects", project_id), body)


def update_webhook(webhook_id: str | int, changes: Mapping[str, Any]) -> Call[Object]:
    return Call("PUT", path("api", "v1", "webhooks", webhook_id), given(changes))


def delete_webhook(webhook_id: str | int) -> Call[Object]:
    return Call("DELETE", path("api", "v1", "webhooks", webhook_id))


def create_export(schema: Any, options: Mapping[str, Any]) -> Call[Object]:
    """`schema` may be a JSON Schema, its text, or a Pydantic model class."""
    if hasattr(schema, "model_json_schema"):
        schema = schema.model_json_schema()
    return Call("POST", "/v1/exports/", {"schema": schema, **given(options)})


def get_export(options: Mapping[str, Any], wait: float | None) -> Call[Any]:
    patience = min(wait or 0.0, LONGEST_WAIT)
    return Call(
        "POST",
        "/v1/exports/get/",
        given(options),
        query={} if wait is None else {"wait": patience},
        reads=True,
        patience=patience,
    )


def get_summary(filters: Mapping[str, Any] | None) -> Call[Object]:
    return Call("POST", "/v1/summary/", given({"filters": filters}), reads=True)


def get_profile(entity_id: str) -> Call[Object]:
    return Call("GET", path("v2", "entities", "user", entity_id, "profile"))


def generate_profile(entity_id: str, key: str | None) -> Call[Object]:
    body = {"operation": "trigger", "entity_type": "user", "entity_id": entity_id}
    return Call("POST", JOBS, body, idempotency_key=key)


def sample_profiles(limit: int | None, key: str | None) -> Call[Object]:
    body = given({"operation": "sample", "entity_type": "user", "limit": limit})
    return Call("POST", JOBS, body, idempotency_key=key)


def get_profile_job(job: str) -> Call[Object]:
    """A job by its id, or by the `status_url` of the answer that started it."""
    return Call("GET", job if job.startswith(JOBS) else JOBS + path(job)[1:])


def get_profile_settings() -> Call[Object]:
    return Call("GET", SETTINGS)


def update_profile_settings(changes: Mapping[str, Any]) -> Call[Object]:
    """The shape of profiles is a setting of each type of entity, and there is one."""
    shape = {name: value for name, value in changes.items() if name != "enabled"}
    body: dict[str, Any] = {}
    if "enabled" in changes:
        body["enabled"] = changes["enabled"]
    if shape:
        body["entities"] = {"user": shape}
    return Call("POST", SETTINGS, body)


def warn_of_project(name: str, replacement: str) -> None:
    """A method of the client that moved to `client.project`."""
    warnings.warn(
        f"{name}() is deprecated and may be removed from 2027-06-01 on; "
        f"use client.project.{replacement}().",
        DeprecationWarning,
        stacklevel=3,
    )
