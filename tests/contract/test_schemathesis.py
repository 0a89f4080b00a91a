"""Generated requests, good and bad, to every operation: no 500, nothing undocumented.

Ids of paths are swapped for those of real things where nothing is deleted, so that
not every answer is a 404. Two checks of schemathesis are left out on purpose: the
server ignores unknown keys and reads more than the document promises (so bad data is
not always refused), and a body that fits its schema may still name nobody (so good
data is not always accepted).
"""

from __future__ import annotations

import itertools

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mem0site.openapi.document import document
from tests.contract.world import World

LEFT_OUT = {
    "deleteOrganization": "takes the key of the run with it",
    "deleteProject": "takes the key of the run with it",
    "flatReset": "takes every memory of the run with it",
    "healthz": "takes nothing",
    "readyz": "takes nothing, and is a 503 where no worker runs",
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    ignored_auth,
]
EXAMPLES = 3
application = get_wsgi_application()
requests = itertools.count()


def from_anywhere(environ, start_response):
    """Each request from an address of its own: sign-up and wrong keys are counted by
    address, and the run must not use up what other tests have."""
    number = next(requests)
    address = f"10.99.{number // 250 % 250}.{number % 250 + 1}"
    return application({**environ, "REMOTE_ADDR": address}, start_response)


schema = schemathesis.openapi.from_dict(document())
schema.app = from_anywhere
FOUND = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
IDS = {found.label: found.definition.raw["operationId"] for found in FOUND}
OPERATIONS = [
    pytest.param(each, id=each.label)
    for each in FOUND
    if IDS[each.label] not in LEFT_OUT
]


@pytest.fixture(scope="module")
def world():
    return World()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_meets_an_undocumented_answer(operation, mode, world):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def every(case):
        if case.method != "DELETE":
            real = {n: world.ids[n] for n in case.path_parameters if n in world.ids}
            case.path_parameters |= real
        case.call_and_validate(
            headers={"Authorization": f"Token {world.api.key}"}, checks=CHECKS
        )

    try:
        every()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # it takes nothing that could be wrong


def test_all_operations_are_tried_but_those_that_are_named():
    assert set(LEFT_OUT) <= set(IDS.values())
    assert len(OPERATIONS) + len(LEFT_OUT) == sum(
        len(item) for item in document()["paths"].values()
    )
