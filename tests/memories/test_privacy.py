"""Secrets and personal data: found by shape, and tagged, masked or refused before
anything is kept."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.db import connections

from memories import services
from memories.archive.refusals import ArchiveRefusedError
from memories.behind import BEHIND
from orgs import auth, sensitive
from orgs.models import Project
from orgs.tenancy import tenant
from orgs.usage import redaction
from orgs.usage.recorder import RECORDER
from tests.archive.conftest import archived, taken_in
from tests.isolation.tables import tenant_tables
from tests.openai_server import OpenAIServer

KEY = "ghp_" + "a1B2" * 9
SENSITIVE = {
    "secret": [
        KEY,
        "AKIAIOSFODNN7EXAMPLE",
        "m0-" + "k" * 46,
        "xoxb-1234-5678-abcdef",
        "sk-proj-" + "Ab1_" * 8,
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    ],
    "email": ["ana.silva+shop@mail.example.org"],
    "card": ["4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005"],
    "iban": ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"],
    "phone": ["+351 912 345 678", "+44 20 7946 0958"],
}
HONEST = [
    "I have 4111 1111 1111 1112 reasons.",  # no checksum
    "Order 1234567890123456 was late.",
    "Meet me @ noon, or @home.",
    "My password is very strong and I change it often.",
    "The pin fell off my hat.",
    "I paid 1 234 567 890 123 rupees in 2019.",
    "DE89 is the name of my robot.",
    "I run 5+5 km, call it +10.",
    "The apartment has 3 rooms: APPLE street 1234567890.",
    "0000 0000 0000 0000 is on the sticker.",
]


@pytest.mark.parametrize(
    ("kind", "value"),
    [(kind, each) for kind, many in SENSITIVE.items() for each in many],
)
def test_it_is_found_in_a_sentence_and_nothing_around_it(kind, value):
    text = f"Please note {value}, Ana."
    (found,) = sensitive.find(text)
    assert found.kind == kind
    assert sensitive.masked(text, [found]).startswith("Please note [")
    assert sensitive.masked(text, [found]).endswith("Ana.")


@pytest.mark.parametrize(
    "said", ["My password is hunter22.", "PIN: 8472!", "senha: abc123"]
)
def test_a_password_is_found_after_the_word_for_it(said):
    (found,) = sensitive.find(said)
    assert found.kind == "password"


@pytest.mark.parametrize("text", HONEST)
def test_honest_sentences_hold_nothing(text):
    assert sensitive.find(text) == []


def test_logs_and_the_request_log_hold_no_card():
    assert redaction.text("paid with 4111 1111 1111 1111") == "paid with [redacted]"
    assert redaction.text("order 1234567890123456") == "order 1234567890123456"


def switch(api, **modes):
    path = f"/api/v1/orgs/organizations/{api.project.organization_id}/projects/"
    answer = api.call("PATCH", f"{path}{api.project.pk}/", modes)
    assert answer.status_code == 200, answer.content
    auth.forget(api.project.pk)


def kept(api) -> str:
    """Every row of the tenant, as text."""
    texts = []
    with connections["admin"].cursor() as cursor:
        for table in tenant_tables(partitions=False):
            cursor.execute(
                f"SELECT t::text FROM {table} t WHERE project_id = %s",  # noqa: S608
                [api.project.pk],
            )
            texts += [row for (row,) in cursor.fetchall()]
    return "\n".join(texts)


MAIL, CARD = SENSITIVE["email"][0], SENSITIVE["card"][0]
SAID = f"I live in Porto. Write to {MAIL}. My key is {KEY}."


@pytest.mark.parametrize("infer", [True, False])
@pytest.mark.parametrize("later", [True, False])
def test_what_is_masked_is_nowhere(acme, infer, later):
    switch(acme, secrets_mode="mask", pii_mode="mask")
    body = {
        "messages": SAID,
        "user_id": "ana",
        "infer": infer,
        "async_mode": later,
        "metadata": {"from": {"mail": [MAIL]}},
    }
    answer = acme.post("/v3/memories/add/", body)
    assert answer.status_code == 200, answer.content
    with tenant(acme.project):
        jobs = list(acme.project.jobs.filter(kind="add", status="queued"))
    for job in jobs:
        services.run_job(acme.project.pk, job.pk)
    listed = acme.post("/v3/memories/", {"filters": {"user_id": "ana"}}).json()
    assert listed["results"]
    for memory in listed["results"]:
        assert memory["metadata"]["sensitive"] == ["email", "secret"]
        assert memory["metadata"]["from"] == {"mail": ["[email]"]}
    everything = kept(acme)
    assert "Porto" in everything
    assert MAIL not in everything
    assert KEY not in everything


def test_what_is_refused_leaves_nothing(acme):
    switch(acme, secrets_mode="block", pii_mode="off")
    before = kept(acme)
    body = {"messages": [{"role": "user", "content": SAID}], "user_id": "ana"}
    refused = acme.post("/v3/memories/add/", body)
    assert refused.status_code == 400
    assert refused.json()["code"] == "sensitive_content"
    assert refused.json()["detail"].startswith("messages[0].content holds a secret")
    assert KEY not in refused.content.decode()
    assert kept(acme) == before
    assert acme.post("/v3/memories/add/", {**body, "messages": MAIL}).status_code == 200


def test_a_tag_keeps_the_text_and_names_the_kind(acme):
    switch(acme, pii_mode="tag")
    (made,) = acme.remember(f"Write to {MAIL}.", metadata={"a": 1})
    got = acme.get(f"/v1/memories/{made['id']}/").json()
    assert MAIL in got["memory"]
    assert got["metadata"] == {"a": 1, "sensitive": ["email"]}
    where = {
        "AND": [
            {"user_id": "alice"},
            {"metadata": {"sensitive": {"contains": "email"}}},
        ]
    }
    assert acme.post("/v3/memories/", {"filters": where}).json()["count"] == 1


def test_changes_are_looked_at_too(acme):
    (made,) = acme.remember("I like tea.")
    switch(acme, pii_mode="mask")
    path, batch = f"/v1/memories/{made['id']}/", "/v1/batch/"
    acme.put(path, {"text": f"Paid with {CARD}.", "metadata": {"m": MAIL}})
    got = acme.get(path).json()
    assert got["memory"] == "Paid with [card]."
    assert got["metadata"]["m"] == "[email]"
    switch(acme, pii_mode="block")
    for answer in (
        acme.put(path, {"text": MAIL}),
        acme.put(batch, {"memories": [{"memory_id": made["id"], "text": MAIL}]}),
    ):
        assert answer.status_code == 400
        assert answer.json()["code"] == "sensitive_content"
    assert acme.get(path).json()["memory"] == "Paid with [card]."


def test_a_language_model_never_sees_what_is_masked(acme):
    switch(acme, secrets_mode="mask", pii_mode="mask")
    with OpenAIServer() as server:
        config = {"model": "stub", "openai_base_url": server.url}
        Project.objects.filter(pk=acme.project.pk).update(llm=config)
        auth.forget(acme.project.pk)
        body = {"messages": SAID, "user_id": "ana", "async_mode": False}
        assert acme.post("/v3/memories/add/", body).status_code == 200
        prompts = json.dumps(server.prompts)
    assert "Porto" in prompts
    assert MAIL not in prompts
    assert KEY not in prompts


def test_a_mode_that_does_not_exist_is_refused(acme):
    path = f"/api/v1/orgs/organizations/{acme.project.organization_id}/projects/"
    answer = acme.call("PATCH", f"{path}{acme.project.pk}/", {"pii_mode": "shred"})
    assert answer.status_code == 400


@pytest.mark.parametrize("mode", ["mask", "block"])
def test_what_is_asked_is_kept_without_what_the_project_does_not_keep(acme, mode):
    """Searches and lists are answered; their events and the log of requests hide it."""
    (made,) = acme.remember("Ana lives in Porto.")
    switch(acme, secrets_mode=mode, pii_mode=mode)
    Project.objects.filter(pk=acme.project.pk).update(log_bodies=True)
    auth.forget(acme.project.pk)
    where = {"AND": [{"user_id": "alice"}, {"NOT": [{"metadata": {"mail": MAIL}}]}]}
    search = {"query": f"Who is {MAIL}, with {KEY}?", "filters": where}
    for answer in (
        acme.post("/v3/memories/search/", search),
        acme.post("/v3/memories/", {"filters": where}),
        acme.get(f"/v1/memories/?user_id=alice&about={quote(MAIL)}"),
    ):
        assert answer.status_code == 200, answer.content
    told = {"text": f"Ana has the mail {MAIL}.", "metadata": {"key": KEY}}
    changed = acme.put(f"/v1/memories/{made['id']}/", told)
    assert changed.status_code == (200 if mode == "mask" else 400)
    reason = {"memory_id": made["id"], "feedback": "POSITIVE", "feedback_reason": MAIL}
    assert acme.post("/v1/feedback/", reason).status_code == changed.status_code
    named = {"user_id": "alice", "metadata": {"mail": MAIL}}
    assert acme.post("/v1/users/", named).status_code == (
        201 if mode == "mask" else 400
    )
    BEHIND.flush()
    RECORDER.flush()
    everything = kept(acme)
    assert "Who is [email], with [secret]?" in everything
    assert "about=[email]" in everything
    assert MAIL not in everything
    assert quote(MAIL) not in everything
    assert KEY not in everything


def test_an_import_masks_and_tags_what_the_project_does(acme, umbrella):
    acme.remember(f"I live in Porto. Write to {MAIL}.", metadata={"mail": MAIL})
    archive = archived(acme.project, vectors=True)
    switch(umbrella, pii_mode="mask")
    assert taken_in(umbrella, archive).kinds["memories"]["new"] == 1
    (memory,) = umbrella.get("/v1/memories/?user_id=alice").json()
    assert memory["memory"] == "I live in Porto. Write to [email]."
    assert memory["metadata"] == {"mail": "[email]", "sensitive": ["email"]}
    assert MAIL not in kept(umbrella)
    assert taken_in(umbrella, archive).total("new") == 0


def test_an_archive_with_what_the_project_refuses_is_refused_whole(acme, umbrella):
    acme.remember("I like tea.", f"My key is {KEY}.")
    archive = archived(acme.project)
    switch(umbrella, secrets_mode="block")
    before = kept(umbrella)
    with pytest.raises(ArchiveRefusedError) as refused:
        taken_in(umbrella, archive)
    said = json.dumps(refused.value.details)
    assert "text holds a secret" in said
    assert KEY not in said
    assert kept(umbrella) == before
