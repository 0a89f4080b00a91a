"""Forms about API keys."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone

from orgs import scopes

LIVES = (("", "Never"), ("7", "In 7 days"), ("30", "In 30 days"), ("90", "In 90 days"),
         ("365", "In a year"))  # fmt: skip
OVERLAPS = (("0", "at once"), ("1", "in a day"), ("3", "in 3 days"), ("7", "in 7 days"))


class KeyForm(forms.Form):
    """A new key: its name, what it may do, when it expires."""

    name = forms.CharField(
        max_length=200,
        help_text="Where it is used, so that you know what breaks when you revoke it.",
        widget=forms.TextInput(attrs={"placeholder": "production"}),
    )
    expires = forms.ChoiceField(choices=LIVES, required=False, label="Expires")
    scopes = forms.MultipleChoiceField(
        choices=[(name, f"{name} – {text}") for name, text in scopes.SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        label="Permissions",
        initial=list(scopes.DEFAULT),
    )

    def clean_scopes(self) -> list[str]:
        """In the order of the table."""
        return scopes.cleaned(self.cleaned_data["scopes"])

    @property
    def expires_at(self) -> dt.datetime | None:
        """When the key ends; None for never."""
        days = self.cleaned_data["expires"]
        return timezone.now() + dt.timedelta(days=int(days)) if days else None


class RotateForm(forms.Form):
    """How long the old key goes on."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    overlap = forms.ChoiceField(choices=OVERLAPS, label="The old key expires")

    @property
    def lasts(self) -> dt.timedelta:
        """The overlap."""
        return dt.timedelta(days=int(self.cleaned_data["overlap"]))
