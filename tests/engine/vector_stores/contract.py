"""One suite for every vector store: a test module imports it and names a fixture `store`.

The heart is `test_it_filters_as_payloads_mean`: each operator over payloads with
missing, mixed, nested and hostile values, compared with `payloads.matches`. A store
that evaluates an operator wrongly, or claims one it does not have, fails here.
"""

from __future__ import annotations

import itertools
import math
import threading

import numpy as np
import pytest

from mem0.exceptions import ConfigurationError, FilterError, Mem0Error
from mem0.memory.filters import And, Condition, Not, Or
from mem0.vector_stores.base import Point
from mem0.vector_stores.payloads import matches

DIMENSIONS = 8
ID = "00000000-0000-4000-8000-{:012d}"
HOSTILE = [
    "' OR '1'='1",
    '"; DROP TABLE mem0; --',
    "*) | (*",
    '\\" OR true // {$ne: null}',
    "a%b&c=d/e?f#g",
    "ключ 鍵 🔑",
]


def vector(*values):
    return [*map(float, values), *[0.0] * (DIMENSIONS - len(values))]


def metadata(key, operator, value=None):
    return Condition("metadata", operator, value, (key,))


PAYLOADS = [
    {"text": "Ana lives in Porto", "user_id": "ana", "created_at": "2024-07-01T10:00:00Z",
     "categories": ["Home", "places"], "metadata": {"n": 1, "color": "red", "ok": True}},
    {"text": "Ben likes PORTO wine", "user_id": "ben", "created_at": "2024-07-31T23:30:00+00:00",
     "categories": ["food"], "metadata": {"n": 2.5, "color": "Red", "tags": ["x", "y"]}},
    {"text": "The agent answered", "agent_id": "ana", "created_at": 1722556800,
     "metadata": {"n": "1", "color": None, "deep": {"a.b": 1, "c": "red"}}},
    {"text": "100% [sic] {x}", "user_id": "anabel", "run_id": "r", "categories": []},
    *({"text": value, "user_id": value, "metadata": {"color": value}} for value in HOSTILE),
]  # fmt: skip

CONDITIONS = [
    *(Condition("user_id", op, value) for op in ("eq", "ne") for value in ("ana", "nobody")),
    *(Condition("user_id", op, ["ana", "ben"]) for op in ("in", "nin")),
    *(Condition("user_id", op, []) for op in ("in", "nin")),
    *(Condition(field, "exists") for field in ("user_id", "run_id", "app_id", "categories")),
    *(Condition("user_id", op, value) for op in ("eq", "ne") for value in HOSTILE),
    *(Condition("user_id", op, "ana") for op in ("contains", "icontains", "gt", "lte")),
    *(Condition("user_id", "contains", value[:5]) for value in HOSTILE),
    *(Condition("text", op, "PORTO") for op in ("contains", "icontains")),
    *(Condition("text", "contains", part) for part in ("%", "[sic]", "{x}", "_", "\\")),
    *(Condition("categories", op, ["food", "home", "Home"]) for op in ("in", "nin")),
    *(Condition("categories", op, "HOM") for op in ("contains", "icontains")),
    *(Condition("created_at", op, "2024-07-31") for op in ("eq", "gt", "gte", "lt", "lte", "ne")),
    *(Condition("created_at", op, "2024-07-01T10:00:00Z") for op in ("eq", "gt", "gte", "lt")),
    Condition("created_at", "in", ["2024-07-01", 1722556800]),
    Condition("created_at", "exists"),
    *(metadata("n", op, 1) for op in ("eq", "ne", "gt", "gte", "lt", "lte")),
    metadata("n", "eq", "1"), metadata("n", "gt", "0"), metadata("n", "eq", True),
    metadata("ok", "eq", True), metadata("ok", "ne", True), metadata("ok", "eq", 1),
    *(metadata("color", op, "red") for op in ("eq", "ne", "contains", "icontains")),
    metadata("color", "eq", None), metadata("color", "ne", None), metadata("color", "exists"),
    *(metadata("color", "in", [value]) for value in HOSTILE),
    metadata("tags", "eq", "x"), metadata("tags", "contains", "x"), metadata("tags", "contains", "Y"), metadata("tags", "icontains", "Y"),
    Condition("metadata", "eq", 1, ("deep", "a.b")), Condition("metadata", "exists", None, ("deep", "a")),
    Condition("metadata", "in", ["red"], ("deep", "c")), metadata("x' OR 1=1 --", "eq", 1),
    metadata('"]}', "exists"), Condition("memory_ids", "in", [ID.format(0), "nobody"]),
    And(()), Or(()), Not(And(())),
]  # fmt: skip
TREES = [
    *CONDITIONS,
    *(Not(condition) for condition in CONDITIONS),
    *(kind(pair) for kind in (And, Or) for pair in itertools.pairwise(CONDITIONS[::7])),
    Not(
        Or(
            (
                Condition("user_id", "eq", "ana"),
                metadata("n", "gt", 2),
                And(CONDITIONS[:2]),
            )
        )
    ),
]


