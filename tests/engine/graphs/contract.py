"""One suite for every graph store: a test module imports it and names a fixture `store`.

Two scopes that share every name must never see each other's relations, whatever is
asked; and a memory that goes takes exactly what only it supported.
"""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from mem0.exceptions import ValidationError
from mem0.graphs.base import Edge
from mem0.memory.types import Relation, Scope

ANA, BEN = Scope(user_id="ana"), Scope(user_id="ben")
HOSTILE = [
    "' OR '1'='1",
    "'}) DETACH DELETE n //",
    '"; MATCH (n) DETACH DELETE n; --',
    "\\' RETURN 1 //",
    "$collection {key: 1} `x`",
    "ключ 鍵 🔑",
    "a\nb\tc",
]


def day(number):
    return dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number)


def edge(source, relationship, target, memory="m1", scope=ANA, start=0, end=None):
    return Edge(
        Relation(source, relationship, target, "person", None),
        scope,
        memory,
        day(start),
        None if end is None else day(end),
    )


def said(found):
    return [
        (each.relation.source, each.relation.relationship, each.relation.target)
        for each in found
    ]


@pytest.fixture
def empty(store):
    store.reset()
    return store


@pytest.fixture
def family(empty):
    """Ana's relations, and Ben's with the same names."""
    for scope, prefix in ((ANA, "a"), (BEN, "b")):
        empty.add(
            [
                edge("Ana", "sister", "Maria", f"{prefix}1", scope, 1),
                edge("Maria", "lives_in", "Lisbon", f"{prefix}1", scope, 1),
                edge("Maria", "works_at", "Acme", f"{prefix}2", scope, 2),
                edge("Tom", "works_at", "Acme", f"{prefix}3", scope, 3),
            ]
        )
    empty.add([edge("Ana", "secret_of", "Ben", "b9", BEN, 9)])
    return empty


class TestReading:
    def test_it_gives_back_what_was_written(self, empty):
        scope = Scope("u", "a", "p", "r")
        empty.add([edge("Ana", "lives_in", "Porto", "m", scope, 3, 5)])
        [found] = empty.relations(scope, ["ANA"], ended=True)
        assert found.relation == Relation("Ana", "lives_in", "Porto", "person", None)
        assert (found.valid_from, found.valid_to) == (day(3), day(5))
        assert found.memory_ids == ("m",)

    def test_it_finds_a_thing_from_both_ends_the_newest_first(self, family):
        assert said(family.relations(ANA, ["maria"])) == [
            ("Maria", "works_at", "Acme"),
            *sorted(
                said(family.relations(ANA, memory_ids=["a1"])),
                key=said(family.relations(ANA, ["maria"]))[1:].index,
            ),
        ]
        assert len(family.relations(ANA, ["Maria"])) == 3
        assert said(family.relations(ANA, ["tom"])) == [("Tom", "works_at", "Acme")]

    def test_it_finds_several_things_or_all(self, family):
        assert len(family.relations(ANA, ["tom", "ana"])) == 2
        assert len(family.relations(ANA)) == 4
        assert family.relations(ANA, []) == []
        assert family.relations(ANA, memory_ids=[]) == []
        assert family.relations(ANA, ["nobody"]) == []

    def test_it_finds_by_the_memories_that_support(self, family):
        found = family.relations(ANA, memory_ids=["a2", "b3", "nothing"])
        assert said(found) == [("Maria", "works_at", "Acme")]

    def test_it_keeps_within_the_limit(self, family):
        assert said(family.relations(ANA, limit=1)) == [("Tom", "works_at", "Acme")]
        assert family.relations(ANA, limit=0) == []

    def test_it_puts_together_what_several_memories_say(self, empty):
        empty.add([edge("Ana", "knows", "Bob", "m1", start=1, end=2)])
        empty.add([edge("ANA", "knows", "bob", "m2", start=5)])
        [found] = empty.relations(ANA, ["ana"], ended=True)
        assert found.memory_ids == ("m2", "m1")
        assert (found.valid_from, found.valid_to) == (day(1), None)

    def test_it_answers_an_empty_graph_with_nothing(self, empty):
        assert empty.relations(ANA) == []
        assert empty.neighbours(ANA, "ana") == []
        assert empty.paths(ANA, "ana", "ben") == []
        assert empty.supported(["m"]) == set()
        assert empty.delete(["m"]) == empty.delete_scope(ANA) == empty.count(ANA) == 0
        empty.add([])

    def test_it_knows_which_memories_support_something(self, family):
        assert family.supported(["a1", "b3", "nothing"]) == {"a1", "b3"}
        assert family.supported([]) == set()

    def test_it_names_the_memories_and_what_each_states(self, family):
        assert family.memory_ids(limit=3) == ["a1", "a2", "a3"]
        assert family.memory_ids(after="a3") == ["b1", "b2", "b3", "b9"]
        family.add([edge("Tom", "lives_in", "Rome", "c1", start=1, end=2)])
        (known,) = family.stated(["c1", "nothing"])
        assert (known.scope, known.valid_to) == (ANA, day(2))
        assert len(family.stated(["a1", "b2"])) == 3
        assert family.stated([]) == []


