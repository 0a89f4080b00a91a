"""Keys: recognisable without a database, useless to who reads the database."""

from __future__ import annotations

import os
import zlib

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from orgs import auth, keys, services
from orgs.tenancy import tenant
from tests.isolation.tables import tenant_tables

KNOWN = "m0-" + "a" * 40


@pytest.mark.parametrize(
    ("body", "digits"),
    [
        ("m0-" + "0" * 40, "1Nt4NY"),
        ("m0-" + "a" * 40, "0NZ0Ap"),
        ("m0-0123456789abcdefghijABCDEFGHIJ0123456789", "0bpHbE"),
    ],
)
def test_the_checksum_is_the_crc_in_base62(body, digits):
    value = 0
    for digit in keys.checksum(body):
        value = value * 62 + keys.ALPHABET.index(digit)
    assert value == zlib.crc32(body.encode())
    assert keys.checksum(body) == digits


def test_a_new_key_is_well_formed_and_unlike_any_other():
    made = {keys.make() for _ in range(200)}
    assert len(made) == 200
    assert all(keys.is_well_formed(key) and len(key) == 49 for key in made)


@pytest.mark.parametrize("place", [3, 20, 42, 43, 48])
def test_a_key_with_one_wrong_character_is_recognised(place):
    key = KNOWN + keys.checksum(KNOWN)
    assert keys.is_well_formed(key)
    wrong = "b" if key[place] != "b" else "c"
    assert not keys.is_well_formed(key[:place] + wrong + key[place + 1 :])


@pytest.mark.parametrize("key", ["", "m0-", "m0-é", "sk-" + "a" * 46, "m0-" + "a" * 46])
def test_what_is_no_key_is_told_apart(key):
    assert not keys.is_well_formed(key)


def test_a_newline_after_a_key_makes_it_another():
    assert not keys.is_well_formed(KNOWN + keys.checksum(KNOWN) + "\n")


def test_a_digest_depends_on_the_pepper_and_has_32_bytes():
    one, other = (keys.digest(KNOWN, pepper) for pepper in ("one", "other"))
    assert one != other
    assert len(one) == len(other) == 32
    assert one == keys.digest(KNOWN, "one")


def test_a_key_is_nowhere_in_the_database(acme):
    acme.remember("I live in Porto.")
    acme.get("/v1/ping/")
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"]) as admin:
        for (table,) in admin.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace"
        ).fetchall():
            asked = sql.SQL("SELECT count(*) FROM {0} WHERE strpos({0}::text, %s) > 0")
            for secret in (acme.key, acme.key[3:43], acme.key.encode().hex()):
                found = admin.execute(asked.format(sql.Identifier(table)), [secret])
                assert found.fetchone() == (0,), table
    assert "orgs_apikey" in tenant_tables()


def test_of_a_key_its_digest_and_its_ends_are_kept(acme):
    with tenant(acme.project):
        key = acme.project.api_keys.get()
    assert len(bytes(key.digest)) == 32
    assert str(key) == f"{acme.key[:7]}…{acme.key[-4:]}"


def test_a_key_made_under_an_old_pepper_stays_valid(acme, settings):
    old = settings.API_KEY_PEPPERS
    settings.API_KEY_PEPPERS = ["a new pepper", *old]
    auth._cache.clear()
    assert acme.get("/v1/ping/").status_code == 200
    _, new = services.create_key(acme.project)
    settings.API_KEY_PEPPERS = ["a new pepper"]
    auth._cache.clear()
    acme_old, acme.key = acme.key, new
    assert acme.get("/v1/ping/").status_code == 200
    acme.key = acme_old
    assert acme.get("/v1/ping/").status_code == 401
    auth._cache.clear()


def test_two_keys_cannot_share_a_digest(acme, umbrella):
    with tenant(acme.project):
        digest = bytes(acme.project.api_keys.get().digest)
    with (
        connections["admin"].cursor() as cursor,
        pytest.raises(Exception, match="unique"),
    ):
        cursor.execute(
            "UPDATE orgs_apikey SET digest = %s WHERE project_id = %s",
            [digest, umbrella.project.pk],
        )
