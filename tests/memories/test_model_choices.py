"""A project chooses its models over the wire, within what the operator allows."""

from __future__ import annotations

import pytest

from mem0.exceptions import Mem0Error
from memories import choices, engine
from orgs import auth
from tests.memories.worker import work
from tests.openai_server import answer, fact, openai_server

__all__ = ["openai_server"]


def path(api):
    organization = api.project.organization_id
    return f"/api/v1/orgs/organizations/{organization}/projects/{api.project.pk}/"


def patch(api, **changes):
    return api.call("PATCH", path(api), changes)


def shown(api):
    return api.get(path(api)).json()


def current(api):
    api.project.refresh_from_db()
    return api.project


@pytest.fixture
def allow(settings):
    """Sets what the operator allows."""

    def change(**allowed):
        settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=allowed)

    change(
        project_llms=["openai/gpt-5*", "groq"],
        project_embedders=["openai", "local"],
        project_model_hosts=["127.0.0.1", ".example.org"],
    )
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    return change


def choice(provider="openai", **config):
    return {"provider": provider, "config": {"model": "gpt-5-mini", **config}}


def test_a_projects_own_model_extracts_with_its_own_key(acme, allow, openai_server):
    given = choice(base_url=openai_server.url, api_key="sk-canary")
    assert patch(acme, llm=given).status_code == 200
    openai_server.reply(answer({"facts": [fact("User lives in Porto", [0])]}))
    body = {"messages": "I live in Porto.", "user_id": "ana"}
    event_id = acme.post("/v3/memories/add/", body).json()["event_id"]
    work(acme.project)
    event = acme.get(f"/v1/event/{event_id}/").json()
    assert [r["memory"] for r in event["results"]] == ["User lives in Porto"]
    assert openai_server.requests[-1].headers["authorization"] == "Bearer sk-canary"


def test_the_key_is_encrypted_and_never_shown(acme, allow):
    patch(acme, llm=choice(api_key="sk-canary"))
    assert "sk-canary" not in str(current(acme).llm)
    assert shown(acme)["llm"] == {
        "provider": "openai",
        "config": {"model": "gpt-5-mini", "api_key": "********"},
    }


def test_what_was_read_can_be_sent_back(acme, allow):
    patch(acme, llm=choice(api_key="sk-canary"))
    assert patch(acme, llm=shown(acme)["llm"]).status_code == 200
    _, config = engine.language_model(current(acme))
    assert config["api_key"] == "sk-canary"


def test_null_goes_back_to_the_deployments_model(acme, allow):
    patch(acme, llm=choice(api_key="sk-canary"))
    assert patch(acme, llm=None).status_code == 200
    assert shown(acme)["llm"] is None
    assert engine.language_model(current(acme)) == (None, {})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("gpt-5", "object"),
        ({"model": "gpt-5"}, "provider and config"),
        ({"config": {}}, "openai/gpt-5*, groq"),
        ({"provider": 7}, "provider is missing"),
        (choice("opnai"), 'no language model "opnai". This deployment lets projects'),
        (choice("anthropic"), "openai/gpt-5*, groq"),
        (choice(model="gpt-4"), "openai/gpt-5*, groq"),
        (choice(modle="x"), 'Did you mean "model"? Options: api_key, base_url'),
        (choice(default_headers="x"), "cannot give the option"),
        (choice(temperature=9), "less than or equal to 2"),
        (choice(api_key=["x"]), "text or a number"),
        (choice(api_key="********"), "no key is stored"),
        (choice(base_url="https://10.0.0.1/v1"), "private"),
        (choice(base_url="http://models.example.org/v1"), "https://"),
        (choice(base_url="https://models.example.com/v1"), "PROJECT_MODEL_HOSTS"),
        (choice(base_url="https://u:p@models.example.org/v1"), "user name"),
        (choice(base_url="file:///etc/passwd"), "https://"),
    ],
    ids=str,
)
def test_a_choice_that_is_not_possible_is_refused_and_changes_nothing(
    acme, allow, given, said
):
    before = shown(acme)
    refused = patch(acme, description="new", llm=given)
    assert refused.status_code == 400
    assert said in refused.json()["detail"]
    assert shown(acme) == before


