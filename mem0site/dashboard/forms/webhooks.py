"""Forms about webhooks."""

from __future__ import annotations

from typing import Any

from django import forms

from mem0.exceptions import Mem0Error
from mem0site.dashboard.forms.shared import SharedForm
from webhooks.addresses import check_url
from webhooks.events import EVENT_TYPES

EXPLAINED = {
    "memory_add": "a memory is new",
    "memory_update": "a memory has changed",
    "memory_delete": "a memory is gone",
    "memory_categorize": "a memory has its categories",
}
"""What each event says; the others are known to the clients and never sent."""
NEVER = "never sent by this server"


class WebhookForm(forms.Form):
    """An endpoint and what it is told."""

    name = forms.CharField(max_length=255)
    url = forms.CharField(
        max_length=2048,
        label="URL",
        help_text="A public https address that answers with a status of 200 to 299 within seconds.",
        widget=forms.URLInput(
            attrs={"placeholder": "https://example.com/hooks/memory"}
        ),
    )
    event_types = forms.MultipleChoiceField(
        choices=[
            (name, f"{name} – {EXPLAINED.get(name, NEVER)}") for name in EVENT_TYPES
        ],
        widget=forms.CheckboxSelectMultiple,
        label="Events",
        initial=EVENT_TYPES[:3],
    )

    def clean_url(self) -> str:
        """An address that may be called at all."""
        url = str(self.cleaned_data["url"]).strip()
        try:
            check_url(url)
        except Mem0Error as exc:
            raise forms.ValidationError(str(exc)) from exc
        return url


class EditForm(SharedForm, WebhookForm):
    """The same, and whether it is on."""

    about = "this webhook"

    is_active = forms.BooleanField(
        required=False, label="On", help_text="Switched off, nothing is sent or kept."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["name", "url", "event_types", "is_active"])
