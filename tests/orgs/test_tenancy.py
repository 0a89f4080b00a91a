"""Python's half of the wall."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections, transaction

from orgs.tenancy import ProjectOwned, current_tenant, tenant


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.project_id', true), '')")
        (value,) = cursor.fetchone()
    return str(value)


def test_the_tenant_is_set_inside_and_gone_outside(acme):
    with tenant(acme.project):
        assert setting() == str(acme.project.pk)
        assert current_tenant() == acme.project.pk
        assert connection.in_atomic_block
    assert setting() == ""
    assert current_tenant() is None


def test_the_tenant_is_gone_after_an_error(acme):
    with pytest.raises(ZeroDivisionError), tenant(acme.project):
        1 / 0  # noqa: B018
    assert setting() == ""
    assert current_tenant() is None


def test_the_same_tenant_can_be_entered_again(acme):
    with tenant(acme.project), tenant(acme.project.pk):
        assert acme.project.api_keys.count() == 1
    assert current_tenant() is None


def test_another_tenant_cannot_be_entered_from_inside(acme, umbrella):
    with (
        tenant(acme.project),
        pytest.raises(RuntimeError, match="cannot be entered"),
        tenant(umbrella.project),
    ):
        pytest.fail("nobody gets here")


def test_a_tenant_cannot_be_entered_inside_a_foreign_transaction(acme):
    with (
        transaction.atomic(),
        pytest.raises(RuntimeError, match="durable"),
        tenant(acme.project),
    ):
        pytest.fail("nobody gets here")


def test_another_thread_is_in_no_tenant(acme):
    seen = []

    def look() -> None:
        seen.append((current_tenant(), acme.project.api_keys.count()))
        connections.close_all()

    with tenant(acme.project):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [(None, 0)]


def test_rows_are_there_inside_and_not_outside(acme, umbrella):
    acme.remember("I live in Porto.")
    assert acme.project.memories.count() == 0
    with tenant(acme.project):
        assert acme.project.memories.count() == 1
    with tenant(umbrella.project):
        assert acme.project.memories.count() == 0


def test_an_error_undoes_everything_of_the_tenants_transaction(acme):
    def delete_and_fail() -> None:
        with tenant(acme.project):
            assert acme.project.api_keys.all().delete()[0] == 1
            1 / 0  # noqa: B018

    with pytest.raises(ZeroDivisionError):
        delete_and_fail()
    with tenant(acme.project):
        assert acme.project.api_keys.count() == 1


def test_rows_of_tenants_have_no_manager_that_forgets_the_tenant():
    owned = ProjectOwned.__subclasses__()
    assert owned
    for model in owned:
        assert not hasattr(model, "objects"), model
