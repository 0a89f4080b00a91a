"""Categories come from the call, the project or the default catalog, and once."""

from __future__ import annotations

import pytest

from orgs import services as orgs
from orgs.tenancy import tenant
from tests.memories.test_gate import add, configure
from tests.memories.wire import listed
from tests.memories.worker import work
from tests.openai_server import answer, fact, openai_server

__all__ = ["openai_server"]

HOBBY = {"outdoors": "hiking, climbing, camping", "kitchen": "cooking and baking"}


@pytest.fixture
def model(acme, openai_server):
    orgs.configure_llm(
        acme.project, model="gpt-5-mini", base_url=openai_server.url, api_key="sk-x"
    )
    return openai_server


def tagged(*categories):
    return answer(
        {
            "memories": [
                {"number": number, "categories": names}
                for number, names in enumerate(categories)
            ]
        }
    )


def categories(api):
    return {m["memory"]: m["categories"] for m in listed(api, user_id="ana")}


def again(api, **body):
    return api.post("/v1/memories/categorize/", {"filters": {"user_id": "ana"}, **body})


def test_rules_tag_at_once_and_the_list_of_a_call_replaces_the_projects(acme):
    configure(acme, custom_categories=[{"kitchen": "cooking"}])
    add(acme, "I love hiking.", custom_categories=[HOBBY])
    add(acme, "I love cooking pasta.")
    assert categories(acme) == {
        "User loves hiking": ["outdoors"],
        "User loves cooking pasta": ["kitchen"],
    }


def test_with_a_model_categories_are_null_until_the_job_ran(acme, model):
    configure(acme, custom_categories=[HOBBY])
    acme.project.refresh_from_db()
    model.reply(answer({"facts": [fact("User loves hiking", [0], categories=["x"])]}))
    add(acme, "I love hiking.")
    assert categories(acme) == {"User loves hiking": None}
    assert "climbing" not in model.prompts[-1]
    model.reply(tagged(["Outdoors", "invented"]))
    assert work(acme.project) == 1
    assert "climbing" in model.prompts[-1]
    assert categories(acme) == {"User loves hiking": ["outdoors"]}


def test_many_categories_are_compared_by_a_job_too(acme):
    many = {f"topic {n}": f"word{n}" for n in range(40)} | {"outdoors": "hiking"}
    add(acme, "I love hiking.", custom_categories=[many])
    assert categories(acme) == {"User loves hiking": None}
    assert work(acme.project) == 1
    assert categories(acme) == {"User loves hiking": ["outdoors"]}


def test_a_webhook_and_the_history_tell_of_it(acme):
    hooks = f"/api/v1/webhooks/projects/{acme.project.pk}/"
    hook = {
        "name": "h",
        "url": "https://example.org/h",
        "event_types": ["memory_categorize"],
    }
    hook_id = acme.post(hooks, hook).json()["webhook_id"]
    many = {f"topic {n}": f"word{n}" for n in range(40)} | {"outdoors": "hiking"}
    add(acme, "I love hiking.", custom_categories=[many])
    work(acme.project)
    path = f"/api/v1/webhooks/{hook_id}/deliveries/"
    (delivery,) = acme.get(path).json()["results"]
    assert delivery["event_type"] == "memory_categorize"
    (kept,) = listed(acme, user_id="ana")
    changes = acme.get(f"/v1/memories/{kept['id']}/history/").json()
    assert [each["change"] for each in changes] == ["ADD", "CATEGORIZE"]
    assert kept["updated_at"] == kept["created_at"]


def test_memories_are_tagged_again_only_when_asked(acme):
    add(acme, "I love hiking.")
    before = categories(acme)
    configure(acme, custom_categories=[HOBBY])
    acme.project.refresh_from_db()
    assert categories(acme) == before
    assert again(acme, only_missing=True).json()["matched"] == 0
    asked = again(acme)
    assert asked.json()["matched"] == 1
    work(acme.project)
    assert categories(acme) == {"User loves hiking": ["outdoors"]}
    event = acme.get(f"/v1/event/{asked.json()['event_id']}/").json()
    assert (event["status"], event["event_type"]) == ("SUCCEEDED", "CATEGORIZE")
    assert event["metadata"] == {"matched": 1, "categorized": 1}


def test_a_catalog_may_come_with_the_request(acme):
    add(acme, "I love hiking.")
    again(acme, custom_categories=[{"sports out there": "hiking"}])
    work(acme.project)
    assert categories(acme) == {"User loves hiking": ["sports out there"]}


@pytest.mark.parametrize(
    "body",
    [
        {"filters": None},
        {"filters": {}},
        {"only_missing": "perhaps"},
        {"custom_categories": "food"},
        {"filters": {"user_id": {"gt": 5}}},
    ],
)
def test_a_selection_that_names_nobody_is_refused(acme, body):
    assert again(acme, **body).status_code == 400


def test_what_is_gone_by_then_is_passed_over(acme):
    add(acme, "I love hiking.")
    again(acme)
    acme.delete("/v1/memories/?user_id=ana")
    assert work(acme.project) == 1
    with tenant(acme.project):
        assert acme.project.jobs.get(kind="categorize").status == "done"