class TestTime:
    def test_it_shows_what_holds_now_then_or_ever(self, empty):
        empty.add(
            [
                edge("Ana", "lives_in", "Porto", "m1", start=1, end=5),
                edge("Ana", "lives_in", "Lisbon", "m2", start=5),
            ]
        )
        assert said(empty.relations(ANA)) == [("Ana", "lives_in", "Lisbon")]
        then = empty.relations(ANA, at=day(3))
        assert said(then) == [("Ana", "lives_in", "Porto")]
        assert empty.relations(ANA, at=day(0)) == []
        assert len(empty.relations(ANA, ended=True)) == 2
        assert empty.neighbours(ANA, "ana", at=day(3)) == ["Porto"]

    def test_writing_again_changes_the_times_and_nothing_else(self, empty):
        empty.add([edge("Ana", "lives_in", "Porto", "m1", start=1)])
        empty.add([edge("Ana", "lives_in", "Porto", "m1", start=1, end=4)])
        assert empty.relations(ANA) == []
        [found] = empty.relations(ANA, ended=True)
        assert (found.valid_to, found.memory_ids) == (day(4), ("m1",))
        assert empty.count(ANA) == 1

    def test_it_keeps_microseconds_and_other_zones(self, empty):
        zone = dt.timezone(dt.timedelta(hours=-3))
        moment = dt.datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=zone)
        relation = Relation("Ana", "knows", "Bob")
        empty.add([Edge(relation, ANA, "m", moment)])
        [found] = empty.relations(ANA)
        assert found.valid_from == moment


class TestWalking:
    def test_it_names_the_neighbours_once(self, family):
        family.add([edge("Maria", "likes", "acme", "a4", start=4)])
        assert [n.casefold() for n in family.neighbours(ANA, "MARIA")] in (
            ["acme", "lisbon", "ana"],
            ["acme", "ana", "lisbon"],
        )

    def test_it_finds_the_way_in_either_direction(self, family):
        [way] = family.paths(ANA, "ana", "TOM")
        assert [(r.source, r.target) for r in way] == [
            ("Ana", "Maria"),
            ("Maria", "Acme"),
            ("Tom", "Acme"),
        ]
        assert family.paths(ANA, "ana", "tom", max_hops=2) == []
        assert family.paths(ANA, "ana", "nobody") == []

    def test_the_shortest_way_is_first_and_none_goes_in_circles(self, family):
        family.add([edge("Ana", "knows", "Tom", "a4", start=4)])
        ways = family.paths(ANA, "ana", "tom")
        assert [len(way) for way in ways] == [1, 3]
        assert len(family.paths(ANA, "ana", "tom", limit=1)) == 1

    @pytest.mark.parametrize("hops", [0, 6])
    def test_it_says_how_far_it_goes(self, empty, hops):
        with pytest.raises(ValidationError, match="1 to 5"):
            empty.paths(ANA, "a", "b", max_hops=hops)


