"""Users, agents, apps and runs: who is known, how much, and forgetting them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from mem0.exceptions import MemoryNotFoundError, ValidationError
from mem0.graphs.base import Known
from mem0.memory.filters import Condition
from mem0.memory.types import Scope
from mem0site.dashboard import askers, cursors
from mem0site.dashboard.drawing import circle
from mem0site.dashboard.forms.memories import KINDS, EntityFilter
from mem0site.dashboard.pages import ProjectAction, ProjectPage
from memories import browsing, entities, graph, profiles
from orgs.custody import holds
from orgs.custody.ledger import Asked
from orgs.custody.models import Erasure
from orgs.pagination import Listing
from orgs.roles import Action

SHOWN, LATEST, RELATED = 50, 20, 60


class Entities(ProjectPage):
    """Who is known, last active first."""

    template_name = "dashboard/entities.html"

    def context(self) -> dict[str, Any]:
        form = EntityFilter(self.request.GET or None)
        asked = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
        listing = Listing("pages: entities", self.project, repr(asked))
        after = cursors.position(self.request, listing)
        rows = browsing.entities(
            self.project, kind=asked["kind"], name=asked["q"], limit=SHOWN, after=after
        )
        last = rows[SHOWN - 1] if rows[SHOWN:] else None
        older = (
            listing.sign([last["updated_at"].isoformat(), last["id"]]) if last else ""
        )
        return {
            "form": form,
            "entities": rows[:SHOWN],
            "older": older,
            "newer": after is not None,
            "narrowed": form.is_bound,
        }


class Entity(ProjectPage):
    """What is known of one of them."""

    template_name = "dashboard/entity.html"

    def enter(self) -> None:
        """404 for a kind there is none of."""
        super().enter()
        if self.kwargs["kind"] not in dict(KINDS):
            raise MemoryNotFoundError("Entity not found")

    def context(self) -> dict[str, Any]:
        kind, name = self.kwargs["kind"], self.kwargs["name"]
        found = entities.details(self.project, kind, name)
        where = Condition(f"{kind}_id", "eq", name)
        scope = Scope(**{f"{kind}_id": name})
        relations = graph.ProjectGraph(self.project).relations(scope, limit=RELATED)
        profile = None
        if kind == "user":
            profile, _ = profiles.profile(self.project, name)
        return {
            "entity": found,
            "memories": browsing.some(self.project, where, limit=LATEST)[:LATEST],
            "relations": relations,
            "profile": profile,
            "held": holds.about(self.project, kind, name),
        }


class Erase(ProjectAction):
    """Somebody is erased from every store; the receipt says how far that is."""

    back = "entities"
    needs = Action.WRITE_MEMORIES
    line: Erasure | None = None

    def page_url(self) -> str:
        """The receipt, once there is one."""
        if self.line is None:
            return super().page_url()
        ids = [self.organization.pk, self.line.pk]
        return reverse("dashboard:receipts-receipt", args=ids)

    def act(self) -> str:
        kind, name = self.kwargs["kind"], self.kwargs["name"]
        if self.request.POST.get("confirm") != name:
            raise ValidationError("Type the id exactly as it is shown to erase it.")
        asked = Asked(askers.asker(self.user))
        event, self.line = entities.delete(self.project, kind, name, asked)
        count = event.metadata.get("deleted", 0)
        return f"{name} was erased with {count} memor{'y' if count == 1 else 'ies'}."


class Graph(ProjectPage):
    """Things and their relations, of one entity, drawn and as a list."""

    template_name = "dashboard/graph.html"

    def context(self) -> dict[str, Any]:
        asked = self.request.GET
        kind = asked.get("kind", "user")
        name, thing = asked.get("who", "").strip(), asked.get("name", "").strip()
        known: list[Known] = []
        if name and kind in dict(KINDS):
            known = graph.ProjectGraph(self.project).relations(
                Scope(**{f"{kind}_id": name}),
                [thing] if thing else None,
                ended=bool(asked.get("ended")),
                limit=RELATED,
            )
        recent = browsing.entities(self.project, kind="user", limit=8)[:8]
        return {
            "kind": kind, "kinds": KINDS, "who": name, "thing": thing,
            "ended": bool(asked.get("ended")), "relations": known, "recent": recent,
            "drawing": circle(known),
        }  # fmt: skip
