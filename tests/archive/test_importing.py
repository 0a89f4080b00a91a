"""Into a project that has something already; by halves; by strangers; too late."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from mem0.exceptions import ConflictError, MemoryQuotaExceededError
from memories import jobs
from memories.archive import importing, pieces, running, services
from memories.archive.models import Direction
from memories.archive.reading import Archive
from memories.archive.refusals import ArchiveRefusedError
from orgs import services as orgs
from orgs.models import Organization
from orgs.tenancy import tenant
from tests.archive.conftest import (
    archived,
    carried_out,
    files,
    send,
    taken_in,
    transfers,
)
from tests.archive.test_hostile import ID, MEMORY, lines, packed
from tests.conftest import make_api
from tests.isolation.tables import fingerprint
from tests.memories.worker import work

TEA = packed({"memories.ndjson": lines(MEMORY)})
WINE = packed({"memories.ndjson": lines({**MEMORY, "text": "Likes wine."})})


def text(api):
    return api.get(f"/v1/memories/{ID}/").json()["memory"]


def found(api, query):
    body = {"query": query, "filters": {"user_id": "alice"}}
    return [
        hit["memory"]
        for hit in api.post("/v3/memories/search/", body).json()["results"]
    ]


def test_a_dry_run_writes_nothing_and_says_what_would_happen(full, empty):
    archive = archived(full.project, vectors=True)
    empty.remember("I keep bees.")
    before = fingerprint(empty.project.pk)
    told = taken_in(empty, archive, dry_run=True)
    assert fingerprint(empty.project.pk) == before
    done = taken_in(empty, archive)
    assert {**told.as_json(), "dry_run": False} == done.as_json()


def test_what_is_there_with_other_content_is_reported_and_left(empty):
    taken_in(empty, TEA)
    report = taken_in(empty, WINE)
    assert report.kinds["memories"] == {"new": 0, "equal": 0, "conflicting": 1}
    assert report.differences == [
        {"file": "memories.ndjson", "line": 1, "key": ID,
         "reason": "its content differs", "outcome": "kept"}
    ]  # fmt: skip
    assert text(empty) == "Likes olives."


def test_what_is_there_is_overwritten_when_that_is_asked_for(empty):
    taken_in(empty, TEA)
    report = taken_in(empty, WINE, overwrite=True)
    assert report.differences[0]["outcome"] == "overwritten"
    assert text(empty) == "Likes wine."
    assert found(empty, "wine") == ["Likes wine."]
    assert taken_in(empty, WINE).total("equal") == 1


def test_what_is_under_a_legal_hold_is_not_overwritten(empty):
    taken_in(empty, TEA)
    hold = {"entity_type": "user", "entity_id": MEMORY["user_id"], "reason": "Case 17"}
    empty.post("/v1/holds/", hold)
    with pytest.raises(ArchiveRefusedError, match="Case 17"):
        taken_in(empty, WINE, overwrite=True)
    assert text(empty) == "Likes olives."
    empty.post("/v1/holds/", {"reason": "Audit of 2026"})
    with pytest.raises(ConflictError, match="Audit of 2026"):
        services.create_import(empty.project, io.BytesIO(WINE), overwrite=True)


def test_the_terms_are_counted_as_if_it_had_always_been_so(empty):
    """What the weights of words are made of, after imports and overwriting."""
    taken_in(empty, TEA)
    taken_in(empty, WINE, overwrite=True)
    other = make_api("Other")
    taken_in(other, WINE)
    counted = []
    for api in (empty, other):
        with tenant(api.project):
            sums = {}
            for row in api.project.term_deltas.all():
                for term in row.terms:
                    sums[term] = sums.get(term, 0) + row.documents
        counted.append({term: n for term, n in sums.items() if n})
    assert counted[0] == counted[1] != {}


def test_the_same_statement_under_another_id_keeps_its_place(empty):
    taken_in(empty, TEA)
    other = packed({"memories.ndjson": lines({**MEMORY, "id": ID[:-1] + "0"})})
    report = taken_in(empty, other, overwrite=True)
    assert report.differences[0]["reason"] == importing.TAKEN
    assert report.differences[0]["outcome"] == "kept"
    with tenant(empty.project):
        assert empty.project.memories.count() == 1


def test_the_same_statement_twice_in_one_archive_is_taken_once(empty):
    both = [MEMORY, {**MEMORY, "id": ID[:-1] + "f"}]
    report = taken_in(empty, packed({"memories.ndjson": lines(*both)}))
    assert report.kinds["memories"] == {"new": 1, "equal": 0, "conflicting": 1}


def test_settings_that_were_chosen_are_kept_unless_overwriting(full, empty):
    owner = f"/api/v1/orgs/organizations/{empty.project.organization_id}"
    path = f"{owner}/projects/{empty.project.pk}/"
    empty.call("PATCH", path, {"custom_instructions": "Mine."})
    archive = archived(full.project)
    assert taken_in(empty, archive).kinds["settings"]["conflicting"] == 1
    assert empty.get(path).json()["custom_instructions"] == "Mine."
    taken_in(empty, archive, overwrite=True)
    told = empty.get(path).json()["custom_instructions"]
    assert told == full.get(path.replace(str(empty.project.pk), str(full.project.pk)).replace(
        str(empty.project.organization_id), str(full.project.organization_id))
    ).json()["custom_instructions"]  # fmt: skip


def test_webhooks_arrive_switched_off_with_a_secret_of_their_own(full, empty):
    taken_in(empty, archived(full.project))
    secrets = []
    for api in (full, empty):
        hooks = api.get(f"/api/v1/webhooks/projects/{api.project.pk}/").json()
        secrets.append(api.get(f"/api/v1/webhooks/{hooks[0]['id']}/secret/").json())
    assert not hooks[0]["is_active"]
    assert secrets[0]["secret"] != secrets[1]["secret"]
    assert b"whsec" not in archived(full.project)


def test_an_import_counts_against_the_plan():
    organization = orgs.create_organization(name="Small", plan="free")
    Organization.objects.filter(pk=organization.pk).update(
        plan_overrides={"memories": 1}
    )
    project = organization.projects.get()
    api = make_api("Small")
    api.project = project
    rows = [MEMORY, {**MEMORY, "id": ID[:-1] + "f", "text": "Likes figs."}]
    with pytest.raises(MemoryQuotaExceededError):
        taken_in(api, packed({"memories.ndjson": lines(*rows)}))
    with tenant(project):
        assert project.memories.count() == 0


def test_rows_of_another_tenant_with_the_same_ids_are_not_in_the_way(full, empty):
    before = fingerprint(full.project.pk)
    taken_in(empty, archived(full.project, vectors=True))
    assert fingerprint(full.project.pk) == before


@pytest.mark.parametrize("after", range(1, 9))
def test_an_import_that_ends_in_the_middle_leaves_nothing(full, empty, after):
    """Wherever it ends, all that was written is taken back."""
    archive = archived(full.project)
    before = fingerprint(empty.project.pk)
    batches = iter(range(1, after))

    def end(done, total):
        if next(batches, None) is None:
            raise KeyboardInterrupt

    opened = Archive(io.BytesIO(archive), len(archive))
    with pytest.raises(KeyboardInterrupt):
        importing.write(empty.project, opened, tell=end)
    assert fingerprint(empty.project.pk) == before


def test_a_second_import_waits_for_the_first(empty):
    assert send(empty, TEA).status_code == 202
    answer = send(empty, TEA)
    assert answer.status_code == 409
    assert "under way" in answer.json()["detail"]


def test_a_worker_that_was_killed_while_writing_is_followed_by_another(empty):
    sent = send(empty, TEA).json()
    (row,) = transfers(empty.project)
    work(empty.project)  # checked
    held = jobs.claim(empty.project.pk, row.job_id)
    with tenant(empty.project):  # its lease runs out
        empty.project.jobs.filter(pk=held.job_id).update(lease_until=timezone.now())
    later = jobs.claim(empty.project.pk, row.job_id)
    with pytest.raises(jobs.LeaseLostError):
        running.run_import(held, empty.project)
    with tenant(empty.project):
        assert empty.project.memories.count() == 0
        empty.project.jobs.filter(pk=later.job_id).update(status="queued")
    told = carried_out(empty, f"/v1/imports/{sent['id']}/")
    assert (told["status"], told["report"]["new"]) == ("SUCCEEDED", 1)
    assert found(empty, "olives") == ["Likes olives."]


def test_a_file_goes_when_its_time_is_over(empty):
    made = services.create_export(empty.project)
    path = f"/v1/archives/{made.pk}/"
    assert empty.get(f"{path}download/").status_code == 404
    assert carried_out(empty, path)["download"]
    with tenant(empty.project):
        empty.project.transfers.update(
            expires_at=timezone.now() - dt.timedelta(hours=1)
        )
    assert empty.get(path).json()["download"] is None
    assert empty.get(f"{path}download/").status_code == 404
    services.purge()
    assert list(pieces.read(empty.project, made.pk)) == []
    assert empty.get(path).status_code == 200


def test_an_archive_can_be_deleted_with_its_file(empty):
    made = services.create_export(empty.project)
    carried_out(empty, f"/v1/archives/{made.pk}/")
    assert empty.delete(f"/v1/archives/{made.pk}/").status_code == 200
    assert list(pieces.read(empty.project, made.pk)) == []
    assert empty.get(f"/v1/archives/{made.pk}/").status_code == 404


def test_who_is_erased_is_in_no_archive_either(empty):
    empty.remember("I keep bees.", user_id="zoe")
    made = services.create_export(empty.project)
    carried_out(empty, f"/v1/archives/{made.pk}/")
    assert empty.delete("/v2/entities/user/zoe/").status_code == 200
    assert list(pieces.read(empty.project, made.pk)) == []
    assert empty.get("/v1/archives/").json()["count"] == 0


def test_a_restricted_key_may_not_import(empty):
    _, key = orgs.create_key(empty.project, scopes=["memories:write", "exports"])
    answer = send(type(empty)(empty.project, key), TEA)
    assert answer.status_code == 403
    assert answer.json()["code"] == "missing_scope"


def test_the_commands_write_and_read_a_file(full, empty, tmp_path, capsys):
    file = tmp_path / "project.zip"
    call_command("archive_project", str(full.project.pk), str(file))
    assert not file.with_name("project.zip.part").exists()
    call_command("import_archive", str(empty.project.pk), str(file), "--dry-run")
    with tenant(empty.project):
        assert empty.project.memories.count() == 0
    call_command("import_archive", str(empty.project.pk), str(file))
    assert "Imported:" in capsys.readouterr().out
    was = files(file.read_bytes())
    assert files(archived(empty.project))["memories.ndjson"] == was["memories.ndjson"]
    file.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_archive", str(empty.project.pk), str(file))


def test_lists_show_newest_first(empty):
    first, second = (services.create_export(empty.project) for _ in range(2))
    listed = empty.get("/v1/archives/").json()
    assert [row["id"] for row in listed["results"]] == [str(second.pk), str(first.pk)]
    assert services.get(empty.project, Direction.EXPORT, first.pk).pk == first.pk


def rule_of(api):
    (rule,) = api.get("/v1/retention/").json()["rules"]
    return rule


def test_a_hold_is_in_force_again_and_no_move_is_the_way_out_of_it(acme, empty):
    acme.remember("I like tea.")
    acme.post(
        "/v1/holds/",
        {"entity_type": "user", "entity_id": "alice", "reason": "Case 18"},
    )
    lifted = acme.post("/v1/holds/", {"reason": "Audit"}).json()["id"]
    acme.delete(f"/v1/holds/{lifted}/")
    archive = archived(acme.project)
    report = taken_in(empty, archive)
    assert report.kinds["holds"] == {"new": 1, "equal": 0, "conflicting": 0}
    refused = empty.delete("/v1/memories/?user_id=alice")
    assert (refused.status_code, refused.json()["code"]) == (409, "legal_hold")
    assert taken_in(empty, archive).kinds["holds"]["equal"] == 1
    assert len(empty.get("/v1/holds/").json()["results"]) == 1


def test_rules_go_on_in_a_new_project_and_are_off_beside_other_memories(acme, empty):
    acme.remember("I like tea.")
    acme.post("/v1/retention/rules/", {"days": 90, "name": "Old"})
    archive = archived(acme.project)
    assert taken_in(empty, archive, dry_run=True).kinds["retention"]["new"] == 1
    assert empty.get("/v1/retention/").json()["rules"] == []
    taken_in(empty, archive)
    busy = make_api("Busy")
    busy.remember("I like rye.", user_id="bob")
    taken_in(busy, archive)
    assert [(rule_of(api)["days"], rule_of(api)["enabled"]) for api in (empty, busy)] == [
        (90, True), (90, False)
    ]  # fmt: skip
    assert taken_in(busy, archive).kinds["retention"]["equal"] == 1


def test_an_archive_from_before_there_were_rules_in_them_is_taken_in(full, empty):
    """As one that an earlier version wrote."""
    given = files(archived(full.project))
    del given["retention.ndjson"], given["holds.ndjson"]
    del given["settings.ndjson"][0]["periods"]
    older = packed({name: lines(*rows) for name, rows in given.items()})
    report = taken_in(empty, older)
    assert report.kinds["retention"] == {"new": 0, "equal": 0, "conflicting": 0}
    assert report.kinds["settings"]["new"] == 1
