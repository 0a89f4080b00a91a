"""A short conversation to look around with, put in and taken out with one click."""

from __future__ import annotations

from mem0.exceptions import MemoryNotFoundError
from mem0.memory.types import Scope
from memories import entities, services
from memories.models import Event
from memories.services import AddCommand
from orgs.models import Project

USER = "sample-marta"
SAID = (
    ("user", "Hi! I'm Marta. I moved to Lisbon last spring and live in Alcântara."),
    ("assistant", "Welcome, Marta! What do you do there?"),
    ("user", "I work as a marine biologist at the aquarium. I love hiking along the "
             "coast, and I cook Indian food for friends on weekends."),
    ("assistant", "Anything I should know before I suggest a restaurant?"),
    ("user", "Yes, I'm allergic to peanuts, and I don't eat meat."),
    ("user", "My sister Ana visits me in December, and we plan to see the Azores."),
)  # fmt: skip


def load(project: Project, *, request_id: str) -> Event:
    """Add it in the background, as a client would."""
    messages = [{"role": role, "content": content} for role, content in SAID]
    command = AddCommand(messages=messages, scope=Scope(user_id=USER))
    return services.accept(project, command, request_id=request_id)


def remove(project: Project) -> None:
    """Erase the person of the sample, if she is there."""
    try:
        entities.delete(project, "user", USER)
    except MemoryNotFoundError:
        return


def is_loaded(project: Project) -> bool:
    """Whether memories of the sample are stored. Inside the tenant."""
    return bool(project.memories.filter(user_id=USER).exists())