@pytest.fixture(scope="class")
def filled(store):
    """The payloads above, for tests that only read; each vector leans further from 1, 0 …"""
    store.reset()
    store.upsert(
        [
            Point(ID.format(n), vector(1, n / 5), payload)
            for n, payload in enumerate(PAYLOADS)
        ]
    )
    return store


@pytest.fixture
def empty(store):
    store.reset()
    return store


def ids(points):
    return sorted(point.id for point in points)


class TestFilters:
    @pytest.mark.parametrize("where", TREES, ids=range(len(TREES)))
    def test_it_filters_as_payloads_mean(self, filled, where):
        expected = [
            ID.format(n)
            for n, payload in enumerate(PAYLOADS)
            if matches(where, payload, ID.format(n))
        ]
        assert ids(filled.list(where)) == expected
        assert [
            hit.id for hit in filled.search(vector(1), where=where, limit=20)
        ] == expected

    def test_it_counts_what_matches(self, filled):
        assert filled.count() == len(PAYLOADS)
        assert filled.count(Condition("user_id", "eq", "ana")) == 1

    def test_it_fills_the_limit_although_near_points_do_not_match(self, filled):
        hits = filled.search(
            vector(1), where=Condition("text", "contains", "%"), limit=1
        )
        assert [hit.id for hit in hits] == [ID.format(3)]

    def test_it_refuses_text_where_a_list_belongs(self, filled):
        with pytest.raises(FilterError, match="takes a list"):
            filled.list(Condition("user_id", "in", "ana"))


class TestPoints:
    def test_it_scores_in_the_unit_interval_and_higher_is_better(self, empty):
        empty.upsert(
            [
                Point("same", vector(2, 0), {"n": 1}),
                Point("near", vector(1, 1), {"n": 2}),
                Point("aside", vector(0, 1), {"n": 3}),
                Point("opposite", vector(-1, 0), {"n": 4}),
            ]
        )
        hits = empty.search(vector(1), limit=4)
        assert [hit.id for hit in hits][:2] == ["same", "near"]
        scores = {hit.id: hit.score for hit in hits}
        assert scores["same"] == pytest.approx(1, abs=1e-3)
        assert scores["near"] == pytest.approx(math.sqrt(0.5), abs=1e-3)
        assert scores["aside"] == pytest.approx(0, abs=1e-3)
        assert scores["opposite"] == pytest.approx(0, abs=1e-3)
        assert all(0 <= score <= 1 for score in scores.values())

    def test_it_gives_back_what_was_written(self, empty):
        payload = {**PAYLOADS[1], "metadata": {"a": [1, {"b": None}], "c": "x\ny\t\"'"}}
        empty.upsert([Point("one", vector(3, 4), payload)])
        [point] = empty.get(["nobody", "one", "one"])
        assert point.id == "one"
        assert point.payload == payload
        length = math.hypot(*point.vector)
        assert [value / length for value in point.vector] == pytest.approx(
            vector(0.6, 0.8), abs=1e-3
        )
        [listed] = empty.list()
        [hit] = empty.search(vector(1))
        assert listed.payload == hit.payload == payload

    def test_it_replaces_a_point_with_a_known_id(self, empty):
        empty.upsert(
            [Point("one", vector(1), {"user_id": "old", "metadata": {"k": 1}})]
        )
        empty.upsert(
            [
                Point("one", vector(1), {"user_id": "x"}),
                Point("one", vector(0, 1), {"user_id": "y"}),
            ]
        )
        assert [point.payload for point in empty.list()] == [{"user_id": "y"}]
        assert empty.list(Condition("user_id", "eq", "old")) == []
        assert empty.list(metadata("k", "exists")) == []
        assert empty.search(vector(0, 1))[0].score == pytest.approx(1, abs=1e-3)

    def test_it_updates_payload_and_vector_apart(self, empty):
        empty.upsert([Point("one", vector(1), {"user_id": "old"})])
        assert empty.update("one", payload={"user_id": "new"})
        assert empty.search(vector(1))[0].score == pytest.approx(1, abs=1e-3)
        assert empty.update("one", vector=vector(0, 1))
        assert empty.search(vector(0, 1))[0].score == pytest.approx(1, abs=1e-3)
        assert [point.payload for point in empty.list()] == [{"user_id": "new"}]
        assert not empty.update("nobody", payload={})
        assert empty.count() == 1

    def test_it_deletes_by_id_and_ignores_the_unknown(self, empty):
        empty.upsert([Point(name, vector(1), {}) for name in "abc"])
        empty.delete(["a", "nobody", "a"])
        assert ids(empty.list()) == ["b", "c"]
        assert empty.get(["a"]) == []

    def test_it_deletes_by_filter(self, empty):
        empty.upsert(
            [Point(str(n), vector(1), {"user_id": "ab"[n % 2]}) for n in range(9)]
        )
        assert empty.delete_where(Condition("user_id", "eq", "a")) == 5
        assert ids(empty.list()) == ["1", "3", "5", "7"]
        assert empty.delete_where(Condition("user_id", "eq", "a")) == 0

    def test_it_answers_an_empty_collection_with_nothing(self, empty):
        assert empty.search(vector(1)) == []
        assert empty.list() == []
        assert empty.get(["nobody"]) == []
        assert empty.get([]) == []
        assert empty.count() == 0
        empty.delete([])
        empty.upsert([])

    def test_it_is_empty_after_a_reset_and_still_works(self, empty):
        empty.upsert([Point("one", vector(1), {})])
        empty.reset()
        assert empty.count() == 0
        empty.upsert([Point("two", vector(1), {})])
        assert ids(empty.list()) == ["two"]

    def test_it_keeps_within_the_limit(self, empty):
        empty.upsert([Point(str(n), vector(1, n), {}) for n in range(9)])
        assert len(empty.search(vector(1), limit=3)) == 3
        assert len(empty.list(limit=4)) == 4
        assert empty.search(vector(1), limit=0) == []

    @pytest.mark.parametrize("name", HOSTILE)
    def test_it_takes_any_text_as_an_id(self, empty, name):
        empty.upsert([Point(name, vector(1), {}), Point("bystander", vector(1), {})])
        assert [point.id for point in empty.get([name])] == [name]
        empty.delete([name])
        assert ids(empty.list()) == ["bystander"]


