"""The statement of a search computes what `mem0.memory.ranking.score_rows` says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from django.db import connection

from mem0.memory import lexical, ranking
from mem0.memory.filters import And, Condition, parse
from mem0.memory.types import Query
from memories import engine, terms
from memories.store import ProjectStore
from memories.vectors import from_halfvec, from_sparsevec
from orgs.tenancy import tenant

TEXTS = [
    "Ana: I adopted a grey cat from the shelter in May.",
    "Ben: Our football team lost again on Sunday.",
    "Ana: The cat sleeps on my keyboard.",
    "Ben: I am painting the kitchen green.",
    "Ana: My sister plays the cello in an orchestra.",
    "Ben: The orchestra tours Japan next spring.",
]
QUESTION = "Which pet did Ana adopt from the shelter?"


def asked(api, where=None, limit=100):
    embedder = engine.embedder(api.project)
    (vector,) = embedder.embed([QUESTION], query=True)
    return Query(
        text=QUESTION,
        model=embedder.name,
        embedding=vector,
        terms=lexical.query_terms(QUESTION),
        where=where or Condition("user_id", "eq", "alice"),
        limit=limit,
    )


@pytest.fixture
def filled(acme):
    for number, text in enumerate(TEXTS):
        acme.remember(text, run_id=f"run {number // 2}")
    return acme


def arms_in_python(api, query):
    """Every row's arms, from the stored vectors, without the statement."""
    with tenant(api.project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id::text, embedding::text, context_embedding::text, lexical::text, "
            "context_lexical::text, episode_id FROM memories_memory WHERE project_id = %s",
            [api.project.pk],
        )
        rows = cursor.fetchall()
        found = terms.frequencies(api.project.pk, query.where, list(query.terms))
    weights = lexical.query_weights(query.terms, found, found[terms.ALL])
    vector = np.asarray(query.embedding)
    own = np.array([np.dot(vector, from_halfvec(row[1])) for row in rows])
    context = np.array([np.dot(vector, from_halfvec(row[2])) for row in rows])
    words = [
        np.array([inner(weights, from_sparsevec(row[n])) for row in rows])
        for n in (3, 4)
    ]
    return [row[0] for row in rows], {
        "dense": own,
        "context_dense": context,
        "lexical": words[0],
        "context_lexical": words[1],
        "session": ranking.session_prior(words[0], [row[5] for row in rows]),
    }


def inner(one, other):
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())


def test_arms_moments_and_order_are_those_of_the_formula(filled):
    query = asked(filled)
    pool = ProjectStore(filled.project).candidates(query)
    ids, arms = arms_in_python(filled, query)
    total, stats = ranking.score_rows(arms)
    assert pool.size == len(TEXTS)
    for arm, moments in stats.items():
        assert pool.stats[arm].mean == pytest.approx(moments.mean, abs=2e-3)
        assert pool.stats[arm].std == pytest.approx(moments.std, abs=2e-3)
    order = [ids[i] for i in np.argsort(-total)]
    assert [c.record.id for c in pool.candidates] == order
    for candidate in pool.candidates:
        row = ids.index(candidate.record.id)
        for arm, values in arms.items():
            assert candidate.arms[arm] == pytest.approx(values[row], abs=3e-3)


def test_the_filter_narrows_the_scope_before_anything_is_ranked(filled):
    where = parse({"AND": [{"user_id": "alice"}, {"run_id": "run 1"}]})
    pool = ProjectStore(filled.project).candidates(asked(filled, where))
    assert pool.size == 2


def test_no_more_rows_are_answered_than_were_asked_for(filled):
    assert (
        len(ProjectStore(filled.project).candidates(asked(filled, limit=2)).candidates)
        == 2
    )


def test_another_tenants_rows_are_neither_found_nor_counted(filled, umbrella):
    umbrella.remember("A cat from the shelter.")
    pool = ProjectStore(filled.project).candidates(asked(filled))
    assert pool.size == len(TEXTS)
    mine = ProjectStore(umbrella.project).candidates(asked(umbrella))
    assert mine.size == 1


def test_term_frequencies_count_what_is_there(filled):
    (cat,) = lexical.analyze("cat")
    with tenant(filled.project):
        assert terms.of_project(filled.project.pk, [cat]) == {0: 6, cat: 2}
    first = filled.post("/v3/memories/", {"filters": {"user_id": "alice"}}).json()
    cats = [m["id"] for m in first["results"] if "cat" in m["memory"]]
    filled.delete(f"/v1/memories/{cats[0]}/")
    filled.put(f"/v1/memories/{cats[1]}/", {"text": "The dog sleeps on my keyboard."})
    with tenant(filled.project):
        assert terms.of_project(filled.project.pk, [cat]) == {0: 5, cat: 0}


def test_terms_of_a_scope_are_counted_in_its_own_rows(filled):
    (cat,) = lexical.analyze("cat")
    filled.remember("The cat of Bob.", user_id="bob")
    alice, run = (
        parse({"AND": [{"user_id": "alice"}, *more]})
        for more in ([], [{"run_id": "run 1"}])
    )
    with tenant(filled.project):
        assert terms.frequencies(filled.project.pk, alice, [cat]) == {0: 6, cat: 2}
        assert terms.frequencies(filled.project.pk, run, [cat])[terms.ALL] == 2
        assert terms.frequencies(filled.project.pk, And(()), [cat]) == {0: 7, cat: 3}


def test_what_others_say_moves_no_score_of_a_users_search(filled):
    def ask():
        body = {"query": "Where is the cat?", "filters": {"user_id": "alice"}}
        found = filled.post("/v2/memories/search/", {**body, "threshold": 0}).json()
        return [(hit["id"], hit["score"]) for hit in found]

    before = ask()
    assert len(before) == len(TEXTS)
    filled.remember(*(f"The cat is in room {n}." for n in range(20)), user_id="bob")
    assert ask() == before


def test_a_query_of_thousands_of_words_is_answered(filled):
    words = " ".join(f"x{n:x}" for n in range(2_000))
    body = {"query": f"cat {words}", "filters": {"user_id": "alice"}}
    answer = filled.post("/v2/memories/search/", body)
    assert answer.status_code == 200, answer.content


def test_folding_changes_no_frequency(filled):
    (cat,) = lexical.analyze("cat")
    terms.fold(filled.project.pk)
    with tenant(filled.project):
        assert not filled.project.term_deltas.exists()
        assert terms.of_project(filled.project.pk, [cat]) == {0: 6, cat: 2}


def test_a_vector_of_another_model_is_never_compared(filled):
    query = asked(filled)
    other = Query(
        text=query.text,
        model="other/model",
        embedding=[1.0, 0.0],
        terms=query.terms,
        where=query.where,
        limit=10,
    )
    pool = ProjectStore(filled.project).candidates(other)
    assert {candidate.arms["dense"] for candidate in pool.candidates} == {0.0}


def test_a_search_reads_one_scope_in_few_statements(
    filled, django_assert_max_num_queries
):
    memory = engine.memory(filled.project)
    where = Condition("user_id", "eq", "alice")
    memory.search(QUESTION, where=where)
    with django_assert_max_num_queries(6):
        memory.search(QUESTION, where=where, reference=dt.datetime.now(dt.UTC))
