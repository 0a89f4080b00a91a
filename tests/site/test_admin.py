"""The admin site: staff sees every tenant's rows and changes none of them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from memories.models import Event, Job
from orgs.admin import TenantDataAdmin
from orgs.models import Organization, User
from orgs.tenancy import tenant
from orgs.usage import rollup
from orgs.usage.recorder import RECORDER
from tests.dashboard.conftest import BACKEND
from webhooks import services as webhooks
from webhooks.models import Delivery

MODELS = sorted(admin.site._registry, key=lambda model: model.__name__)


@pytest.fixture(scope="module")
def staff(database):
    client = Client()
    user = User.objects.create_superuser(
        f"staff-{User.objects.count()}@example.org", "secret"
    )
    client.force_login(user)
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_opens(staff, acme, model):
    acme.remember("I live in Porto.")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    assert staff.get(reverse(name), {"q": "x"}).status_code == 200


def test_a_memory_of_any_tenant_can_be_looked_at(staff, acme):
    (memory,) = acme.remember("I live in Porto.")
    page = staff.get(reverse("admin:memories_memory_change", args=[memory["id"]]))
    assert page.status_code == 200
    assert "I live in Porto." in page.content.decode()


def test_tenants_rows_are_read_only(staff, acme):
    (memory,) = acme.remember("I live in Porto.")
    url = reverse("admin:memories_memory_delete", args=[memory["id"]])
    assert staff.post(url, {"post": "yes"}).status_code == 403
    assert acme.get(f"/v1/memories/{memory['id']}/").status_code == 200


def test_a_key_shows_its_ends_only(staff, acme):
    page = staff.get(reverse("admin:orgs_apikey_changelist")).content.decode()
    assert acme.key[:7] in page
    assert acme.key not in page


def test_every_model_with_a_tenant_is_shown_through_the_admin_role():
    for model, options in admin.site._registry.items():
        if any(field.name == "project" for field in model._meta.fields):
            assert isinstance(options, TenantDataAdmin), model


def test_strangers_are_sent_to_the_login():
    answer = Client().get("/admin/")
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]


def test_the_front_door_leads_to_the_login():
    answer = Client().get("/", follow=True)
    assert answer.status_code == 200
    assert b"Sign in" in answer.content


OURS = ("orgs", "webhooks", "memories", "mem0site")


def test_every_model_of_ours_is_shown():
    models = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
    assert {"UsageHour", "Head", "TransferPiece"} <= {each.__name__ for each in models}
    assert [each for each in models if each not in admin.site._registry] == []


def rows_of(staff, name, project_id):
    """The table of a list, of one project, without its white space."""
    wanted = {"project__id__exact": str(project_id)}
    page = staff.get(reverse(f"admin:{name}_changelist"), wanted)
    assert page.status_code == 200
    return "".join(page.content.decode().partition('id="result_list"')[2].split())


def test_rows_with_composite_keys_are_listed_and_not_opened(staff, acme):
    acme.remember("I live in Porto.")
    RECORDER.flush()
    rollup.fold()
    with tenant(acme.project):
        acme.project.transfer_pieces.create(
            transfer_id=uuid4(), number=0, data=b"PK, and more of it"
        )
    for name, seen in (("usage_usagehour", "add"), ("archive_transferpiece", "18")):
        assert f">{seen}<" in rows_of(staff, name, acme.project.pk)
        assert f">{seen}<" not in rows_of(staff, name, uuid4())
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}_change", args=[1])


def act(staff, model, action, *keys):
    """The page after an action on rows of a list."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    chosen = {"action": action, ACTION_CHECKBOX_NAME: [str(key) for key in keys]}
    answer = staff.post(reverse(name), chosen, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_organization_is_suspended_and_reinstated(staff, acme):
    organization = acme.project.organization
    assert acme.get("/v1/ping/").status_code == 200
    assert "1 suspended." in act(staff, Organization, "suspend", organization.pk)
    assert acme.get("/v1/ping/").status_code == 401
    act(staff, Organization, "reinstate", organization.pk)
    assert acme.get("/v1/ping/").status_code == 200
    said = LogEntry.objects.filter(object_id=organization.pk)
    assert sorted(said.values_list("change_message", flat=True)) == [
        "Reinstated.",
        "Suspended.",
    ]


def test_a_plan_is_changed(staff, acme):
    act(staff, Organization, "to_free", acme.project.organization_id)
    assert acme.get("/v1/ping/")["x-ratelimit-limit"] == "100"
    act(staff, Organization, "to_enterprise", acme.project.organization_id)
    assert int(acme.get("/v1/ping/")["x-ratelimit-limit"]) > 10**9


@pytest.mark.parametrize("model", [Job, Event])
def test_dead_jobs_are_queued_again(staff, acme, model):
    with tenant(acme.project):
        event = acme.project.events.create(event_type="ADD", status="FAILED")
        job = acme.project.jobs.create(kind="add", event=event, status="dead")
    chosen = job if model is Job else event
    assert "1 will be tried again." in act(staff, model, "requeue", chosen.pk)
    assert "0 will be tried again." in act(staff, model, "requeue", chosen.pk)
    with tenant(acme.project):
        job.refresh_from_db()
        event.refresh_from_db()
        assert (job.status, event.status) == ("queued", "PENDING")
        job.delete()


def test_deliveries_are_sent_again(staff, acme):
    webhook, _ = webhooks.create(
        acme.project,
        name="CRM",
        url="https://example.org/x",
        event_types=["memory_add"],
    )
    row = webhooks.send_test(acme.project, webhook.pk)
    with tenant(acme.project):
        acme.project.webhook_deliveries.update(status="failed")
    assert "1 will be sent again." in act(staff, Delivery, "replay", row.pk)
    with tenant(acme.project):
        row.refresh_from_db()
        assert row.status == "pending"
        acme.project.webhook_deliveries.update(status="sending")
    assert "is being sent right now" in act(staff, Delivery, "replay", row.pk)
    with tenant(acme.project):
        acme.project.webhook_deliveries.all().delete()


def test_staff_without_the_permission_has_no_actions(database, acme):
    client = Client()
    user = User.objects.create_user("looking@example.org", "secret", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user, backend=BACKEND)
    page = act(client, Organization, "suspend", acme.project.organization_id)
    assert "suspended." not in page
    assert acme.get("/v1/ping/").status_code == 200


def test_the_first_page_has_the_state_of_the_system(staff, acme):
    with tenant(acme.project):
        job = acme.project.jobs.create(
            kind="add", queue="slow-lane", status="dead", error="It broke.",
            finished_at=timezone.now(),
        )  # fmt: skip
    answer = staff.get("/admin/")
    page = answer.content.decode()
    for text in ("Oldest job", "slow-lane", "It broke.", "PostgreSQL", "pgvector"):
        assert text in page
    with tenant(acme.project):
        job.delete()


def test_the_theme_gets_the_policy_it_needs_and_other_pages_do_not(staff):
    assert "unsafe-eval" in staff.get("/admin/")["content-security-policy"]
    assert "unsafe-eval" in Client().get("/admin/login/")["content-security-policy"]
    assert "unsafe" not in Client().get("/accounts/login/")["content-security-policy"]


def test_a_second_factor_is_asked_for_where_the_setting_says_so(staff, settings):
    settings.ADMIN_REQUIRES_TWO_FACTOR = True
    assert (
        Client()
        .get("/admin/", follow=True)
        .redirect_chain[-1][0]
        .startswith("/accounts/login/")
    )
    answer = staff.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    session = staff.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 1}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = session["_auth_user_id"]
    session.save()
    assert staff.get("/admin/").status_code == 200
    person = Client()
    person.force_login(
        User.objects.create_user(f"{uuid4().hex}@example.org"), backend=BACKEND
    )
    assert person.get("/admin/", follow=True).redirect_chain[-1][0] != "/admin/"


def test_secrets_are_not_shown(staff, acme, database):
    user = User.objects.create_user("two-factors@example.org")
    made = Authenticator.objects.create(
        user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    page = staff.get(reverse("admin:mfa_authenticator_change", args=[made.pk]))
    assert page.status_code == 200
    assert b"JBSWY3DPEHPK3PXP" not in page.content
