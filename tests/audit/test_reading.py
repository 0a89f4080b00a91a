"""The log as owners and administrators read it: narrowed, page by page, as files."""

from __future__ import annotations

import csv
import io
import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from orgs import audit, services
from orgs.audit.reads import READS
from orgs.models import Membership, Role, User
from tests.conftest import Api

Act = audit.Act


def key_of(organization, role):
    user = User.objects.create_user(f"{uuid.uuid4().hex}@example.org")
    Membership.objects.create(organization=organization, user=user, role=role)
    project = organization.projects.get()
    return Api(project, services.create_key(project, created_by=user)[1])


@pytest.fixture
def owner(database):
    return key_of(services.create_organization(name="Hooli"), Role.OWNER)


def path(api, query=""):
    return f"/api/v1/orgs/organizations/{api.project.organization_id}/audit/{query}"


def read(api, query=""):
    READS.flush()
    answer = api.get(path(api, query))
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def actions(api, query=""):
    return [row["action"] for row in read(api, query)]


def test_an_entry_says_who_did_what_to_which_object(owner):
    owner.post(path(owner).replace("audit/", "projects/"), {"name": "Second"})
    (row,) = read(owner, "?action=project.created&actor=key")
    assert row["actor"]["kind"] == "key"
    assert row["actor"]["name"] == f"{owner.key[:7]}…{owner.key[-4:]}"
    assert row["object"] == {"kind": "project", "id": row["project_id"]}
    assert (row["ip"], row["details"]) == ("127.0.0.1", {"name": "Second"})
    assert len(row["hash"]) == 64


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OWNER, 200), (Role.ADMIN, 200), (Role.MEMBER, 403), (Role.READER, 403)],
)
def test_the_table_of_roles_decides(database, role, status):
    api = key_of(services.create_organization(name="Hooli"), role)
    assert api.get(path(api)).status_code == status
    assert api.get(path(api, "?format=csv")).status_code == status


def test_the_log_of_others_does_not_exist(owner, umbrella):
    assert owner.get(path(umbrella)).status_code == 404


def test_it_is_narrowed_by_whatever_is_asked(owner):
    owner.remember("I live in Porto.", user_id="alice@example.org")
    owner.get("/v1/memories/?user_id=alice@example.org")
    start = timezone.now()
    owner.get("/v1/memories/?user_id=bob")
    about = "object=user:alice@example.org"
    assert actions(owner, f"?{about}") == [Act.LISTED]
    assert actions(owner, "?stream=reads") == [Act.LISTED, Act.LISTED]
    assert Act.LISTED not in actions(owner, "?stream=administration")
    since = start.isoformat().replace("+", "%2B")
    assert actions(owner, f"?from={since}&action=memories") == [Act.LISTED]
    assert actions(owner, f"?to={since}&{about}") == [Act.LISTED]
    assert actions(owner, f"?actor={owner.key[:7]}&object=user") == [Act.LISTED] * 2
    assert set(actions(owner, "?action=key")) == {Act.KEY_CREATED}
    maker = User.objects.get(memberships__organization=owner.project.organization_id)
    assert actions(owner, f"?actor={maker.email}") == []
    assert len(actions(owner, f"?project={owner.project.pk}&stream=reads")) == 2
    assert actions(owner, f"?project={uuid.uuid4()}") == []
    assert actions(owner, f"?object=key:{uuid.uuid4()}") == []
    assert actions(owner, "?actor=nobody@example.org") == []


def test_pages_show_each_entry_once_in_the_order_of_time(owner):
    for number in range(5):
        owner.get(f"/v1/memories/?user_id=u{number}")
        services.rename_organization(owner.project.organization, f"Hooli {number}")
    every = read(owner, "?limit=1000")
    READS.flush()
    seen, url = [], path(owner, "?limit=4")
    while url:
        answer = owner.get(url).json()
        seen += answer["results"]
        url = answer["next"]
    assert seen == every
    assert [row["id"] for row in every] == sorted(
        (r["id"] for r in every), reverse=True
    )
    assert {row["stream"] for row in every} == {"administration", "reads"}


@pytest.mark.parametrize(
    "query",
    ["stream=x", "project=x", "from=x", "to=x", "before=x", "limit=0", "limit=9999",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_a_400(owner, query):
    answer = owner.get(path(owner, f"?{query}"))
    assert answer.status_code == 400
    answer = owner.get(path(owner, f"?format=csv&{query}"))
    if not query.startswith("limit"):
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/json"


def test_a_format_that_is_none_is_refused(owner):
    assert owner.get(path(owner, "?format=xml")).status_code == 404


def test_it_comes_as_lines_of_json_oldest_first(owner):
    owner.get("/v1/memories/?user_id=alice")
    every = read(owner)
    answer = owner.get(path(owner), accept="application/x-ndjson")
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.getvalue().splitlines()]
    assert [row["id"] for row in lines[:-1]] == [row["id"] for row in reversed(every)]
    assert lines[-1]["action"] == Act.AUDIT_EXPORTED


def test_no_cell_of_a_table_is_a_formula(owner):
    organization = owner.project.organization
    for name in ("=1+1", "+1", "-1", "@SUM(A1)"):
        audit.record(
            Act.KEY_CREATED,
            organization=organization,
            about=(name, "=cmd|'/c calc'!A1"),
        )
    answer = owner.get(path(owner, "?format=csv&action=key.created"))
    assert answer.headers["Content-Type"] == "text/csv"
    heading, *rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    assert heading[:4] == ["at", "stream", "seq", "action"]
    assert len(rows) == 5
    cells = [cell for row in rows for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
    assert "'=cmd|'/c calc'!A1" in cells


def exported(*options):
    said = io.StringIO()
    call_command("audit", "export", *options, stdout=said)
    return said.getvalue()


def test_the_command_writes_the_log_of_an_organization_that_is_gone(owner):
    organization = owner.project.organization
    assert owner.delete(path(owner).removesuffix("audit/")).status_code == 200
    lines = exported("--organization", str(organization.pk)).splitlines()
    assert json.loads(lines[-1])["action"] == Act.ORGANIZATION_DELETED
    table = exported(
        "--organization", str(organization.pk), "--format", "csv", "--action", "key"
    )
    assert table.count(Act.KEY_CREATED) == 1
    with pytest.raises(CommandError, match="from"):
        exported("--from", "yesterday-ish")