def test_without_the_operators_leave_nothing_can_be_chosen(acme):
    for setting in ("llm", "embedder"):
        refused = patch(acme, **{setting: choice()})
        assert refused.status_code == 400
        assert f"PROJECT_{setting.upper()}S is empty" in refused.json()["detail"]


def test_a_name_that_leads_inside_is_refused_when_connecting(
    acme, allow, settings, openai_server
):
    """The text of the URL was allowed once; the address behind it is what counts."""
    inside = openai_server.url.replace("127.0.0.1", "localhost")
    allow(project_model_hosts=["*"])
    settings.OUTBOUND_ALLOWED_HOSTS = ["localhost"]
    assert patch(acme, llm=choice(base_url=inside, api_key="sk-x")).status_code == 200
    settings.OUTBOUND_ALLOWED_HOSTS = []
    before = len(openai_server.requests)
    with pytest.raises(Mem0Error, match="not public"):
        engine.llm(current(acme)).complete([{"role": "user", "content": "x"}])
    assert len(openai_server.requests) == before


def test_the_deployments_key_never_goes_to_a_projects_address(
    acme, allow, settings, openai_server, monkeypatch
):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-deployment")
    patch(acme, llm=choice(base_url=openai_server.url))
    openai_server.reply(answer({"facts": []}))
    engine.llm(current(acme)).complete([{"role": "user", "content": "x"}])
    assert "sk-of-the-deployment" not in str(openai_server.requests[-1].headers)


def test_a_provider_with_a_client_of_its_own_takes_no_base_url(acme, allow):
    allow(project_llms=["anthropic"])
    given = choice("anthropic", base_url="https://models.example.org")
    refused = patch(acme, llm=given)
    assert refused.status_code == 400
    assert "base" in refused.json()["detail"]


def test_an_empty_project_embeds_with_what_it_chose(acme, allow, openai_server):
    given = {
        "provider": "openai",
        "config": {
            "model": "text-embedding-3-small",
            "embedding_dims": 64,
            "base_url": openai_server.url,
            "api_key": "sk-canary",
        },
    }
    assert patch(acme, embedder=given).status_code == 200
    auth.forget(acme.project.pk)
    acme.remember("I keep bees.")
    assert openai_server.requests[-1].path.endswith("/embeddings")
    found = shown(acme)
    assert found["embedding_model"] == "openai/text-embedding-3-small/64"
    assert found["embedding_dimensions"] == 64
    assert found["embedder"]["config"]["api_key"] == "********"
    body = {"query": "bees", "filters": {"user_id": "alice"}}
    answered = acme.post("/v3/memories/search/", body).json()["results"]
    assert answered[0]["memory"] == "I keep bees."


def test_an_embedder_of_too_many_dimensions_is_refused(acme, allow):
    given = choice(model="text-embedding-3-large", embedding_dims=5000, api_key="x")
    refused = patch(acme, embedder=given)
    assert refused.status_code == 400
    assert "5000 dimensions" in refused.json()["detail"]


def test_an_embedder_whose_length_nobody_knows_is_refused(acme, allow):
    refused = patch(acme, embedder=choice(model="mystery", api_key="x"))
    assert refused.status_code == 400
    assert "embedding_dims" in refused.json()["detail"]


def test_patterns_name_providers_and_models(allow):
    allowed = choices._is_allowed
    assert allowed(choices.LLM, "openai", "gpt-5-nano")
    assert allowed(choices.LLM, "groq", "anything")
    assert not allowed(choices.LLM, "openai", "gpt-4")
    assert not allowed(choices.LLM, "openai_structured", "gpt-5")
