"""Nobody can read, change, count or even notice what another tenant has."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import Api
from tests.isolation.cases import CASES, Case
from tests.isolation.routes import routes
from tests.isolation.tables import fingerprint
from tests.isolation.tenants import SECRET, Ids, possessions, unlimited

REQUEST_ID = re.compile(rb'"request_id":"[^"]*"')
MADE_NOW = re.compile(rb'"(event_id|receipt_id|id)":"[0-9a-f-]{36}"')

everything = pytest.mark.parametrize(
    "case", CASES.values(), ids=[f"{method} {route}" for route, method in CASES]
)
naming = pytest.mark.parametrize(
    "case",
    [case for case in CASES.values() if case.denied],
    ids=[f"{method} {route}" for (route, method), c in CASES.items() if c.denied],
)


@pytest.fixture(scope="module")
def acme() -> Api:
    return unlimited("Acme")


@pytest.fixture(scope="module")
def umbrella() -> Api:
    return unlimited("Umbrella")


@pytest.fixture(scope="module")
def theirs(umbrella: Api) -> Ids:
    return possessions(umbrella)


@pytest.fixture
def nobodys() -> Ids:
    return Ids.unknown()


def ask(api: Api, method: str, case: Case, ids: Ids, **more: Any) -> Any:
    body = case.body
    if more:
        body = {**(body or {}), **more}
    text = None if body is None else json.loads(ids.fill(json.dumps(body)))
    return api.call(method, ids.fill(case.path), text)


METHODS = {id(case): method for (_, method), case in CASES.items()}


def method_of(case: Case) -> str:
    return METHODS[id(case)]


def plain(answer: Any, ids: Ids) -> bytes:
    """The body byte for byte, but for the ids asked for and what is new each time."""
    body = REQUEST_ID.sub(b'"request_id":""', ids.hide(answer.content))
    return MADE_NOW.sub(b'"made":"now"', body)


def test_every_route_has_a_case():
    assert sorted(CASES) == sorted(routes())


def test_every_id_in_a_route_is_asked_for_by_its_case():
    for (route, method), case in CASES.items():
        if "<" in route:
            assert "{" in case.path, (route, method)
            assert case.denied, (route, method)


@naming
def test_anothers_id_is_answered_as_an_unknown_one(
    acme, umbrella, theirs, nobodys, case
):
    method = method_of(case)
    before = fingerprint(umbrella.project.pk), fingerprint(acme.project.pk)
    foreign = ask(acme, method, case, theirs)
    between = fingerprint(acme.project.pk)
    unknown = ask(acme, method, case, nobodys)
    assert foreign.status_code == unknown.status_code == case.denied, foreign.content
    assert plain(foreign, theirs) == plain(unknown, nobodys)
    assert foreign["content-type"] == unknown["content-type"]
    assert SECRET.encode() not in foreign.content
    assert fingerprint(umbrella.project.pk) == before[0]
    if case.denied >= 400:
        assert between == before[1]


@everything
def test_a_request_cannot_move_its_key_to_another_tenant(
    acme, umbrella, theirs, nobodys, case
):
    before = fingerprint(umbrella.project.pk), fingerprint(acme.project.pk)
    for name, place in itertools.product(("project_id", "org_id"), ("query", "body")):
        foreign, unknown = (
            moved(acme, case, ids, name, place) for ids in (theirs, nobodys)
        )
        assert foreign.status_code == unknown.status_code == 404, (name, place)
        assert plain(foreign, theirs) == plain(unknown, nobodys)
    assert fingerprint(umbrella.project.pk) == before[0]
    assert fingerprint(acme.project.pk) == before[1]


def moved(api: Api, case: Case, ids: Ids, name: str, place: str) -> Any:
    """The answer to a request that names another tenant than its key."""
    tenant = ids.project if name == "project_id" else ids.organization
    if place == "body":
        return ask(api, method_of(case), case, ids, **{name: tenant})
    mark = "&" if "?" in case.path else "?"
    path = f"{case.path}{mark}{name}={tenant}"
    return ask(api, method_of(case), replace(case, path=path), ids)


@everything
def test_a_request_without_a_key_is_refused(theirs, umbrella, case, settings):
    settings.FAILED_AUTHENTICATIONS_PER_MINUTE = 0
    before = fingerprint(umbrella.project.pk)
    stranger = Api(umbrella.project, "")
    answer = ask(stranger, method_of(case), case, theirs)
    assert answer.status_code == 401
    assert answer["content-type"].startswith("application/json")
    assert isinstance(answer.json()["detail"], str)
    assert "www-authenticate" in answer
    assert SECRET.encode() not in answer.content
    assert fingerprint(umbrella.project.pk) == before


@naming
def test_its_own_ids_are_not_refused_to_a_tenant(case):
    """Else the answers above would prove nothing."""
    owner = unlimited("Owner")
    ids = possessions(owner)
    if "{hold}" not in case.path:  # under it nothing could be deleted
        owner.delete(f"/v1/holds/{ids.hold}/")
    answer = ask(owner, method_of(case), case, ids)
    assert 200 <= answer.status_code < 300, answer.content


def test_a_batch_with_one_foreign_id_changes_nothing(acme, umbrella, theirs):
    own = possessions(acme)
    before = fingerprint(umbrella.project.pk), fingerprint(acme.project.pk)
    mixed = [{"memory_id": own.memory, "text": "A"}, {"memory_id": theirs.memory}]
    for method in ("PUT", "DELETE"):
        mixed[1]["text"] = "B"
        answer = acme.call(method, "/v1/batch/", {"memories": mixed})
        assert answer.status_code == 404
    assert fingerprint(umbrella.project.pk) == before[0]
    assert fingerprint(acme.project.pk) == before[1]


@pytest.mark.parametrize(
    "path",
    ["/v2/entities/user/vault-keeper/", "/v1/memories/?user_id=vault-keeper",
     "/v1/memories/?user_id=*&agent_id=*&app_id=*&run_id=*"],
)  # fmt: skip
def test_the_same_name_in_two_tenants_is_two_entities(umbrella, theirs, path):
    other = unlimited("Namesake")
    possessions(other)
    before = fingerprint(umbrella.project.pk)
    assert other.delete(path).status_code == 200
    assert other.post("/v3/memories/", {"filters": {"user_id": "*"}}).json()[
        "count"
    ] == (0)
    assert fingerprint(umbrella.project.pk) == before


def test_a_filter_for_everybody_means_everybody_of_the_tenant(acme, umbrella, theirs):
    for where in ({"user_id": "*"}, {"OR": [{"user_id": "*"}, {"agent_id": "*"}]}):
        found = acme.post("/v3/memories/search/", {"query": "vault", "filters": where})
        assert theirs.memory not in {hit["id"] for hit in found.json()["results"]}
