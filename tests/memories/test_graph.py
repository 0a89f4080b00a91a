"""What memories relate: kept with them, gone with them, and a way to find them."""

from __future__ import annotations

import pytest

from memories import graph_backfill
from orgs.models import Project
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.memories.worker import work
from tests.openai_server import answer, openai_server

__all__ = ["openai_server"]

DAY = 86_400
START = 1_770_000_000


@pytest.fixture
def related(acme: Api) -> Api:
    """A project that keeps a graph."""
    Project.objects.filter(pk=acme.project.pk).update(enable_graph=True)
    acme.project.refresh_from_db()
    return acme


def say(api: Api, text: str, day: int = 0, **options):
    body = {
        "messages": [{"role": "user", "content": text}],
        "user_id": "alice",
        "timestamp": START + day * DAY,
        "async_mode": False,
        "output_format": "v1.1",
        **options,
    }
    answered = api.post("/v1/memories/", body)
    assert answered.status_code == 200, answered.content
    return answered.json()


def triples(api: Api, path: str = "", user: str = "alice") -> set[tuple[str, str, str]]:
    found = api.get(f"/v1/graph/user/{user}/{path}").json()["relations"]
    return {(r["source"], r["relationship"], r["target"]) for r in found}


def test_what_a_memory_says_of_two_things_is_kept(related):
    say(related, "I work at Acme Corp.")
    say(related, "My sister Marta works at Initech.")
    found = triples(related)
    assert ("alice", "works_at", "Acme Corp") in found
    assert ("Marta", "works_at", "Initech") in found


def test_without_a_graph_nothing_is_kept_unless_a_call_asks(acme):
    say(acme, "I work at Acme Corp.")
    assert triples(acme) == set()
    made = say(acme, "My sister Marta works at Initech.", enable_graph=True)
    added = made["relations"]["added_entities"]
    steps = [step for stated in added for step in stated]
    assert {"source": "Marta", "relationship": "works_at", "target": "Initech"} in steps
    assert made["relations"]["deleted_entities"] == []
    assert ("Marta", "works_at", "Initech") in triples(acme)


def test_a_relation_ends_with_the_fact_and_the_past_can_be_asked(related):
    say(related, "I live in Porto.", day=0)
    say(related, "I moved to Lisbon.", day=10)
    places = {t for _, r, t in triples(related) if r == "lives_in"}
    assert places == {"Lisbon"}
    then = f"?at={START + 5 * DAY}"
    assert {t for _, r, t in triples(related, then) if r == "lives_in"} == {"Porto"}
    lived = related.get("/v1/graph/user/alice/timeline/").json()["relations"]
    assert [r["target"] for r in lived if r["relationship"] == "lives_in"] == [
        "Porto",
        "Lisbon",
    ]
    assert lived[0]["valid_to"] is not None


def test_a_relation_goes_with_its_last_memory(related):
    say(related, "My sister Marta works at Initech.")
    found = related.get("/v1/graph/user/alice/?name=Initech").json()["relations"]
    assert found
    for memory_id in {key for each in found for key in each["memory_ids"]}:
        related.delete(f"/v1/memories/{memory_id}/")
    assert triples(related) == set()
    nodes = related.get("/v1/graph/user/alice/").json()["nodes"]
    assert nodes == []


def test_an_edited_memory_relates_what_it_says_now(related):
    (kept,) = related.remember("Marta works at Initech.")
    related.put(f"/v1/memories/{kept['id']}/", {"text": "Marta works at Globex."})
    assert triples(related) == {("Marta", "works_at", "Globex")}


def test_paths_lead_from_thing_to_thing(related):
    related.remember("Ana works at Acme.", "Acme acquired Initech.")
    asked = "/v1/graph/user/alice/paths/?source=Ana&target=initech"
    (way,) = related.get(asked).json()["paths"]
    assert [(s["source"], s["target"]) for s in way] == [
        ("Ana", "Acme"),
        ("Acme", "Initech"),
    ]
    assert related.get(f"{asked}&max_hops=1").json()["paths"] == []


def test_somebody_who_said_their_name_is_one_thing_with_their_id(related):
    say(related, "My name is Ana.", day=0)
    say(related, "I work at Acme Corp.", day=1)
    by_id = related.get("/v1/graph/user/alice/?name=alice").json()["relations"]
    by_name = related.get("/v1/graph/user/alice/?name=ana").json()["relations"]
    assert by_id == by_name
    assert "Acme Corp" in {each["target"] for each in by_name}


