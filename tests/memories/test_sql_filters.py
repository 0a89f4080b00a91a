"""The SQL of a filter and its plain meaning agree, row by row, on a real PostgreSQL."""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from mem0.exceptions import FilterError
from mem0.memory.filters import Condition, match, parse
from mem0.memory.types import Scope
from memories import sql_filters
from tests.memories.filter_rows import CROWD, Row, filters, records

EXAMPLES = int(os.environ.get("FILTER_EXAMPLES", "300"))
FIRST_OF_THE_CROWD = 1000

TABLE = """
CREATE TEMP TABLE memory (
    place int, id uuid NOT NULL, user_id text, agent_id text, app_id text,
    run_id text, text text NOT NULL, categories text[],
    metadata jsonb NOT NULL DEFAULT '{}', created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL, expiration_date date, feedback text,
    feedback_reason text, state text NOT NULL, attributed_to text, speaker text,
    valid_from timestamptz, valid_to timestamptz)
"""


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    """A real PostgreSQL: the one of the test run where there is one."""
    for name in ("TEST_DATABASE_URL", "DATABASE_OWNER_URL"):
        if given_url := os.environ.get(name):
            yield given_url
            return
    from mem0site.embedded.postgres import EmbeddedPostgres  # noqa: PLC0415 - only without a server

    with EmbeddedPostgres.temporary() as server:
        yield server.env["DATABASE_OWNER_URL"]


@pytest.fixture(
    scope="module",
    params=[psycopg.ClientCursor, psycopg.Cursor],
    ids=lambda c: c.__name__,
)
def table(dsn: str, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        dsn, cursor_factory=request.param, autocommit=True
    ) as connection:
        connection.execute(TABLE)
        insert(connection, CROWD, FIRST_OF_THE_CROWD)
        yield connection


COLUMNS = (
    "place, id, user_id, agent_id, app_id, run_id, text, categories, metadata, "
    "created_at, updated_at, expiration_date, feedback, feedback_reason, state, "
    "attributed_to, speaker, valid_from, valid_to"
)


def store(table: psycopg.Connection, rows: list[Row]) -> None:
    """Put the rows before the crowd, in place of those of the last call."""
    table.execute("DELETE FROM memory WHERE place < %s", [FIRST_OF_THE_CROWD])
    insert(table, rows, 0)


def insert(table: psycopg.Connection, rows: list[Row], first: int) -> None:
    with table.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO memory ({COLUMNS}) VALUES ({', '.join(['%s'] * 19)})",  # noqa: S608
            [columns(place, row) for place, row in enumerate(rows, first)],
        )


def columns(place: int, row: Row) -> tuple[Any, ...]:
    scope = row.scope
    return (
        place,
        uuid.UUID(row.id),
        scope.user_id,
        scope.agent_id,
        scope.app_id,
        scope.run_id,
        row.text,
        None if row.categories is None else list(row.categories),
        json.dumps(row.metadata),
        row.created_at,
        row.updated_at,
        row.expiration_date,
        row.feedback,
        row.feedback_reason,
        row.state,
        row.attributed_to,
        row.speaker,
        row.valid_from,
        row.valid_to,
    )


def answers(table: psycopg.Connection, raw: Any) -> list[bool | None]:
    expression, parameters = sql_filters.compile(parse(raw))
    query = f"SELECT {expression} FROM memory AS m ORDER BY place"  # noqa: S608
    return [answer for (answer,) in table.execute(query, parameters).fetchall()]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=filters, rows=st.lists(records, max_size=3))
def test_sql_and_the_plain_meaning_agree_on_every_row(
    table: psycopg.Connection, raw: Any, rows: list[Row]
) -> None:
    tree = parse(raw)
    store(table, rows)
    expected = [match(tree, row) for row in (*rows, *CROWD)]
    assert answers(table, raw) == expected


