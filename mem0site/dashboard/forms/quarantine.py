"""Forms about what waits in quarantine."""

from __future__ import annotations

from typing import Any

from django import forms

from mem0.memory.commit import UNLIKE
from mem0site.dashboard.forms.ticked import TickedField

REASONS = {
    "suspicious": "Reads like an instruction to a model, not like a fact.",
    "suspicious_source": "Every message it came from tries to give a model orders.",
    "unsure": "The extractor itself hardly believes it.",
    "unconfirmed": "Only the assistant said so; the person did not.",
    UNLIKE: "It is remembered. The model would also have ended another memory, which "
    "has nothing to do with it as far as the words tell. Approve, and that one is "
    "replaced; reject, and both stay.",
}
"""Why something is held back, in a sentence."""
LABELS = {
    "suspicious": "Suspicious text",
    "suspicious_source": "Suspicious source",
    "unsure": "Unsure",
    "unconfirmed": "Unconfirmed",
    UNLIKE: "Replaces another?",
}


class QuarantineFilter(forms.Form):
    """Which entries."""

    q = forms.CharField(
        required=False,
        label="User",
        max_length=255,
        widget=forms.TextInput(attrs={"placeholder": "As your application calls them"}),
    )
    reason = forms.ChoiceField(
        required=False, choices=[("", "Any reason"), *LABELS.items()]
    )

    def asked(self) -> dict[str, str]:
        """What narrows the list; nothing where the form makes no sense."""
        given = self.cleaned_data if self.is_valid() else {}
        named = {"user_id": given.get("q"), "reason": given.get("reason")}
        return {name: value for name, value in named.items() if value}


class DecisionForm(forms.Form):
    """A decision about ticked entries, about one whose button was pressed
    (`approve <id>`), or about all that the list shows (`reject-all`)."""

    action = forms.ChoiceField(
        required=False,
        choices=[(each, each) for each in ("approve", "reject", "reject-all")],
    )
    one = forms.RegexField(r"^(approve|reject) (.+)$", required=False)
    entry = TickedField(required=False)

    def clean(self) -> dict[str, Any]:
        """`verb`, and `keys`: ids, or None for all that match."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        verb, keys = cleaned["action"], cleaned["entry"]
        if cleaned["one"]:
            verb, _, key = cleaned["one"].partition(" ")
            keys = TickedField().clean([key])
        if not verb or (not keys and verb != "reject-all"):
            raise forms.ValidationError("Select at least one statement.")
        everything = verb == "reject-all"
        return {"verb": verb.partition("-")[0], "keys": None if everything else keys}

    def told(self) -> str:
        """What is wrong, in one line."""
        return " ".join(str(text) for texts in self.errors.values() for text in texts)