class TestScopes:
    def test_scopes_never_mix(self, family):
        assert ("Ana", "secret_of", "Ben") not in said(family.relations(ANA))
        assert family.neighbours(ANA, "ana") == ["Maria"]
        assert family.paths(ANA, "ana", "ben") == []
        assert family.relations(Scope(user_id="an")) == []
        assert family.relations(Scope(agent_id="ana")) == []
        assert family.relations(Scope(user_id="ana", run_id="r")) == []

    def test_a_scope_sees_what_carries_all_its_ids(self, empty):
        empty.add([edge("Ana", "knows", "Bob", "m1", Scope("ana", run_id="r1"))])
        empty.add([edge("Ana", "knows", "Eve", "m2", Scope("ana", run_id="r2"))])
        assert len(empty.relations(Scope("ana"))) == 2
        assert said(empty.relations(Scope(run_id="r1"))) == [("Ana", "knows", "Bob")]
        ways = empty.paths(Scope("ana"), "bob", "eve")
        assert [len(way) for way in ways] == [2]
        assert empty.paths(Scope("ana", run_id="r1"), "bob", "eve") == []

    def test_nobody_is_no_scope(self, empty):
        for ask in (empty.relations, empty.delete_scope, empty.count):
            with pytest.raises(ValidationError, match="user_id"):
                ask(Scope())
        with pytest.raises(ValidationError, match="user_id"):
            empty.add([edge("a", "b", "c", scope=Scope())])
        with pytest.raises(ValidationError, match="user_id"):
            empty.neighbours(Scope(), "a")


class TestDeleting:
    def test_a_memory_takes_what_only_it_supported(self, family):
        family.add([edge("Maria", "lives_in", "Lisbon", "a7", start=7)])
        assert family.delete(["a1", "nothing"]) == 2
        assert family.neighbours(ANA, "ana") == []
        assert ("Maria", "lives_in", "Lisbon") in said(family.relations(ANA))
        assert family.delete(["a7"]) == 1
        assert family.relations(ANA, ["lisbon"]) == []
        assert len(family.relations(BEN)) == 5

    def test_what_came_back_is_found_again(self, family):
        family.delete(["a1"])
        family.add([edge("Ana", "sister", "Maria", "a8", start=8)])
        assert family.neighbours(ANA, "ana") == ["Maria"]

    def test_it_deletes_a_scope_and_no_other(self, family):
        assert family.delete_scope(ANA) == 4
        assert family.relations(ANA, ended=True) == []
        assert family.count(BEN) == 5
        assert family.delete_scope(ANA) == 0

    def test_a_reset_leaves_nothing_and_the_store_works_on(self, family):
        family.reset()
        assert family.count(ANA) == family.count(BEN) == 0
        family.add([edge("Ana", "knows", "Bob")])
        assert family.count(ANA) == 1


class TestAnyText:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_any_text_is_a_name_an_id_and_a_relationship(self, family, name):
        scope = Scope(user_id=name)
        family.add([edge(name, name, "Porto", name, scope)])
        [found] = family.relations(scope, [name])
        assert (found.relation.source, found.relation.relationship) == (name, name)
        assert found.memory_ids == (name,)
        assert len(family.relations(ANA)) == 4
        assert family.supported([name]) == {name}
        assert family.delete([name]) == 1
        assert family.relations(scope) == []
        assert family.count(ANA) == 4

    @pytest.mark.parametrize("part", ["memory", "source", "target"])
    def test_what_has_no_name_is_refused_whole(self, empty, part):
        given = {"source": "a", "target": "b", "memory": "m", part: ""}
        wrong = edge(given["source"], "r", given["target"], given["memory"])
        with pytest.raises(ValidationError):
            empty.add([edge("Ana", "knows", "Bob"), wrong])
        assert empty.count(ANA) == 0


class TestScale:
    def test_it_keeps_what_concurrent_writers_write(self, empty):
        failures = []

        def write(worker):
            try:
                for n in range(4):
                    empty.add(
                        [edge("Ana", "knows", f"P{worker}-{n}", f"m{worker}-{n}")]
                    )
                    empty.add([edge("Ana", "knows", "Bob", f"s{worker}-{n}")])
            except Exception as exc:
                failures.append(exc)

        threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert empty.count(ANA) == 32
        assert len(empty.neighbours(ANA, "ana")) == 17

    def test_it_finds_one_of_many(self, empty):
        many = [
            edge(f"P{n}", "knows", f"P{n + 1}", f"m{n}", start=n) for n in range(500)
        ]
        empty.add(many)
        assert empty.count(ANA) == 500
        assert said(empty.relations(ANA, ["p250"])) == [
            ("P250", "knows", "P251"),
            ("P249", "knows", "P250"),
        ]
        assert empty.delete([f"m{n}" for n in range(499)]) == 499
        assert empty.neighbours(ANA, "p500") == ["P499"]


class TestLetting:
    def test_it_can_be_closed_twice_and_shows_no_secret(self, store):
        assert "secret" not in repr(store)
        store.close()
        store.close()
        store.reset()
