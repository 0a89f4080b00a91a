"""Forms about memories: what to look at, and what to change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from mem0.entities import ENTITY_TYPES
from mem0.exceptions import ValidationError
from mem0.memory.filters import Condition, Filter, Not, all_of
from mem0site.dashboard.forms.shared import SharedForm
from mem0site.dashboard.forms.ticked import TickedField
from orgs import limits

KINDS = tuple((kind, kind.capitalize()) for kind in ENTITY_TYPES)
STATES = (("", "Any state"), ("standing", "Standing"), ("active", "Current"), ("superseded", "Superseded"),
          ("disputed", "Disputed"), ("merged", "Merged"), ("retracted", "Retracted"), ("expired", "Expired"))  # fmt: skip
FEEDBACK = (("", "No opinion"), ("POSITIVE", "Good"), ("NEGATIVE", "Bad"),
            ("VERY_NEGATIVE", "Very bad"))  # fmt: skip


class MemoryFilter(forms.Form):
    """What the list shows. Whatever is blank does not narrow it."""

    q = forms.CharField(required=False, max_length=2_000, label="Search")
    kind = forms.ChoiceField(required=False, choices=KINDS, label="About")
    who = forms.CharField(required=False, max_length=255, label="Whose id")
    category = forms.CharField(required=False, max_length=100, label="Category")
    state = forms.ChoiceField(required=False, choices=STATES, label="State")
    since = forms.DateField(
        required=False,
        label="From (UTC)",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        required=False,
        label="To (UTC)",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    metadata = forms.CharField(
        required=False,
        max_length=300,
        label="Metadata",
        widget=forms.TextInput(attrs={"placeholder": "key=value"}),
    )

    def clean_metadata(self) -> str:
        """`key=value`, or nothing."""
        text = str(self.cleaned_data["metadata"]).strip()
        if text and "=" not in text:
            raise forms.ValidationError("Write it as key=value.")
        return text

    def where(self) -> Filter:
        """The filter tree of what was asked."""
        asked = self.cleaned_data
        parts: list[Filter] = []
        if asked["who"]:
            parts.append(Condition(f"{asked['kind'] or 'user'}_id", "eq", asked["who"]))
        if asked["category"]:
            parts.append(Condition("categories", "in", (asked["category"],)))
        if asked["state"]:
            parts.append(_in_state(asked["state"]))
        if asked["since"]:
            parts.append(Condition("created_at", "gte", _start(asked["since"])))
        if asked["until"]:
            end = _start(asked["until"]) + dt.timedelta(days=1)
            parts.append(Condition("created_at", "lt", end))
        if asked["metadata"]:
            name, _, value = asked["metadata"].partition("=")
            path = (name.strip(),)
            parts.append(Condition("metadata", "eq", value.strip(), path))
        return all_of(*parts)


class EntityFilter(forms.Form):
    """Which of them."""

    q = forms.CharField(required=False, max_length=255, label="Search")
    kind = forms.ChoiceField(
        required=False, choices=[("", "All"), *KINDS], label="Kind"
    )


class MemoryForm(SharedForm):
    """A memory as a person edits it."""

    about = "this memory"

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Memory")
    metadata = forms.JSONField(
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 4, "class": "mono", "spellcheck": "false"}
        ),
        help_text="A JSON object; whatever your application keeps with the memory.",
    )
    expiration_date = forms.DateField(
        required=False,
        label="Last day it is shown (UTC)",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_text(self) -> str:
        """Within the limits of the API."""
        most = limits.current().memory
        text: str = _checked(limits.check_text, "text", most)(self.cleaned_data["text"])
        return text

    def clean_metadata(self) -> dict[str, Any]:
        """An object within the limits of the API."""
        found: dict[str, Any] = _checked(limits.check_metadata)(
            self.cleaned_data["metadata"] or {}
        )
        return found


class FeedbackForm(forms.Form):
    """What somebody thinks of a memory."""

    feedback = forms.ChoiceField(required=False, choices=FEEDBACK)
    reason = forms.CharField(required=False, max_length=1_000)


class SelectionForm(forms.Form):
    """Memories that were ticked in the list."""

    memory = TickedField(error_messages={"required": "Select at least one memory."})


class ExportForm(forms.Form):
    """Which memories are taken along, as what kind of file."""

    format = forms.ChoiceField(
        choices=(
            ("ndjson", "NDJSON: all that is known of each"),
            ("csv", "CSV: a table"),
        ),
        label="File",
    )
    which = forms.ChoiceField(choices=(("ticked", "Ticked"), ("all", "All that match")))


def _in_state(state: str) -> Filter:
    """`standing` is what answers are made of: neither closed nor out of sight."""
    expired = Condition("expiration_date", "lt", timezone.now().date())
    if state == "expired":
        return expired
    if state == "standing":
        return all_of(Condition("state", "in", ("active", "disputed")), Not(expired))
    return Condition("state", "eq", state)


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _checked(check: Any, *more: Any) -> Any:
    """A check of the API's limits whose refusal a form shows."""

    def run(value: Any) -> Any:
        try:
            return check(value, *more)
        except ValidationError as error:
            raise forms.ValidationError(str(error)) from None

    return run
