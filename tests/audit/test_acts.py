"""Each thing that is done leaves one entry: who, from where, what, to which object."""

from __future__ import annotations

import datetime as dt
import io
import uuid

import pytest
from django.core.management import call_command

from memories import entities, resetting
from memories.archive import services as archives
from orgs import (
    accounts,
    administration,
    audit,
    erasure,
    invitations,
    members,
    services,
)
from orgs.audit import verifying
from orgs.audit.models import Entry, Stream
from orgs.audit.reads import READS
from orgs.members import Actor
from orgs.models import Organization, Role, User
from webhooks import services as webhooks

OWNER = Actor(None, Role.OWNER)
Act = audit.Act


def person() -> User:
    return User.objects.create_user(f"{uuid.uuid4().hex}@example.org")


class World:
    """An organization with somebody and something in it, and what has been logged."""

    def __init__(self) -> None:
        self.owner = person()
        self.organization = services.create_organization(name="Hooli", owner=self.owner)
        self.project = self.organization.projects.get()
        self.other = person()
        self.invited = f"{uuid.uuid4().hex}@example.org"

    def entries(self) -> list[Entry]:
        rows = Entry.objects.using("admin").filter(organization_id=self.organization.pk)
        return list(rows.filter(stream=Stream.ADMINISTRATION).order_by("seq"))

    def member(self, role: Role = Role.MEMBER) -> None:
        members.add_to_organization(
            self.organization, OWNER, email=self.other.email, role=role
        )

    def invite(self):
        return invitations.invite(
            self.organization, OWNER, email=self.invited, role=Role.READER
        )

    def key(self):
        return services.create_key(self.project)[0]

    def hook(self):
        return webhooks.create(
            self.project, name="Hook", url="https://example.org/secret/path",
            event_types=["memory_add"],
        )[0]  # fmt: skip


def change_role(w):
    w.member()
    members.change_role(w.organization, OWNER, email=w.other.email, role=Role.ADMIN)


def remove(w):
    w.member()
    members.remove_from_organization(w.organization, OWNER, email=w.other.email)


def hand_over(w):
    w.member(Role.ADMIN)
    actor = Actor(w.owner.pk, Role.OWNER)
    members.hand_over(w.organization, actor, email=w.other.email)


def join_project(w):
    w.member()
    members.add_to_project(w.project, OWNER, email=w.other.email, role=Role.ADMIN)


def project_role(w):
    join_project(w)
    members.change_project_role(w.project, OWNER, email=w.other.email, role=Role.READER)


def leave_project(w):
    join_project(w)
    members.remove_from_project(w.project, email=w.other.email)


def rotate(w):
    services.rotate_key(w.project, w.key().pk, overlap=dt.timedelta(), by=None)


def on_hook(verb, **more):
    return lambda w: verb(w.project, w.hook().pk, **more)


ACTS = [
    (lambda w: services.rename_organization(w.organization, "New"), Act.ORGANIZATION_CHANGED),
    (lambda w: services.create_project(w.organization, name="p2"), Act.PROJECT_CREATED),
    (lambda w: services.update_project(w.project, {"name": "N"}), Act.PROJECT_CHANGED),
    (lambda w: services.configure_llm(w.project, model="m"), Act.PROJECT_CHANGED),
    (lambda w: erasure.erase_project(w.project), Act.PROJECT_DELETED),
    (lambda w: erasure.erase_organization(w.organization), Act.ORGANIZATION_DELETED),
    (lambda w: administration.suspend(w.organization), Act.ORGANIZATION_SUSPENDED),
    (lambda w: administration.reinstate(w.organization), Act.ORGANIZATION_REINSTATED),
    (lambda w: administration.change_plan(w.organization, "free"), Act.PLAN_CHANGED),
    (lambda w: w.member(), Act.MEMBER_ADDED),
    (change_role, Act.MEMBER_ROLE_CHANGED),
    (remove, Act.MEMBER_REMOVED),
    (hand_over, Act.ORGANIZATION_HANDED_OVER),
    (project_role, Act.MEMBER_ROLE_CHANGED),
    (leave_project, Act.MEMBER_REMOVED),
    (lambda w: w.invite(), Act.MEMBER_INVITED),
    (lambda w: invitations.accept(w.invite(), w.other), Act.INVITATION_ACCEPTED),
    (lambda w: invitations.revoke(w.organization, w.invite().pk), Act.INVITATION_REVOKED),
    (lambda w: w.key(), Act.KEY_CREATED),
    (lambda w: services.revoke_key(w.project, w.key().pk), Act.KEY_REVOKED),
    (rotate, Act.KEY_ROTATED),
    (lambda w: w.hook(), Act.WEBHOOK_CREATED),
    (on_hook(webhooks.update, name="Other"), Act.WEBHOOK_CHANGED),
    (on_hook(webhooks.delete), Act.WEBHOOK_DELETED),
    (on_hook(webhooks.secrets), Act.WEBHOOK_SECRET_SEEN),
    (on_hook(webhooks.rotate_secret), Act.WEBHOOK_SECRET_ROTATED),
    (on_hook(webhooks.replay_failed), Act.WEBHOOK_REPLAYED),
    (lambda w: resetting.reset(w.project), Act.PROJECT_RESET),
]  # fmt: skip


