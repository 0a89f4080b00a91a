"""The page "Audit log"."""

from __future__ import annotations

import csv
import io

from orgs import audit, services
from orgs.audit.reads import READS
from orgs.members import Actor, change_role
from orgs.models import Role
from tests.archive.conftest import transfers
from tests.conftest import Api


def log(person, query=""):
    return person.see(f"{person.url('audit')}{query}")


def test_it_tells_who_did_what_from_where(owner, member):
    owner.edit(owner.url("settings"), name="Renamed", description="")
    page = log(owner)
    assert "project changed" in page
    assert "settings: name" in page
    assert owner.user.email in page
    assert "127.0.0.1" in page
    assert f'href="{owner.url("settings")}"' in page
    actor = Actor(owner.user.pk, Role.OWNER)
    change_role(
        owner.project.organization, actor, email=member.user.email, role=Role.READER
    )
    page = log(owner, "?action=member")
    assert "member role changed" in page
    assert member.user.email in page
    assert owner.of_organization("members") in page


def test_reads_by_keys_are_shown_when_they_are_asked_for(owner):
    _, key = services.create_key(owner.project)
    api = Api(owner.project, key)
    (made,) = api.remember("I live in Porto.")
    api.get(f"/v1/memories/{made['id']}/")
    READS.flush()
    assert "memory read" not in log(owner).split("<tbody>")[-1]
    page = log(owner, "?stream=reads").split("<tbody>")[-1]
    assert "memory read" in page
    assert owner.url("memories-memory", made["id"]) in page
    assert "Porto" not in page
    assert "memory read" in log(owner, "?stream=all&here=on").split("<tbody>")[-1]
    assert "No entry matches" in log(owner, "?stream=reads&object=user:nobody")


def test_nonsense_narrows_nothing(owner):
    page = log(owner, "?from=yesterday&before=x&stream=y&object=%00")
    assert "organization created" in page


def test_it_is_taken_as_a_file_and_that_is_an_entry(owner):
    page = log(owner, "?action=organization")
    assert "as=csv" in page
    answer = owner.browser.get(f"{owner.url('audit-file')}?as=csv&action=organization")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [row["action"] for row in rows] == [audit.Act.ORGANIZATION_CREATED]
    assert "audit exported" in log(owner)
    assert owner.browser.get(f"{owner.url('audit-file')}?as=xml").status_code == 404


def test_exports_are_entries_and_archives_lead_to_their_page(owner):
    _, key = services.create_key(owner.project)
    body = {"schema": {"type": "object"}, "filters": {"user_id": "alice"}}
    assert Api(owner.project, key).post("/v1/exports/", body).status_code == 201
    owner.send(owner.url("transfers-archive"))
    page = log(owner, "?action=export")
    assert page.split("<tbody>")[-1].count("export created") == 2
    (row,) = transfers(owner.project)
    assert owner.url("transfers-transfer", row.pk) in page


def test_a_name_in_the_log_is_never_a_script(owner):
    services.create_key(owner.project, name="<script>alert(1)</script>")
    assert "<script>alert" not in log(owner)


def test_only_owners_and_administrators_see_it(admin, member, reader):
    assert "Audit log" in log(admin)
    for person in (member, reader):
        for name in ("audit", "audit-file"):
            assert person.browser.get(person.url(name)).status_code == 403
        assert person.url("audit") not in person.see(person.url("memories"))


def test_an_erasure_leads_to_its_receipt(owner):
    _, key = services.create_key(owner.project)
    made = Api(owner.project, key).delete("/v2/entities/user/nobody/").json()
    address = owner.of_organization("receipts-receipt", made["receipt_id"])
    assert f'href="{address}"' in log(owner)
