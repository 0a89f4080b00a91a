"""Legal holds: what nobody deletes until they are lifted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages

from mem0.exceptions import ValidationError
from mem0site.dashboard import askers, cursors
from mem0site.dashboard.forms.holds import HoldForm
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage
from orgs.custody import holds
from orgs.custody.models import Hold
from orgs.roles import Action

SHOWN = 50
MOST_STANDING = 200
"""Holds that stand and are shown: there are as many as there are cases."""


class Holds(ProjectFormPage[HoldForm]):
    """What is held and was, on whose word and why; and a new hold."""

    template_name = "dashboard/settings_holds.html"
    form_class = HoldForm
    changes = Action.MANAGE_HOLDS

    def initial(self) -> dict[str, Any]:
        """An entity's page links here with its name."""
        asked = self.request.GET
        return {name: asked.get(name, "") for name in ("entity_type", "entity_id")}

    def context(self) -> dict[str, Any]:
        rows = self.project.holds.order_by("-id")
        ended = cursors.part(self.request, rows.exclude(lifted_at=None), SHOWN)
        standing = list(rows.filter(lifted_at=None)[:MOST_STANDING])
        known = self._known([*standing, *ended.rows])
        return {
            "standing": _shown(standing, known),
            "lifted": _shown(ended.rows, known),
            **ended.pager(),
        }

    def _known(self, rows: list[Hold]) -> set[tuple[str, str]]:
        """Who of them is known here, and so has a page."""
        names = {row.name for row in rows if row.name}
        found = self.project.entities.filter(name__in=names)
        return set(found.values_list("type", "name"))

    def save(self, form: HoldForm) -> str:
        asked = form.changes
        holds.place(
            self.project,
            asked.get("entity_type", ""),
            asked.get("entity_id", ""),
            asked["reason"],
            askers.asker(self.user),
        )
        messages.success(self.request, "Held. Nothing of it is deleted from now on.")
        return self.url("settings-holds")


class Lift(ProjectAction):
    """A hold ends; it stays on record."""

    back = "settings-holds"
    needs = Action.MANAGE_HOLDS

    def act(self) -> str:
        key = cursors.uuid(self.request.POST.get("hold"))
        if key is None:
            raise ValidationError(holds.UNKNOWN)
        holds.lift(self.project, key, askers.asker(self.user))
        return "The hold is lifted. What it kept can be deleted again."


def _shown(rows: list[Hold], known: set[tuple[str, str]]) -> list[dict[str, Any]]:
    names = askers.told(each for row in rows for each in (row.set_by, row.lifted_by))
    return [
        {
            "hold": row,
            "key": str(row.pk),
            "known": (row.kind, row.name) in known,
            "set_by": names[row.set_by],
            "lifted_by": names[row.lifted_by],
        }
        for row in rows
    ]