def test_search_finds_what_is_one_relation_away(related):
    related.remember("Zoe founded Initech.")
    related.remember(
        *(f"Day {n}: the weather in town {n} was fine." for n in range(130))
    )
    (hop,) = related.remember("Acme acquired Initech.")
    body = {
        "query": "Zoe",
        "filters": {"user_id": "alice"},
        "top_k": 200,
        "threshold": 0,
    }
    found = related.post("/v3/memories/search/", body).json()
    scores = {hit["id"]: hit["score_breakdown"]["graph"] for hit in found["results"]}
    assert 0 < scores[hop["id"]] < 1
    first = found["relations"][0]
    assert (first["source"], first["target"]) == ("Zoe", "Initech")


def test_relations_of_others_and_of_what_a_filter_hides_are_not_shown(related):
    related.remember("Ana works at Acme.", metadata={"kind": "secret"})
    related.remember("Bob works at Globex.", user_id="bob")
    filters = {"AND": [{"user_id": "alice"}, {"metadata": {"kind": "open"}}]}
    body = {"query": "Where does Ana work?", "filters": filters, "enable_graph": True}
    assert related.post("/v3/memories/search/", body).json()["relations"] == []
    assert triples(related, user="bob") == {("Bob", "works_at", "Globex")}


def test_older_versions_stay_bare_and_say_relations_where_they_are_wrapped(related):
    related.remember("Ana works at Acme.")
    asked = {"query": "Where does Ana work?", "user_id": "alice"}
    assert isinstance(related.post("/v1/memories/search/", asked).json(), list)
    wrapped = related.post(
        "/v1/memories/search/", {**asked, "output_format": "v1.1"}
    ).json()
    (relation,) = wrapped["relations"]
    assert (relation["target"], relation["destination"]) == ("Acme", "Acme")


def test_a_search_without_a_graph_says_nothing_of_relations(acme):
    acme.remember("Ana works at Acme.")
    body = {"query": "Where does Ana work?", "filters": {"user_id": "alice"}}
    found = acme.post("/v3/memories/search/", body).json()
    assert "relations" not in found
    assert "graph" not in found["results"][0]["score_breakdown"]


def test_what_was_known_before_is_read_when_a_graph_is_switched_on(acme):
    acme.remember("Ana works at Acme.", "The weather was fine.")
    assert triples(acme) == set()
    Project.objects.filter(pk=acme.project.pk).update(enable_graph=True)
    assert graph_backfill.relate_existing() >= 1
    assert triples(acme) == {("Ana", "works_at", "Acme")}
    with_more = graph_backfill.relate_existing()
    assert with_more == 0, "it is read once"


def test_reading_what_was_known_goes_on_where_it_ended(acme):
    acme.remember("Ana works at Acme.", "Bo works at Umbra.")
    with tenant(acme.project):
        first, last = acme.project.memories.order_by("id")
        acme.project.graph_states.create(reading_after=first.pk)
    Project.objects.filter(pk=acme.project.pk).update(enable_graph=True)
    graph_backfill.relate_existing()
    with tenant(acme.project):
        (relation,) = acme.project.relations.all()
        state = acme.project.graph_states.get()
    assert relation.memory_id == last.pk
    assert state.reading_after is None, "it is read once"


def test_a_model_relates_in_the_call_that_extracts(related, openai_server):
    from orgs import services as orgs  # noqa: PLC0415

    orgs.configure_llm(
        related.project, model="gpt-5-mini", base_url=openai_server.url, api_key="sk-x"
    )
    fact = {
        "text": "Marta mentors Tom.",
        "sources": [0],
        "attributed_to": "user",
        "relations": [
            {"source": "Marta", "relationship": "mentors", "target": "Tom"},
            {"source": "Marta", "relationship": "owns", "target": "Atlantis"},
        ],
    }
    openai_server.reply(answer({"facts": [fact]}))
    body = {"messages": "Marta mentors Tom.", "user_id": "alice"}
    assert related.post("/v3/memories/add/", body).status_code == 200
    work(related.project)
    assert triples(related) == {("Marta", "mentors", "Tom")}


@pytest.mark.parametrize(
    "asked",
    [
        "?limit=0",
        "?limit=many",
        "?at=yesterday",
        "paths/?source=Ana",
        "paths/?source=Ana&target=Bo&max_hops=9",
        "paths/?source=Ana&target=%20",
    ],
)
def test_a_question_that_makes_no_sense_is_refused(acme, asked):
    answered = acme.get(f"/v1/graph/user/alice/{asked}")
    assert answered.status_code == 400
    assert answered.json()["detail"]


def test_a_stranger_has_an_empty_graph(acme):
    found = acme.get("/v1/graph/user/nobody/").json()
    assert found == {"nodes": [], "relations": []}
