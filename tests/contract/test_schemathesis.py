"""Generated requests, good and bad, to every operation: no 500, nothing undocumented.

Ids of paths are swapped for those of real things where nothing is deleted, so that
not every answer is a 404. Two checks of schemathesis are left out on purpose: the
server ignores unknown keys and reads more than the document promises (so bad data is
not always refused), and a body that fits its schema may still name nobody (so good
data is not always accepted).
"""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mem0site.openapi.document import document
from mem0site.wsgi import application
from tests.conftest import make_api

DESTRUCTIVE = {
    "deleteOrganization": "takes the key of the run with it",
    "deleteProject": "takes the key of the run with it",
    "flatReset": "takes every memory of the run with it",
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    ignored_auth,
]
NEW_HOOK = {
    "name": "CRM",
    "url": "https://hooks.example.com/x",
    "event_types": ["memory_add"],
}


def from_elsewhere(environ, start_response):
    """Sign-up counts by address; the run must not use up what other tests have."""
    return application({**environ, "REMOTE_ADDR": "198.51.100.23"}, start_response)


@pytest.fixture(scope="module")
def acme():
    return make_api("Acme")


@pytest.fixture(scope="module")
def ids(acme):
    memory = acme.remember("Likes olives.")[0]["id"]
    hooks = f"/api/v1/webhooks/projects/{acme.project.pk}/"
    hook = acme.post(hooks, NEW_HOOK).json()["webhook_id"]
    delivery = acme.post(f"/api/v1/webhooks/{hook}/test/", {}).json()["id"]
    return {
        "memory_id": memory,
        "webhook_id": hook,
        "delivery_id": delivery,
        "project_id": str(acme.project.pk),
        "org_id": str(acme.project.organization_id),
        "event_id": acme.get("/v1/events/").json()["results"][0]["id"],
        "entity_id": "alice",
        "name": "alice",
    }


schema = schemathesis.openapi.from_dict(document())
schema.app = from_elsewhere
OPERATIONS = [
    pytest.param(found.ok(), id=found.ok().label)
    for found in schema.exclude(operation_id=list(DESTRUCTIVE)).get_all_operations()
]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_meets_an_undocumented_answer(operation, mode, acme, ids):
    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def every(case):
        if case.method != "DELETE":
            case.path_parameters |= {n: ids[n] for n in case.path_parameters if n in ids}
        case.call_and_validate(
            headers={"Authorization": f"Token {acme.key}"}, checks=CHECKS
        )

    every()
