from __future__ import annotations

from mem0.memory.types import Scope
from memories import publishing, services
from memories.services import AddCommand
from tests.jobs.conftest import add, event

FLOOD = 500


def test_a_flood_of_one_project_does_not_delay_the_job_of_another(
    acme, umbrella, broker
):
    scope = Scope(user_id="alice")
    for number in range(FLOOD):
        said = [{"role": "user", "content": f"I own {number} red bicycles."}]
        services.accept(acme.project, AddCommand(said, scope))
    event_id = add(umbrella, "I live in Porto.")
    done = broker.work(most=publishing.WINDOW + 1)
    assert done == [str(acme.project.pk)] * publishing.WINDOW + [
        str(umbrella.project.pk)
    ]
    assert event(umbrella, event_id)["status"] == "SUCCEEDED"


def test_the_next_job_of_a_project_follows_when_one_is_done(acme, broker):
    scope = Scope(user_id="alice")
    count = publishing.WINDOW + 5
    accepted = [
        services.accept(
            acme.project,
            AddCommand([{"role": "user", "content": f"I own {n} boats."}], scope),
        )
        for n in range(count)
    ]
    assert len(broker.work()) == count
    states = {event(acme, str(each.pk))["status"] for each in accepted}
    assert states == {"SUCCEEDED"}
