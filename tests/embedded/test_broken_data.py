from __future__ import annotations

import json

import pytest

from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.postgres import EmbeddedPostgres


def sentence(postgres: EmbeddedPostgres) -> str:
    with pytest.raises(EmbeddedError) as caught:
        postgres.start()
    assert postgres.pid is None
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_folder_without_a_version_is_named_as_broken(made):
    (made / "data" / "PG_VERSION").unlink()
    assert "is broken (PG_VERSION is missing)" in sentence(EmbeddedPostgres(made))


def test_data_of_another_version_are_named_with_both_versions(made):
    (made / "data" / "PG_VERSION").write_text("16\n")
    assert "made by PostgreSQL 16, this is 18" in sentence(EmbeddedPostgres(made))


def test_a_damaged_cluster_is_explained_in_the_servers_own_words(made):
    (made / "data" / "global" / "pg_control").write_bytes(b"\0" * 8192)
    said = sentence(EmbeddedPostgres(made))
    assert str(made / "data") in said
    assert "database files are incompatible with server" in said


def test_passwords_of_other_data_are_named_as_such(made):
    secrets = made / "secrets.json"
    values = dict.fromkeys(json.loads(secrets.read_text()), "other")
    secrets.write_text(json.dumps(values))
    assert "are not those of the data" in sentence(EmbeddedPostgres(made))


def test_an_unreadable_secrets_file_is_named(made):
    secrets = made / "secrets.json"
    secrets.write_text("{")
    assert f"The secrets in {secrets} cannot be read" in sentence(
        EmbeddedPostgres(made)
    )


def test_a_file_in_place_of_the_folder_is_named(folder):
    (folder / "pg").write_text("")
    said = sentence(EmbeddedPostgres(folder / "pg"))
    assert str(folder / "pg") in said
