"""What the logs are narrowed by. Sent by GET; whatever makes no sense narrows nothing."""

from __future__ import annotations

from typing import Any

from django import forms

from mem0site.dashboard.templatetags.ui import words

VERBS = (
    "add", "search", "list", "get", "update", "delete", "erase", "history", "entities",
    "events", "exports", "profiles", "webhooks", "organizations", "keys", "usage",
    "feedback", "graph", "quarantine", "consolidations", "categorize", "configure",
    "archives", "imports", "holds", "retention", "erasures", "audit",
)  # fmt: skip
STATUSES = (
    ("", "Any"),
    ("2xx", "Answered (2xx)"),
    ("error", "Every error"),
    ("4xx", "Refused (4xx)"),
    ("429", "Throttled (429)"),
    ("5xx", "Failed (5xx)"),
)
EVENT_TYPES = (
    "ADD", "SEARCH", "GET_ALL", "GET", "UPDATE", "DELETE", "DELETE_ALL", "DELETE_USER",
    "PROFILE", "CATEGORIZE", "CONSOLIDATE", "REEMBED", "UNLEARN",
)  # fmt: skip
EVENT_STATUSES = ("PENDING", "RUNNING", "SUCCEEDED", "FAILED")


def _any(*values: str) -> list[tuple[str, str]]:
    return [("", "Any"), *((value, value) for value in values)]


def _spoken(*values: str) -> list[tuple[str, str]]:
    return [("", "Any"), *((value, words(value)) for value in values)]


class RequestFilter(forms.Form):
    """Which requests."""

    q = forms.CharField(
        required=False,
        label="Request id",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "X-Request-ID"}),
    )
    verb = forms.ChoiceField(required=False, choices=_any(*VERBS), label="Operation")
    status = forms.ChoiceField(required=False, choices=STATUSES, label="Status")
    user_id = forms.CharField(required=False, max_length=255, label="User")
    slower_than = forms.IntegerField(
        required=False, min_value=0, max_value=10**9, label="Slower than (ms)"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Usage counts routes under their nouns, and a number leads here with one."""
        super().__init__(*args, **kwargs)
        verb = self.data.get("verb", "")
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        if verb and verb not in VERBS:
            field.choices = _any(*VERBS, verb)


class EventFilter(forms.Form):
    """Which events."""

    q = forms.CharField(
        required=False,
        label="User",
        max_length=255,
        widget=forms.TextInput(attrs={"placeholder": "As your application calls them"}),
    )
    type = forms.ChoiceField(
        required=False, choices=_spoken(*EVENT_TYPES), label="What"
    )
    status = forms.ChoiceField(
        required=False, choices=_spoken(*EVENT_STATUSES), label="State"
    )
