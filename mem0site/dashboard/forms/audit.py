"""What the audit log is narrowed by. Sent by GET; what makes no sense narrows nothing."""

from __future__ import annotations

from typing import Any

from django import forms

from orgs.audit.acts import Act

ACTIONS = {act.value: act.value.replace(".", " ").replace("_", " ") for act in Act}
"""Each act in words."""
GROUPS = sorted({act.value.partition(".")[0] for act in Act})
STREAMS = (
    ("administration", "Administration"),
    ("reads", "API reads"),
    ("all", "Both"),
)


class AuditFilter(forms.Form):
    """Which entries."""

    stream = forms.ChoiceField(required=False, choices=STREAMS, label="Show")
    action = forms.ChoiceField(
        required=False,
        label="Action",
        choices=[
            ("", "Anything"),
            ("Groups", [(name, f"{name}: anything") for name in GROUPS]),
            ("Acts", sorted(ACTIONS.items())),
        ],
    )
    actor = forms.CharField(
        required=False,
        max_length=200,
        label="Who",
        widget=forms.TextInput(attrs={"placeholder": "Address or m0-…"}),
    )
    to_what = forms.CharField(
        required=False,
        max_length=300,
        label="To what",
        widget=forms.TextInput(attrs={"placeholder": "An id, or user:alice"}),
    )
    since = forms.DateField(
        required=False,
        label="From (UTC)",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        required=False, label="To (UTC)", widget=forms.DateInput(attrs={"type": "date"})
    )
    here = forms.BooleanField(required=False, label="This project only")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Names that mean something else in Python.
        for name, field in (("to_what", "object"), ("since", "from"), ("until", "to")):
            self.fields[field] = self.fields.pop(name)
        self.order_fields(["stream", "action", "actor", "object", "from", "to", "here"])