@pytest.mark.parametrize(("do", "act"), ACTS)
def test_what_is_done_leaves_one_entry(database, do, act):
    world = World()
    before = len(world.entries())
    with audit.acting(audit.Actor("user", world.owner.pk, "", "203.0.113.7", "r-1")):
        do(world)
    made = [row for row in world.entries()[before:] if row.action == act]
    assert len(made) == 1, [row.action for row in world.entries()]
    (row,) = made
    assert (row.actor_kind, row.actor_id) == ("user", world.owner.pk)
    assert (row.ip, row.request_id) == ("203.0.113.7", "r-1")
    assert row.object_kind
    assert row.object_id
    for told in (world.invited, world.other.email, "secret/path"):
        assert told not in row.details
    assert verifying.verify((world.organization.pk, 0)).faults == []


def test_what_is_refused_leaves_none(database):
    world = World()
    before = len(world.entries())
    assert not services.revoke_key(world.project, uuid.uuid4())
    services.update_project(world.project, {"name": world.project.name})
    assert len(world.entries()) == before


def test_settings_are_kept_as_digests_of_what_they_were_and_are(database):
    world = World()
    secret = f"Never mention {uuid.uuid4().hex}"
    services.update_project(world.project, {"custom_instructions": secret})
    services.update_project(world.project, {"custom_instructions": "x"})
    services.update_project(world.project, {"custom_instructions": secret})
    *_, one, two, three = world.entries()
    assert one.said() == {"settings": ["custom_instructions"]}
    assert one.after == two.before == three.after
    assert three.before == two.after != one.before
    assert secret not in "".join(row.details for row in world.entries())


def test_whatever_an_api_key_does_names_the_key_and_its_address(acme, logged):
    (made,) = acme.remember("I live in Porto.")
    acme.delete(f"/v1/memories/{made['id']}/", **{"x-request-id": "delete-it"})
    (row,) = logged(acme.project.organization, action=Act.MEMORY_DELETED)
    assert row.actor_kind == "key"
    assert row.actor == f"{acme.key[:7]}…{acme.key[-4:]}"
    assert (row.ip, row.request_id) == ("127.0.0.1", "delete-it")
    assert (row.object_kind, row.object_id) == ("memory", made["id"])
    assert row.in_project == acme.project.pk


def test_deleting_many_tells_how_many_and_about_whom(acme, logged):
    acme.remember("I live in Porto.", "I like tea.", user_id="bob@example.org")
    acme.delete("/v1/memories/?user_id=bob@example.org")
    (row,) = logged(acme.project.organization, action=Act.MEMORIES_DELETED)
    assert (row.object_kind, row.object_id) == audit.entity("user", "bob@example.org")
    assert row.said()["count"] == 2


def test_an_export_is_recorded(acme, logged):
    body = {"schema": {"type": "object"}, "filters": {"user_id": "alice"}}
    assert acme.post("/v1/exports/", body).status_code == 201
    (row,) = logged(acme.project.organization, action=Act.EXPORT_CREATED)
    assert row.object_kind == "export"


def test_archives_are_recorded_going_and_coming(database):
    world = World()
    archives.create_export(world.project)
    archives.create_import(
        world.project, io.BytesIO(b"PK"), dry_run=True, overwrite=False
    )
    *_, went, came = world.entries()
    assert (went.action, came.action) == (Act.EXPORT_CREATED, Act.IMPORT_STARTED)
    assert went.object_kind == came.object_kind == "archive"
    assert came.said()["dry_run"] is True


def test_the_log_outlives_its_organization(database, logged):
    world = World()
    erasure.erase_organization(world.organization)
    assert not Organization.objects.filter(pk=world.organization.pk).exists()
    acts = [row.action for row in logged(world.organization)]
    assert acts[-2:] == [Act.PROJECT_DELETED, Act.ORGANIZATION_DELETED]
    said, gone = io.StringIO(), str(world.organization.pk)
    call_command("audit", "verify", "--organization", gone, stdout=said)
    assert gone in said.getvalue()


def test_a_closed_account_is_recorded_without_its_address(database, logged):
    user = person()
    accounts.delete_account(user)
    rows = logged(None, action=Act.ACCOUNT_DELETED, object_id=str(user.pk))
    assert len(rows) == 1


def test_no_text_of_memories_and_no_id_of_a_client_is_in_the_log(acme, logged):
    canary, somebody = f"canary{uuid.uuid4().hex}", f"{uuid.uuid4().hex}@example.org"
    (made,) = acme.remember(f"My word is {canary}.", user_id=somebody)
    where = {"filters": {"user_id": somebody}}
    asks = [
        acme.post("/v3/memories/search/", {"query": canary, **where}),
        acme.post("/v3/memories/", where),
        acme.get(f"/v1/memories/{made['id']}/"),
        acme.get(f"/v1/memories/{made['id']}/history/"),
        acme.get(f"/v1/memories/?user_id={somebody}"),
        acme.get(f"/v2/entities/user/{somebody}/"),
        acme.put(f"/v1/memories/{made['id']}/", {"text": f"It was {canary}."}),
        acme.delete(f"/v1/memories/{made['id']}/"),
        acme.delete(f"/v2/entities/user/{somebody}/"),
    ]
    assert [answer.status_code for answer in asks if answer.status_code >= 300] == []
    entities.delete(acme.project, "user", somebody)
    resetting.reset(acme.project)
    READS.flush()
    rows = logged(acme.project.organization)
    assert len(rows) >= 9
    said = "".join(str(vars(row)) for row in rows)
    assert canary not in said
    assert somebody not in said