class TestRefusals:
    def test_it_names_both_numbers_when_the_collection_has_other_dimensions(
        self, empty
    ):
        try:
            with pytest.raises(ConfigurationError, match=r"8 .*16"):
                empty.create(16)
        finally:
            empty.create(DIMENSIONS)

    def test_it_names_both_numbers_when_a_vector_has_other_dimensions(self, empty):
        with pytest.raises(Mem0Error, match=r"8 .*not 3"):
            empty.upsert([Point("one", [1.0, 0, 0], {})])
        with pytest.raises(Mem0Error, match=r"8 .*not 3"):
            empty.search([1.0, 0, 0])
        assert empty.count() == 0

    @pytest.mark.parametrize("value", [math.nan, math.inf, 0.0])
    def test_it_refuses_a_vector_without_a_direction(self, empty, value):
        with pytest.raises(Mem0Error, match="NaN"):
            empty.upsert([Point("one", [value] * DIMENSIONS, {})])

    def test_it_refuses_a_payload_that_is_not_json(self, empty):
        with pytest.raises(Mem0Error, match="JSON"):
            empty.upsert([Point("one", vector(1), {"metadata": {"a": object()}})])

    def test_it_makes_an_existing_collection_no_second_time(self, empty):
        empty.upsert([Point("one", vector(1), {})])
        empty.create(DIMENSIONS)
        assert empty.count() == 1


class TestScale:
    def test_it_keeps_what_concurrent_writers_write(self, empty):
        failures = []

        def write(worker):
            try:
                for n in range(10):
                    mine = Point(
                        f"{worker}-{n}", vector(1, worker), {"run_id": str(worker)}
                    )
                    empty.upsert([mine, Point("shared", vector(1), {"run_id": "s"})])
            except Exception as exc:
                failures.append(exc)

        threads = [
            threading.Thread(target=write, args=(worker,)) for worker in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert empty.count() == 41
        assert empty.count(Condition("run_id", "eq", "2")) == 10

    @pytest.mark.slow
    def test_it_finds_the_nearest_of_many(self, empty, many):
        finds_the_nearest(empty, many)
        counts(empty, many)

    @pytest.mark.long
    def test_it_finds_the_nearest_of_ten_thousand(self, empty):
        finds_the_nearest(empty, 10_000)
        counts(empty, 10_000)


MINE = Condition("user_id", "eq", "3")


def finds_the_nearest(empty, many):
    random = np.random.default_rng(7)
    vectors = random.normal(size=(many, DIMENSIONS)).astype("float32")
    empty.upsert(
        [
            Point(str(n), row.tolist(), {"user_id": str(n % 10)})
            for n, row in enumerate(vectors)
        ]
    )
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    nearest = [int(n) for n in np.argsort(-(unit @ unit[42])) if n % 10 == 3][:10]
    hits = empty.search(vectors[42].tolist(), where=MINE, limit=10)
    assert len(hits) == 10
    assert len({str(n) for n in nearest} & {hit.id for hit in hits}) >= 9


def counts(empty, many):
    assert empty.count() == many
    assert empty.count(MINE) == many // 10


@pytest.fixture
def many():
    return 10_000
