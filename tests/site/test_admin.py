"""The admin site: staff sees every tenant's rows and changes none of them."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from orgs.admin import TenantDataAdmin
from orgs.models import User

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