ALICE = Row(
    id=str(uuid.UUID(int=1)),
    text="50% off_now \\o/",
    scope=Scope(user_id="alice"),
    created_at=dt.datetime(2024, 7, 31, 12, tzinfo=dt.UTC),
    updated_at=dt.datetime(2024, 7, 31, 12, tzinfo=dt.UTC),
    metadata={
        "n": 1.0,
        "s": "10",
        "deep": {"er": [1, "x"]},
        "flat.key": True,
        "z": None,
    },
    categories=("travel", "Food"),
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"user_id": "alice"}, True),
        ({"user_id": "*"}, True),
        ({"agent_id": "*"}, False),
        ({"agent_id": {"ne": "x"}}, True),
        ({"NOT": {"agent_id": "x"}}, True),
        ({"agent_id": None}, True),
        ({"created_at": {"gte": "2024-07-01", "lte": "2024-07-31"}}, True),
        ({"created_at": {"gt": "2024-07-31"}}, False),
        ({"created_at": "2024-07-31"}, True),
        ({"created_at": {"lt": "2024-07-31T14:00:00+02:00"}}, False),
        ({"expiration_date": {"lt": "2030-01-01"}}, False),
        ({"metadata": {"n": 1}}, True),
        ({"metadata": {"n": True}}, False),
        ({"metadata": {"n": {"gte": 0.5, "lt": 2}}}, True),
        ({"metadata": {"s": {"gt": 5}}}, False),
        ({"metadata": {"s": {"lt": "9"}}}, True),
        ({"metadata": {"deep.er": {"contains": 1}}}, True),
        ({"metadata": {"deep.er.0": 1}}, False),
        ({"metadata.flat.key": True}, True),
        ({"metadata": {"z": "*"}}, False),
        ({"metadata": {"z": {"ne": 1}}}, True),
        ({"metadata": {"missing": {"nin": [1]}}}, True),
        ({"keywords": {"contains": "50%"}}, True),
        ({"keywords": {"contains": "5%f"}}, False),
        ({"keywords": {"contains": "off_n"}}, True),
        ({"keywords": {"contains": "off%n"}}, False),
        ({"keywords": {"contains": "\\o"}}, True),
        ({"keywords": {"contains": "OFF"}}, False),
        ({"keywords": {"icontains": "OFF"}}, True),
        ({"categories": "travel"}, True),
        ({"categories": ["work", "travel"]}, True),
        ({"categories": {"contains": "OO"}}, True),
        ({"categories": {"ne": ["travel"]}}, False),
        ({"AND": [], "OR": [{"user_id": "bob"}]}, False),
        ({"AND": []}, True),
        ({"OR": []}, False),
    ],
    ids=str,
)
def test_it_answers_as_the_language_says(
    table: psycopg.Connection, raw: Any, expected: bool
) -> None:
    store(table, [ALICE])
    assert answers(table, raw)[0] is expected
    assert match(parse(raw), ALICE) is expected


@pytest.mark.parametrize(
    "poison", ["'; DROP TABLE memory; --", "%s", "{0}", "\\", "$1", '"'], ids=str
)
def test_values_and_keys_never_become_sql(
    table: psycopg.Connection, poison: str
) -> None:
    raw = {
        "user_id": poison,
        "categories": {"contains": poison},
        "metadata": {poison: {"eq": poison, "gt": poison, "contains": poison}},
    }
    expression, parameters = sql_filters.compile(parse(raw))
    if len(poison) > 3:
        assert poison not in expression
    assert expression.count("%s") == len(parameters)
    store(table, [ALICE])
    assert not any(answers(table, raw))


def test_equality_is_written_so_that_an_index_can_serve_it() -> None:
    def sql(raw: Any) -> str:
        return sql_filters.compile(parse(raw), alias="x")[0]

    assert "x.user_id = %s" in sql({"user_id": "a"})
    assert "x.user_id = ANY(%s" in sql({"user_id": ["a", "b"]})
    assert "x.metadata @> %s::jsonb" in sql({"metadata": {"k": 1}})
    assert "x.categories && %s" in sql({"categories": ["a"]})


def test_it_refuses_a_condition_no_parser_makes() -> None:
    with pytest.raises(FilterError, match="'embedding' cannot be compared"):
        sql_filters.compile(Condition("embedding", "eq", 1))
    with pytest.raises(FilterError, match="'categories' cannot be compared with 'gt'"):
        sql_filters.compile(Condition("categories", "gt", "a"))
    with pytest.raises(FilterError, match="metadata"):
        sql_filters.compile(Condition("metadata", "exists"))


def test_it_refuses_an_alias_that_is_not_a_name() -> None:
    with pytest.raises(ValueError, match="alias"):
        sql_filters.compile(Condition("user_id", "exists"), alias="m; --")


def test_the_largest_filter_allowed_compiles_and_runs(
    table: psycopg.Connection,
) -> None:
    raw: Any = {"OR": [{"metadata": {f"k{n}": {"gt": n}}} for n in range(200)]}
    store(table, [ALICE])
    assert not any(answers(table, raw))
    assert not any(answers(table, {"user_id": [f"id {n}" for n in range(1000)]}))
