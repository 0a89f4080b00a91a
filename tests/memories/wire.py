"""Words that the tests of the wire share."""

from __future__ import annotations

from urllib.parse import urlencode

UNKNOWN = "019a0000-0000-7000-8000-000000000000"
BEES = "I keep bees."


def tenant(api):
    return {
        "org_id": str(api.project.organization_id),
        "project_id": str(api.project.pk),
    }


def texts(rows):
    return [row["memory"] for row in rows]


def query(path, **parameters):
    return f"{path}?{urlencode(parameters)}"


def listed(api, **ids):
    return api.get(query("/v1/memories/", **(ids or {"user_id": "alice"}))).json()
