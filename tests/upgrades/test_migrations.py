"""An upgrade takes no lock that stops the service, and the release before it goes on.

A new version's migrations run while processes of the old one still serve: they must not
hold a table for long, and whatever the old code reads and writes has to stay possible.
So a release adds; what nothing uses any more is removed by the next one.
"""

from __future__ import annotations

import pytest
from django.db import connections

from tests.upgrades import schema

COLUMNS = """
SELECT attname, atttypid::regtype::text,
       NOT attnotnull OR atthasdef OR attidentity <> '' OR attgenerated <> ''
  FROM pg_attribute
 WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped
"""


@pytest.fixture(scope="module")
def columns(database):
    """Name → (type, whether an INSERT may leave it out), of a table as it is now."""

    def of(table):
        with connections["owner"].cursor() as cursor:
            cursor.execute(COLUMNS, [f'public."{table}"'])
            return {name: (kind, free) for name, kind, free in cursor.fetchall()}

    return of


def test_new_migrations_take_no_lock_that_stops_the_service(database):
    found = {
        ".".join(key): said
        for key in schema.since_release()
        if (said := schema.complaints(key))
    }
    assert found == {}


def test_the_models_of_the_previous_release_still_find_their_columns(columns):
    missing = [
        f"{model._meta.db_table}.{field.column}"
        for model in schema.models_of_release()
        for field in model._meta.local_concrete_fields
        if field.column not in columns(model._meta.db_table)
    ]
    assert missing == []


def test_the_previous_release_can_still_insert_its_rows(columns):
    """A column it does not know has to have a default, in the database."""
    known = {}
    for model in schema.models_of_release():
        fields = {field.column for field in model._meta.local_concrete_fields}
        known.setdefault(model._meta.db_table, set()).update(fields)
    demanded = [
        f"{table}.{column}"
        for table, theirs in known.items()
        for column, (_, free) in columns(table).items()
        if column not in theirs and not free
    ]
    assert demanded == []


def test_a_table_that_nothing_defaults_is_found(database, columns):
    """That the test before this one could fail."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE TABLE upgrade_sample (id int PRIMARY KEY, more int NOT NULL)"
        )
        try:
            found = columns("upgrade_sample")
        finally:
            cursor.execute("DROP TABLE upgrade_sample")
    assert [name for name, (_, free) in found.items() if not free] == ["id", "more"]


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        (
            "CREATE INDEX one ON memories_event (kind);",
            "require-concurrent-index-creation",
        ),
        ("ALTER TABLE orgs_project DROP COLUMN name;", "ban-drop-column"),
        ("ALTER TABLE orgs_project RENAME COLUMN name TO title;", "renaming-column"),
        (
            "ALTER TABLE orgs_project ADD COLUMN more int NOT NULL;",
            "adding-required-field",
        ),
        (
            "ALTER TABLE orgs_project ALTER COLUMN name SET NOT NULL;",
            "adding-not-nullable-field",
        ),
        (
            "ALTER TABLE orgs_project ALTER COLUMN name TYPE varchar(9);",
            "changing-column-type",
        ),
        (
            "ALTER TABLE orgs_project ADD COLUMN more int DEFAULT 1 NOT NULL;"
            "ALTER TABLE orgs_project ALTER COLUMN more DROP DEFAULT;",
            "ban-drop-default",
        ),
    ],
)
def test_what_would_stop_the_service_or_the_previous_release_is_found(statement, rule):
    assert rule in {
        said.split(",")[0] for said in schema.lint(f"BEGIN;\n{statement}\nCOMMIT;")
    }


def test_a_table_of_its_own_is_nothing_to_complain_about():
    statements = (
        "CREATE TABLE upgrade_new (id uuid PRIMARY KEY, name varchar(20) NOT NULL);"
        "CREATE INDEX upgrade_name ON upgrade_new (name);"
    )
    assert schema.lint(f"BEGIN;\n{statements}\nCOMMIT;") == []


def test_an_index_may_be_built_beside_the_tables_use():
    statement = "CREATE INDEX CONCURRENTLY one ON memories_event (kind);"
    assert schema.lint(statement, atomic=False) == []
    assert schema.lint(f"BEGIN;{statement}COMMIT;") != []


def test_the_baseline_names_migrations_that_exist():
    assert set(schema.released()) <= set(schema.loader().graph.nodes)
