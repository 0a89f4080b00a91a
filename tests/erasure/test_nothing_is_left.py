"""T-ERA: after an erasure the word is in no table, and what others have is as it was."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from orgs.tenancy import tenant
from tests.erasure.canary import (
    ask,
    checksum,
    hits,
    plant,
    prepare,
    sealed_hits,
    word,
    written,
)
from tests.memories.worker import work


def test_an_erased_user_is_in_no_table_and_others_are_as_they_were(acme):
    prepare(acme)
    said, user, run, other = word(), f"u-{word()}", f"r-{word()}", word()
    acme.remember(f"I keep {other}.", "My city is Rome.", user_id="bystander")
    plant(acme, user, said, run)
    before = checksum(acme.project, "bystander")
    assert len(hits(said, user, run)) >= 12
    assert sealed_hits(acme.project, said)
    answer = ask(acme, "DELETE", f"/v2/entities/user/{user}/")
    written()
    receipt = ask(acme, "GET", f"/v1/erasures/{answer['receipt_id']}/")
    assert (receipt["status"], receipt["found_afterwards"]) == ("complete", {})
    assert hits(said, user) == {}
    assert sealed_hits(acme.project, said, user) == 0
    assert checksum(acme.project, "bystander") == before
    assert hits(other)["memories_history"] == 1
    ask(acme, "DELETE", f"/v2/entities/run/{run}/")
    assert hits(run) == {}


def test_what_a_restore_brings_back_is_erased_by_the_ledger_again(acme, tmp_path):
    said, user, copy = word(), f"u-{word()}", tmp_path / "ledger.ndjson"
    acme.remember(f"I keep {said}.", user_id=user)
    with tenant(acme.project):
        old = list(acme.project.history.values())
        scope = acme.project.entities.values().get(name=user)
    key = ask(acme, "DELETE", f"/v2/entities/user/{user}/")["receipt_id"]
    ledger = StringIO()
    call_command("export_erasures", stdout=ledger)
    assert user not in ledger.getvalue()
    copy.write_text(
        "\n".join(line for line in ledger.getvalue().splitlines() if key in line)
    )
    acme.remember("I came back and like tea.", user_id=user)
    with tenant(acme.project):  # what an older backup has of them
        for row in old:
            acme.project.history.create(**row)
        acme.project.entities.filter(pk=scope["id"]).delete()
    assert hits(said)
    said_so = StringIO()
    call_command("replay_erasures", ledger=[copy], stdout=said_so)
    assert hits(said) == {}
    listed = acme.get(f"/v1/memories/?user_id={user}").json()
    assert [row["memory"] for row in listed] == ["I came back and like tea."]
    receipt = ask(acme, "GET", f"/v1/erasures/{key}/")
    assert (receipt["replays"], receipt["status"]) == (1, "complete")
    call_command("replay_erasures", ledger=[copy], stdout=said_so)
    assert ask(acme, "GET", f"/v1/erasures/{key}/")["replays"] == 1


def test_work_that_was_accepted_about_them_is_not_done(acme):
    said = word()
    add = {
        "messages": [{"role": "user", "content": f"I keep {said}."}],
        "user_id": said,
    }
    ask(acme, "POST", "/v3/memories/add/", add)
    written()
    ask(acme, "DELETE", f"/v2/entities/user/{said}/")
    work(acme.project)
    written()
    assert hits(said) == {}
